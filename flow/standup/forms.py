"""The forms of a standup."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from board.forms.fields import BIGGEST, PartField
from board.forms.verbs import TermsForm
from board.models import Board, Card, Column, Person
from board.models.words import is_number


class SpotForm(forms.Form):
    """Where the walk goes to: a column, and one of its cards if it has any."""

    card = forms.IntegerField(required=False, min_value=1, max_value=BIGGEST)

    def __init__(self, *args, board: Board, **kwargs):
        super().__init__(*args, **kwargs)
        self.board = board
        self.fields["column"] = PartField(board.shape.columns.values())

    def spot(self) -> tuple[Column, Card | None]:
        """A card that is not there any more counts for nothing."""
        number = self.cleaned_data["card"]
        cards = self.board.numbered_cards(number) if number else {}
        return self.cleaned_data["column"], cards.get(number)


class SkipForm(forms.Form):
    """The card that the page shows, so that a press that is sent twice skips one card."""

    card = forms.IntegerField(required=False, min_value=1, max_value=BIGGEST)

    def is_late(self, number: int | None) -> bool:
        """Whether the walk has gone on from the card of the page; `number` is the card that it is at."""
        shown = self.cleaned_data["card"] if self.is_valid() else None
        return shown is not None and shown != number


class AssignForm(TermsForm):
    """The form that assigns the card."""

    verb = "assign"
    assignees = forms.TypedMultipleChoiceField(
        label=_("Who works on it"),
        required=False,
        widget=forms.CheckboxSelectMultiple({"autofocus": True}),  # the first of them gets it
    )

    def __init__(self, *args, team: list[Person], **kwargs):
        super().__init__(*args, **kwargs)
        people = {person.pk: person for person in team}
        assignees = self.fields["assignees"]
        assignees.choices = [(pk, person.short_name) for pk, person in people.items()]  # type: ignore[attr-defined]
        assignees.coerce = lambda pk: people[int(pk)]  # type: ignore[attr-defined]


class ActionForm(forms.Form):
    text = forms.CharField(label=_("What do we do?"), max_length=200)


class ActionCardForm(TermsForm):
    """In which column an action becomes a card."""

    verb = "make-card"

    def __init__(self, *args, board: Board, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["column"] = PartField(board.shape.columns.values(), label=_("Column"))


class ReaderForm(forms.Form):
    wants = forms.BooleanField(required=False)


class ElsewhereForm(forms.Form):
    """A column that only this page looks at; what is odd is ignored."""

    def __init__(self, data: QueryDict):
        super().__init__(data)
        self._said: Any = data.get("column", "")

    def column(self) -> int:
        return int(self._said) if is_number(self._said) else 0
