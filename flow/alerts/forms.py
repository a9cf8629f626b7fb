"""The forms of alerts."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from flow.alerts.kinds import label_of
from flow.alerts.models import Mailing, Preference, Rule

LONGEST_SNOOZE = timedelta(days=90)
USUAL_SNOOZE = timedelta(days=3)


@dataclass(frozen=True)
class SnoozeDays:
    """Until when something may be snoozed."""

    first: date
    usual: date
    last: date

    @classmethod
    def after(cls, today: date) -> "SnoozeDays":
        return cls(today + timedelta(days=1), today + USUAL_SNOOZE, today + LONGEST_SNOOZE)


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
        until, days = self.cleaned_data["until"], SnoozeDays.after(self.today)
        if not days.first <= until <= days.last:
            raise forms.ValidationError(_("Choose a day after today, at most 90 days away."))
        return until


class RulesForm(forms.Form):
    """Which rules a board has: a switch for each, and its days where it knows some."""

    def __init__(
        self, *args: Any, rules: dict[str, Rule], usual: dict[str, int | None], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.kinds = list(usual)
        for kind, rule in rules.items():
            self.fields[f"on_{kind}"] = forms.BooleanField(
                label=label_of(kind), required=False, initial=rule.is_on
            )
            if usual[kind] is not None:
                self.fields[f"days_{kind}"] = forms.IntegerField(
                    label=_("Days"), min_value=1, max_value=365, initial=rule.days
                )

    def wanted(self) -> dict[str, tuple[bool, int | None]]:
        """Return the submitted rules, by kind: whether each is on, and its days."""
        return {
            kind: (
                self.cleaned_data[f"on_{kind}"],
                self.cleaned_data.get(f"days_{kind}"),
            )
            for kind in self.kinds
        }


class PreferenceForm(forms.ModelForm):
    """How a person wants to be notified of a board, and when not."""

    class Meta:
        model = Preference
        fields = ("how", "quiet_from", "quiet_until")
        widgets: ClassVar = {
            "how": forms.RadioSelect,
            "quiet_from": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
            "quiet_until": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if (cleaned.get("quiet_from") is None) != (cleaned.get("quiet_until") is None):
            self.add_error("quiet_until", _("Quiet hours need a beginning and an end, or neither."))
        return cleaned

    def keep(self) -> None:
        """Keep the choice from now on; alerts from before are not sent at once."""
        if "how" in self.changed_data or self.instance.pk is None:
            self.instance.since = timezone.now()
        wish = self.cleaned_data | {"since": self.instance.since}
        Preference.objects.say(self.instance.board, self.instance.person, **wish)


class MailingForm(forms.ModelForm):
    """When the digest goes out, and when leads are notified of open alerts."""

    class Meta:
        model = Mailing
        fields = ("digest_at", "leads_after")
        widgets: ClassVar = {
            "digest_at": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
            "leads_after": forms.NumberInput(attrs={"max": 60}),
        }
        help_texts: ClassVar = {
            "leads_after": _("At once, if nobody works on the card."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = _("By the clock of the board, %(zone)s, on its working days; before the standup.")
        zone = self.instance.board.time_zone.replace("_", " ")
        self.fields["digest_at"].help_text = words % {"zone": zone}
