"""The forms of a person about themselves."""

from urllib.parse import urlencode

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from board.models import Audited, AuditEntry, Board, Person, Theme, TokenScope
from board.models.time_zone import time_zones


def zones() -> list[tuple[str, list[tuple[str, str]]]]:
    """The places of the tz database by their part of the world, UTC before all."""
    parts: dict[str, list[tuple[str, str]]] = {}
    for name in sorted(time_zones()):
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
            "Times of mail, sign-ins and comments are shown in it; a board has a time zone of its own."
        ),
    )
    theme = forms.ChoiceField(label=_("Theme"), choices=Theme, widget=forms.RadioSelect)

    class Meta:
        model = Person
        fields = ["name", "time_zone", "theme"]
        labels = {"name": _("Your name")}
        help_texts = {
            "name": _("Shown to others on cards. If empty, the part of your address before the @.")
        }

    def keep(self) -> None:
        """Save what was filled in; a new name goes through the verb that records it on the boards."""
        person: Person = self.instance
        person.save(update_fields=["time_zone", "theme"])
        if "name" in self.changed_data:
            person.rename(self.cleaned_data["name"], by=person)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].widget.attrs["autocomplete"] = "name"


ENDS = [
    (7, _("in a week")),
    (30, _("in a month")),
    (90, _("in three months")),
    (365, _("in a year")),
    ("", _("never")),
]


class TokenForm(forms.Form):
    name = forms.CharField(
        label=_("What is it for?"),
        max_length=80,
        help_text=_("Like “nightly report”, so that you know later which one to revoke."),
    )
    scope = forms.ChoiceField(
        label=_("It may"), choices=TokenScope, initial=TokenScope.LOOK, widget=forms.RadioSelect
    )
    days = forms.TypedChoiceField(
        label=_("It expires"),
        choices=ENDS,
        initial=90,
        coerce=int,
        empty_value=None,
        required=False,
    )

    def __init__(self, *args, person: Person, **kwargs):
        super().__init__(*args, **kwargs)
        boards = Board.objects.visible_to(person).open()
        self.fields["board"] = forms.ModelChoiceField(
            boards, label=_("On"), required=False, empty_label=_("all my boards")
        )
        self.order_fields(["name", "scope", "board", "days"])


class AddressForm(forms.Form):
    """Another e-mail address for a person."""

    email = forms.EmailField(label=_("New e-mail address"))

    def __init__(self, *args, person: Person, **kwargs):
        super().__init__(*args, **kwargs)
        self.person = person
        self.fields["email"].widget.attrs["autocomplete"] = "email"

    def clean_email(self) -> str:
        email = self.cleaned_data["email"].lower()
        if email == self.person.email.lower():
            raise forms.ValidationError(_("That is your address already."))
        return email


class AuditForm(forms.Form):
    """The filters of the audit trail; an invalid filter is left out."""

    kind = forms.ChoiceField(
        label=_("What"), choices=[("", _("everything")), *Audited.choices], required=False
    )
    q = forms.CharField(
        label=_("Who or where"),
        required=False,
        max_length=100,
        help_text=_("A part of an e-mail address, an IP address or a detail."),
    )

    def chosen(self) -> dict[str, str]:
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def asked(self) -> str:
        return urlencode(self.chosen())

    def entries(self) -> "QuerySet[AuditEntry]":
        wanted = self.chosen()
        entries = AuditEntry.objects.described()
        if "kind" in wanted:
            entries = entries.filter(kind=wanted["kind"])
        return entries.about(wanted["q"]) if "q" in wanted else entries
