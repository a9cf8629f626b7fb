"""The board itself: its name, its zone and the days on which nobody works."""

from dataclasses import asdict
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from board.models import BatchMode, Board, Person
from board.models.board.expectation import USUAL_PERCENT
from board.models.time_zone import time_zones
from board.settings_pages.seen import SeenForm, SeenRevision

LONGEST = 9999  # days
TYPED = {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}


class AboutForm(SeenForm, forms.ModelForm):
    time_zone = forms.ChoiceField(label=_("Time zone"))
    days_off = forms.TypedMultipleChoiceField(
        label=_("Days off"),
        choices=list(WEEKDAYS.items()),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Nobody works on these days."),
    )
    holidays_of = forms.CharField(
        label=_("Holidays of"),
        required=False,
        max_length=10,
        help_text=_("A country, or a part of it: BE, US-CA. Empty: none."),
    )

    class Meta:
        model = Board
        fields = ["name", "time_zone", "days_off", "holidays_of"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["expected_revision"] = SeenRevision(self.instance.revision)
        zones: forms.ChoiceField = self.fields["time_zone"]  # type: ignore[assignment]
        zones.choices = [(zone, zone.replace("_", " ")) for zone in sorted(time_zones())]

    def values_of(self, part: Board) -> dict[str, Any]:
        return {name: getattr(part, name) for name in self.Meta.fields}

    def clean_holidays_of(self) -> str:
        return self.cleaned_data["holidays_of"].upper()


class ExpectationForm(SeenForm, forms.Form):
    """How long work should take: typed, or proposed from what was finished."""

    percent = forms.IntegerField(
        label=_("Percent of cards"), min_value=1, max_value=100, initial=USUAL_PERCENT
    )
    is_automatic = forms.BooleanField(
        label=_("Take the days from the history of the board"),
        required=False,
        help_text=_(
            "Every night, from the cards finished in the last 90 days, if there are at least 10."
        ),
    )
    days = forms.IntegerField(
        label=_("Within days"),
        required=False,
        min_value=1,
        max_value=LONGEST,
        help_text=_("If they are not taken from history. Empty: nothing is expected."),
    )

    def __init__(self, data: Any = None, *, board: Board):
        super().__init__(data, auto_id="expected-%s", initial=self.values_of(board))
        self.fields["expected_revision"] = SeenRevision(board.revision)
        self.board = board

    def values_of(self, part: Board) -> dict[str, Any]:
        return {
            "percent": part.sle_percent,
            "is_automatic": part.sle_is_automatic,
            "days": part.sle_days,
        }

    def save(self, *, by: Person) -> None:
        cleaned = self.cleaned_data
        seen = cleaned["expected_revision"]
        if cleaned["is_automatic"]:
            self.board.sle_automatically(percent=cleaned["percent"], by=by, expected_revision=seen)
        else:
            days, percent = cleaned["days"], cleaned["percent"]
            self.board.set_sle(days, percent=percent, by=by, expected_revision=seen)


class BatchForm(forms.Form):
    """How small a card must be to start."""

    mode = forms.ChoiceField(
        label=_("When a card is too large to start"), choices=BatchMode.choices
    )
    most_scenarios = forms.IntegerField(
        label=_("Scenarios at most"),
        required=False,
        min_value=0,
        max_value=100,
        help_text=_("Empty: any number."),
    )
    target_days = forms.IntegerField(
        label=_("Target days"),
        required=False,
        min_value=1,
        max_value=365,
        help_text=_("How long a card should take from its start."),
    )
    asks_fit = forms.BooleanField(
        label=_("Somebody must confirm that a card fits in the target days"), required=False
    )
    members_may_override = forms.BooleanField(
        label=_("Members may give a reason, not only leads"), required=False
    )

    def __init__(self, data: Any = None, *, board: Board):
        super().__init__(data, auto_id="batch-%s", initial=asdict(board.batch))
        self.board = board

    def save(self, *, by: Person) -> None:
        self.board.set_batch_rule(by=by, **self.cleaned_data)


class EraseForm(forms.Form):
    """To delete a board, a lead types its key: it cannot be restored."""

    key = forms.CharField(label=_("Its key"), max_length=24, widget=forms.TextInput(TYPED))

    def __init__(self, data: Any = None, *, board: Board):
        super().__init__(data, auto_id="erase-%s")
        self.board = board

    def clean_key(self) -> str:
        if self.cleaned_data["key"].upper() != self.board.key:
            raise ValidationError(
                _("Type %(key)s to delete this board."), params={"key": self.board.key}
            )
        return self.board.key
