"""The filter of a board, which the page's address carries."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from board.forms.fields import PartField
from board.models import Board
from board.models.card.card import CardQuerySet

NOBODY = "nobody"
OLDEST = 9999  # days


@dataclass(frozen=True)
class Choice:
    """A label, a person or a class of a board, by its id and name."""

    pk: int
    name: str

    def __str__(self) -> str:
        return self.name


class FilterForm(forms.Form):
    """Each field lets through the cards that it names; an empty one lets all through.

    A value that this board does not have is reported and lets all through.
    """

    q = forms.CharField(
        label=_("Find cards"),
        required=False,
        max_length=100,
        widget=forms.TextInput({"type": "search", "placeholder": _("Find cards")}),
    )
    blocked = forms.BooleanField(label=_("Blocked"), required=False)
    age = forms.IntegerField(
        label=_("Age in days, at least"), required=False, min_value=1, max_value=OLDEST
    )

    def __init__(
        self,
        query: MultiValueDict[str, str],
        *,
        labels: Iterable[Choice],
        people: Iterable[Choice],
        classes: Iterable[Choice],
    ):
        super().__init__(query, auto_id="filter-%s")
        gone = {"invalid_choice": _("This choice is not on this board any more.")}
        anything: dict[str, Any] = {"required": False, "error_messages": gone}
        self.fields["label"] = PartField(labels, label=_("Label"), nothing=_("any"), **anything)
        self.fields["person"] = forms.ChoiceField(
            label=_("Person"),
            choices=[
                ("", _("anybody")),
                (NOBODY, _("nobody")),
                *((str(person.pk), person.name) for person in people),
            ],
            **anything,
        )
        self.fields["class"] = PartField(classes, label=_("Class"), nothing=_("any"), **anything)

    @property
    def asked(self) -> dict[str, Any]:
        """Return the values of the active filters, by field, without invalid ones."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    @property
    def choices(self) -> list[forms.BoundField]:
        """Return the values that were chosen or typed in a menu."""
        return [self[name] for name in ("label", "person", "class", "age")]

    def sift(self, cards: CardQuerySet, board: Board) -> CardQuerySet:
        """The cards of a board that it lets through."""
        asked = self.asked
        if "q" in asked:
            cards = cards.about(asked["q"])
        if "label" in asked:
            cards = cards.labelled(asked["label"].pk)
        if "class" in asked:
            cards = cards.of_class(asked["class"].pk)
        if "blocked" in asked:
            cards = cards.blocked()
        if "age" in asked:
            cards = cards.aged(asked["age"], board)
        if asked.get("person") == NOBODY:
            return cards.unassigned()
        return cards.in_hands_of(int(asked["person"])) if "person" in asked else cards


FIELDS = [*FilterForm.base_fields, "label", "person", "class"]
