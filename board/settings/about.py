"""The board itself: its name, its zone and the days on which nobody works."""

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from board.models import Board, Person
from board.models.expecting import USUAL_PERCENT

LONGEST = 9999  # days
TYPED = {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}


class AboutForm(forms.ModelForm):
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
        zones: forms.ChoiceField = self.fields["time_zone"]  # type: ignore[assignment]
        zones.choices = [(zone, zone.replace("_", " ")) for zone in sorted(available_timezones())]

    def clean_holidays_of(self) -> str:
        return self.cleaned_data["holidays_of"].upper()


class ExpectationForm(forms.Form):
    """How long work should take: typed, or proposed from what was finished."""

    percent = forms.IntegerField(
        label=_("Percent of cards"), min_value=1, max_value=100, initial=USUAL_PERCENT
    )
    is_automatic = forms.BooleanField(
        label=_("Take the days from the history of the board"),
        required=False,
        help_text=_(
            "Every night, from the cards finished in 90 days; with fewer than 10, nothing."
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
        said = {
            "percent": board.sle_percent,
            "is_automatic": board.sle_is_automatic,
            "days": board.sle_days,
        }
        super().__init__(data, auto_id="expected-%s", initial=said)
        self.board = board

    def save(self, *, by: Person) -> None:
        said = self.cleaned_data
        if said["is_automatic"]:
            self.board.sle_automatically(percent=said["percent"], by=by)
        else:
            self.board.set_sle(said["days"], percent=said["percent"], by=by)


class EraseForm(forms.Form):
    """Whoever deletes a board types its key: nothing brings it back."""

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
