"""What somebody fills in about themselves."""

from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext_lazy as _

from board.models import Person, Theme


def zones() -> list[tuple[str, list[tuple[str, str]]]]:
    """The places of the tz database by their part of the world, UTC before all."""
    parts: dict[str, list[tuple[str, str]]] = {}
    for name in sorted(available_timezones()):
        part, slash, place = name.partition("/")
        if slash and part not in ("Etc", "SystemV", "US"):
            parts.setdefault(part, []).append((name, place.replace("_", " ").replace("/", ", ")))
    return [("UTC", [("UTC", "UTC")]), *parts.items()]


class ProfileForm(forms.ModelForm):
    """A person's name, time zone and theme."""

    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=zones,
        help_text=_(
            "Times of mail, sign-ins and comments are told in it; a board keeps its own days."
        ),
    )
    theme = forms.ChoiceField(label=_("Theme"), choices=Theme, widget=forms.RadioSelect)

    class Meta:
        model = Person
        fields = ["name", "time_zone", "theme"]
        labels = {"name": _("Your name")}
        help_texts = {"name": _("What others see on cards; if empty, your address before the @.")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].widget.attrs["autocomplete"] = "name"


class TokenForm(forms.Form):
    name = forms.CharField(
        label=_("What is it for?"),
        max_length=80,
        help_text=_("Like “nightly report”, so that you know later which one to revoke."),
    )
