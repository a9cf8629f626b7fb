"""The board itself: its name, its zone and the days on which nobody works."""

from zoneinfo import available_timezones

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from board.models import Board

PLACE = r"^[A-Z]{2}(-[A-Z0-9]{1,3})?$"


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
    holidays_of = forms.RegexField(
        PLACE,
        label=_("Holidays of"),
        required=False,
        max_length=10,
        help_text=_("A country, or a part of it: BE, US-CA. Empty: none."),
        error_messages={"invalid": _("Write a country like BE, or a part of it like US-CA.")},
    )

    class Meta:
        model = Board
        fields = ["name", "time_zone", "days_off", "holidays_of"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        zones: forms.ChoiceField = self.fields["time_zone"]  # type: ignore[assignment]
        zones.choices = [(zone, zone.replace("_", " ")) for zone in sorted(available_timezones())]
