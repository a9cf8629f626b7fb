"""The boards of a person, a page at a time and by the words that are looked for."""

from functools import cached_property
from typing import Any

from django import forms
from django.core.paginator import Page, Paginator
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from board.models import Board

A_PAGE = 50


class FindBoardsForm(forms.Form):
    q = forms.CharField(
        label=_("Find boards"),
        required=False,
        max_length=100,
        widget=forms.TextInput({"type": "search", "placeholder": _("Find boards")}),
    )


class BoardList:
    """The page of boards that the address asks for; its cost does not grow with their number."""

    def __init__(self, boards: Any, query: QueryDict):
        self.form = FindBoardsForm(query, auto_id="boards-%s")
        self.words = self.form.cleaned_data["q"] if self.form.is_valid() else ""
        self._boards = boards.about(self.words) if self.words else boards
        self._asked = query.get("page")

    @cached_property
    def page(self) -> Page[Board]:
        return Paginator(self._boards, A_PAGE).get_page(self._asked)

    @property
    def is_long(self) -> bool:
        """Whether it takes more than a look to find a board here."""
        return bool(self.words or self.form.errors) or self.page.has_other_pages()
