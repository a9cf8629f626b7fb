"""The form that splits a card: a card for each line, and the titles of the new cards."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from board.forms.verbs import TermsForm
from board.models import Card, ChecklistItem, SplitPart
from board.models.card.checklist_item import ChecklistKind
from board.models.card.split import MOST_PARTS
from board.models.words import is_number

LONGEST_TITLE = Card._meta.get_field("title").max_length or 0
FEW = 3  # cards that are offered at first, the card itself included


class SplitForm(TermsForm):
    """Card 1 is the card itself; a new card without a title and without lines is not made."""

    verb = "split"

    def __init__(self, *args: Any, card: Card, cards: int = FEW, **kwargs: Any):
        """`cards` is how many are offered, the card itself included; more if it takes more."""
        super().__init__(*args, **kwargs)
        self.card = card
        items = list(card.checklist.kept())
        self.scenarios = [each for each in items if each.kind == ChecklistKind.SCENARIO]
        self.steps = [each for each in items if each.kind == ChecklistKind.STEP]
        self.cards = list(range(1, min(max(cards, self._wanted), MOST_PARTS + 1) + 1))
        for item in items:
            self.fields[f"line-{item.pk}"] = forms.TypedChoiceField(
                choices=[(number, number) for number in self.cards],
                coerce=int,
                initial=self._proposed(item),
            )
        for number in self.cards[1:]:
            self.fields[f"title-{number}"] = forms.CharField(
                label=_("Card %(number)s") % {"number": number},
                required=False,
                max_length=LONGEST_TITLE,
                widget=forms.TextInput({"autocomplete": "off", "dir": "auto"}),
                initial=self._title_of(number),
            )

    @property
    def titles(self) -> list[Any]:
        """The fields of the titles of the new cards."""
        return [self[f"title-{number}"] for number in self.cards[1:]]

    @property
    def may_offer_more(self) -> bool:
        return len(self.cards) <= MOST_PARTS

    def with_another_card(self) -> "SplitForm":
        """The same form with one card more, and what was chosen and written so far."""
        last = len(self.cards) + 1
        form = SplitForm(
            card=self.card, cards=last, initial=dict(self.data.items()) | {f"title-{last}": ""}
        )
        form.fields[f"title-{form.cards[-1]}"].widget.attrs["autofocus"] = True
        return form

    def card_of(self, item: ChecklistItem) -> int:
        """The card that a line goes to: as chosen, or as proposed."""
        chosen = str(self[f"line-{item.pk}"].value() or "")
        return int(chosen) if is_number(chosen) else self._proposed(item)

    def parts(self) -> list[SplitPart]:
        """The new cards as the verb takes them."""
        return [
            SplitPart(
                self.cleaned_data[f"title-{number}"],
                [each.pk for each in self.scenarios if self._goes_to(each) == number],
                [each.pk for each in self.steps if self._goes_to(each) == number],
            )
            for number in self.cards[1:]
            if self.cleaned_data[f"title-{number}"] or self._lines_of(number)
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for number in self.cards[1:]:
            if self._lines_of(number) and not cleaned.get(f"title-{number}"):
                self.add_error(f"title-{number}", _("This card needs a title."))
        if not self.errors and not self.parts():
            raise ValidationError(
                _("Choose the lines that go to another card, and give that card a title.")
            )
        for name in [name for name in self.errors if name.startswith("title-")][:1]:
            self.fields[name].widget.attrs["autofocus"] = True
        return cleaned

    @property
    def _size(self) -> int:
        """How many scenarios a card may start with, at least one."""
        return max(self.card.board.batch.most_scenarios or len(self.scenarios), 1)

    @property
    def _wanted(self) -> int:
        """How many cards it takes until each is small enough."""
        return -(-len(self.scenarios) // self._size)

    def _proposed(self, item: ChecklistItem) -> int:
        if item not in self.scenarios:
            return 1
        return min(self.scenarios.index(item) // self._size + 1, len(self.cards))

    def _title_of(self, number: int) -> str:
        """The first words of the first scenario that is proposed for a card."""
        for item in self.scenarios:
            if self._proposed(item) == number:
                return item.text.splitlines()[0][:LONGEST_TITLE]
        return ""

    def _goes_to(self, item: ChecklistItem) -> int:
        return self.cleaned_data.get(f"line-{item.pk}", 1)

    def _lines_of(self, number: int) -> list[ChecklistItem]:
        return [each for each in [*self.scenarios, *self.steps] if self._goes_to(each) == number]
