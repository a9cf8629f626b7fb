"""The form that links a card with another."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from board.access import linkable_card
from board.forms.verbs import TermsForm
from board.models import Card, LinkKind, Person
from board.models.card.link import TYPED


class LinkForm(TermsForm):
    """Which card, and how the two are linked."""

    verb = "links"
    kind = forms.ChoiceField(
        label=_("This card"), choices=[(each.value, each.label) for each in TYPED]
    )
    card = forms.CharField(
        label=_("Card"),
        max_length=24,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        help_text=_("Its key, such as SLU-56; also of another board of yours."),
    )
    unblocks = forms.BooleanField(
        label=_("Block the card that waits, and unblock it when the other is done"), required=False
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_card(self) -> Card:
        return linkable_card(self.person, self.cleaned_data["card"])

    def link(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        return {"kind": LinkKind(cleaned["kind"]), "unblocks": cleaned["unblocks"]}


class UnlinkForm(TermsForm):
    verb = "unlink"
