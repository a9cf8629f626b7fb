"""The page that splits a card: which line goes to which card."""

from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from board.forms.split import SplitForm
from board.models import Card, ChecklistItem, ChecklistKind

QUESTIONS = (  # of a good part; nobody fills them in
    gettext_lazy("Can a user see it?"),
    gettext_lazy("Can it be tested from end to end?"),
    gettext_lazy("Is it useful without the others?"),
    gettext_lazy("Can it be deployed alone, or behind a flag?"),
)


@dataclass(frozen=True)
class SplitRow:
    """A line of the card, and the cards that it may go to."""

    item: ChecklistItem
    chosen: int
    cards: list[int]


class SplitPage:
    """A card that is about to become several."""

    def __init__(self, card: Card, form: SplitForm):
        self.card = card
        self.form = form

    @property
    def questions(self) -> list[str]:
        return [str(each) for each in QUESTIONS]

    @cached_property
    def why(self) -> str:
        """Why it cannot start as it is, if it cannot."""
        rule = self.card.board.batch
        number = len(self.form.scenarios)
        if rule.is_on and rule.most_scenarios is not None and number > rule.most_scenarios:
            facts = {"card": self.card, "number": number, "most": rule.most_scenarios}
            return (
                _("%(card)s is too large to start: %(number)s scenarios, at most %(most)s.") % facts
            )
        return _("Split %(card)s") % {"card": self.card}

    @property
    def groups(self) -> list[tuple[str, list[SplitRow]]]:
        """The scenarios and the steps, each kind under its word."""
        words = {ChecklistKind.SCENARIO: _("Scenario"), ChecklistKind.STEP: _("Step")}
        groups = []
        for kind, items in (
            (ChecklistKind.SCENARIO, self.form.scenarios),
            (ChecklistKind.STEP, self.form.steps),
        ):
            if items:
                rows = [SplitRow(each, self.form.card_of(each), self.form.cards) for each in items]
                groups.append((words[kind], rows))
        return groups
