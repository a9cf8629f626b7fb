"""Two people changed the same facts of a card: both versions, to choose from."""

from collections.abc import Iterator, Set
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from typing import Any

from django.http import HttpRequest

from board.back import Back
from board.forms.card import CARD_FORMS, CardForm
from board.models import Card, ChangedMeanwhile, Event, Kind, Person

TEXTS = {"title", "description"}


@dataclass(frozen=True)
class Claim:
    """A fact in both versions, in words."""

    label: str
    mine: str
    theirs: str


class Conflict:
    """A conflict: the typed values, the current ones, and the fields that each choice sends."""

    def __init__(self, refusal: ChangedMeanwhile, request: HttpRequest):
        self.refusal = refusal
        self.request = request
        self.form = self._form(request.POST)
        self.now = self._form(None)

    @property
    def card(self) -> Card:
        return self.refusal.card

    @property
    def back(self) -> str:
        return Back.asked_in(self.request.POST)

    @property
    def claims(self) -> list[Claim]:
        return [
            Claim(
                str(self.form.fields[fact].label),
                mine=self.form.words(fact, self.form[fact].value()),
                theirs=self.now.words(fact, self.now[fact].value()),
            )
            for fact in self.refusal.facts
        ]

    @cached_property
    def last(self) -> Event | None:
        """When theirs was said, and by whom."""
        kinds = [Kind.EDITED, Kind.ASSIGNED, Kind.RECLASSIFIED, Kind.MOVED]
        return self.card.events.of_kinds(kinds).latest_first().first()

    @property
    def mine(self) -> Iterator[tuple[str, str]]:
        """Return the fields that keep mine: the values that I typed, having seen theirs."""
        return self._shown_fields(but=set())

    @property
    def theirs(self) -> Iterator[tuple[str, str]]:
        """Return the fields that keep theirs, and my other values."""
        return self._shown_fields(but=set(self.refusal.facts))

    @property
    def others(self) -> Iterator[tuple[str, str]]:
        """Return the fields to send with a new text."""
        return self._shown_fields(but=set(), without={self.text} if self.text else set())

    @property
    def text(self) -> str | None:
        """The text that can be rewritten from both, if the conflict is about one."""
        texts = TEXTS.intersection(self.refusal.facts)
        return texts.pop() if texts else None

    @property
    def merged(self) -> Any:
        """The field of that text, with both in it."""
        assert self.text is not None
        both = merged(str(self.form[self.text].value()), str(self.now[self.text].value()))
        form = self._form(None)
        form.initial[self.text] = both if self.text == "description" else self.form["title"].value()
        return form[self.text]

    def _shown_fields(
        self, *, but: Set[str], without: Set[str] = frozenset()
    ) -> Iterator[tuple[str, str]]:
        """The fields of the form: what was typed, `but` these as they are now."""
        yield "back", self.back
        for fact in self.form.facts:
            if fact not in without:
                source = self.now if fact in but else self.form
                yield from ((fact, value) for value in source.as_sent(fact))
        seen = self.request.POST.getlist("seen")
        yield from (("seen", each) for each in seen if each.partition(":")[0] not in self._facts)
        now = self.now["seen"].value()
        yield from (("seen", each) for each in now if each.partition(":")[0] in self._facts)

    @property
    def _facts(self) -> list[str]:
        return self.refusal.facts

    def _form(self, posted: Any) -> CardForm:
        part = self.request.resolver_match.kwargs["part"]  # type: ignore[union-attr]
        team = Person.objects.working_on(self.card.board)
        return CARD_FORMS[part].about(self.card, posted, team=team)


def merged(mine: str, theirs: str) -> str:
    """Both texts in one, line by line: what is the same once, what differs theirs first."""
    here, there = mine.splitlines(), theirs.splitlines()
    lines: list[str] = []
    for kind, *ends in SequenceMatcher(None, there, here, autojunk=False).get_opcodes():
        start, end, from_, to = ends
        lines += there[start:end]
        lines += [] if kind == "equal" else here[from_:to]
    return "\n".join(lines)
