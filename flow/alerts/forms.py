"""What people fill in about alerts."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from flow.alerts.models import Rule
from flow.alerts.rules import USUAL, Kind

LONGEST_SNOOZE = timedelta(days=90)


class SnoozeForm(forms.Form):
    """Until when, and why."""

    until = forms.DateField(
        label=_("Until"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    because = forms.CharField(label=_("Reason"), max_length=200)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_until(self) -> date:
        until = self.cleaned_data["until"]
        if not self.today < until <= self.today + LONGEST_SNOOZE:
            raise forms.ValidationError(_("Name a day after today, at most 90 days away."))
        return until


class RulesForm(forms.Form):
    """Which rules a board has: a switch for each, and its days where it knows some."""

    def __init__(self, *args: Any, rules: dict[Kind, Rule], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind, rule in rules.items():
            self.fields[f"on_{kind}"] = forms.BooleanField(
                label=kind.label, required=False, initial=rule.is_on
            )
            if USUAL[kind] is not None:
                self.fields[f"days_{kind}"] = forms.IntegerField(
                    label=_("Days"), min_value=1, max_value=365, initial=rule.days
                )

    def said(self) -> dict[Kind, tuple[bool, int | None]]:
        """What came, by kind: whether it is on, and its days."""
        return {
            kind: (
                self.cleaned_data[f"on_{kind}"],
                self.cleaned_data.get(f"days_{kind}"),
            )
            for kind in USUAL
        }
