"""The scenarios and the steps of a card, as its page shows them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from board.display.page.named_cards import NamedCards
from board.forms.card import LinesForm
from board.models import Card, ChecklistItem, ChecklistKind

KEYWORD = re.compile(r"(given|when|then|and|but)\s+(.+)", re.IGNORECASE)


@dataclass(frozen=True)
class ChecklistLine:
    """One scenario or step, with the ids of the lines above and below it."""

    item: ChecklistItem
    above: int | None
    below: int | None
    named: NamedCards

    @cached_property
    def words(self) -> list[SafeString]:
        """The lines that are no part of "Given, When, Then"."""
        lines = self.item.text.splitlines()
        return [self.named.in_text(line) for line in lines if not KEYWORD.fullmatch(line.strip())]

    @cached_property
    def clauses(self) -> list[tuple[str, SafeString]]:
        """The keyword and the words of each line of "Given, When, Then"."""
        keywords = (KEYWORD.fullmatch(line.strip()) for line in self.item.text.splitlines())
        return [
            (match[1].capitalize(), self.named.in_text(match[2])) for match in keywords if match
        ]


class Checklist:
    """The scenarios or the steps of a card, with the form that adds to them."""

    def __init__(self, card: Card, kind: str, items: Sequence[ChecklistItem], named: NamedCards):
        self.card = card
        self.named = named
        self.kind = kind
        self.items = items
        self.form = LinesForm(kind=kind)

    @property
    def is_of_scenarios(self) -> bool:
        return self.kind == ChecklistKind.SCENARIO

    @property
    def lines(self) -> list[ChecklistLine]:
        ids = [item.pk for item in self.items]
        above, below = [None, *ids[:-1]], [*ids[1:], None]
        around = zip(self.items, above, below, strict=True)
        return [ChecklistLine(*line, self.named) for line in around]

    @property
    def heading(self) -> str:
        """ "Scenarios, 2 of 3 hold" """
        counts = {"done": sum(item.is_done for item in self.items), "all": len(self.items)}
        if self.is_of_scenarios:
            return (
                _("Scenarios, %(done)s of %(all)s hold") % counts if self.items else _("Scenarios")
            )
        return _("Steps, %(done)s of %(all)s done") % counts if self.items else _("Steps")

    @property
    def empty_words(self) -> str:
        if self.is_of_scenarios:
            return _("Write what must be true when the card is done, one line for each case.")
        return _("Write down what is to be done on the card.")

    @property
    def is_full(self) -> bool:
        return len(self.items) >= ChecklistItem.MOST


def checklists_of(card: Card, items: Sequence[ChecklistItem], named: NamedCards) -> list[Checklist]:
    """The scenarios and the steps of a card."""
    return [
        Checklist(card, kind, [item for item in items if item.kind == kind], named)
        for kind in ChecklistKind
    ]
