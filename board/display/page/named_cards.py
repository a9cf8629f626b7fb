"""Keys of cards in a text, such as SLU-56, as links for people who can see the card."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import cached_property, reduce
from operator import or_
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from board.models import Board, Card, Person
from board.models.card.card import CardQuerySet

KEY = re.compile(r"(?<![\w/.@#-])([A-Z][A-Z0-9]{1,9})-([1-9][0-9]{0,8})(?![\w-])")
TAG = re.compile(r'(<[^<>"]*(?:"[^"]*"[^<>"]*)*>)')  # an attribute may hold what looks like a tag
NAME = re.compile(r"</?([a-z0-9]+)")
LEFT_ALONE = {"a", "code", "pre"}
MOST = 100  # cards that the texts of one page are asked for


class NamedCards:
    """The cards that some texts name, as far as a person may see them, read in one statement.

    A text without a key costs nothing. What a text names beyond the first `MOST` stays text.
    """

    def __init__(self, person: Person, texts: Iterable[str]):
        self.person = person
        self.texts = texts

    def in_html(self, html: SafeString) -> SafeString:
        """HTML that was cleaned, with these cards as links; not in a link or in code."""
        if not self._links or not KEY.search(html):
            return html
        return outside_links(html, lambda piece: KEY.sub(self._link, piece))

    def in_text(self, text: str) -> SafeString:
        """Plain words as HTML, with these cards as links."""
        html = escape(text)
        return mark_safe(KEY.sub(self._link, html)) if self._links else html

    def _link(self, match: "re.Match[str]") -> str:
        return self._links.get(match[0], match[0])

    @cached_property
    def _links(self) -> dict[str, str]:
        """The link to each card that is named and may be seen, by its key."""
        named: dict[str, set[int]] = defaultdict(set)
        for board, number in list(self._keys)[:MOST]:
            named[board].add(number)
        if not named:
            return {}
        asked = (Q(board__key=key, number__in=numbers) for key, numbers in named.items())
        cards = self._visible.filter(reduce(or_, asked))
        return {
            f"{key}-{number}": _written(key, number, title)
            for key, number, title in cards.values_list("board__key", "number", "title")
        }

    @property
    def _visible(self) -> CardQuerySet:
        return Card.objects.visible_to(self.person)

    @property
    def _keys(self) -> dict[tuple[str, int], Any]:
        matches = (match for text in self.texts for match in KEY.finditer(text))
        return dict.fromkeys((match[1], int(match[2])) for match in matches)


class NamedCardsOfBoard(NamedCards):
    """The cards of a board that its own texts name: a person who sees the texts sees these cards."""

    def __init__(self, board: Board, texts: Iterable[str]):
        self.board = board
        self.texts = texts

    @property
    def _visible(self) -> CardQuerySet:
        return Card.objects.filter(board=self.board).kept()


def outside_links(html: SafeString, draw: Callable[[str], str]) -> SafeString:
    """Draw each piece of text of cleaned HTML again, except in a link or in code."""
    pieces = TAG.split(html)
    inside = 0
    for at, piece in enumerate(pieces):
        if at % 2:
            name = NAME.match(piece)
            if name and name[1] in LEFT_ALONE:
                inside += -1 if piece.startswith("</") else 1
        elif not inside:
            pieces[at] = draw(piece)
    return mark_safe("".join(pieces))


def _written(key: str, number: int, title: str) -> str:
    url = reverse("card", args=[key, number])
    return f'<a class="card-key" href="{url}" title="{escape(title)}">{key}-{number}</a>'
