"""The smaller parts of a board, each a row that is its own form: lanes, classes, labels."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from board.forms.fields import PartField
from board.models import Label, Lane, ServiceClass
from board.models.service_class import MOST_DAYS
from board.settings_pages.seen import SeenForm, SeenRevision


class NameForm(SeenForm, forms.Form):
    """The form of a named part; `part` is None for a new one."""

    name = forms.CharField(max_length=60, widget=forms.TextInput({"aria-label": _("Name")}))

    def __init__(self, part: Any = None, data: Any = None):
        self.part = part
        kind = type(self).__name__.removesuffix("Form").lower()
        auto_id = f"{kind}-{part.pk if part else 'new'}-%s"
        super().__init__(data, auto_id=auto_id, initial=self.values_of(part) if part else None)
        if part:
            self.fields["expected_revision"] = SeenRevision(part.revision)

    def values_of(self, part: Any) -> dict[str, Any]:
        return {"name": part.name}


class LaneForm(NameForm):
    part: Lane | None


class LaneStepForm(forms.Form):
    """A lane changes places with the one above it, or below."""

    way = forms.ChoiceField(choices=[("up", _("up")), ("down", _("down"))])

    def order(self, lane: Lane) -> list[Lane]:
        """The lanes of the board, this one a step further."""
        order = list(lane.board.shape.lanes.values())
        at = order.index(lane)
        to = max(at - 1, 0) if self.cleaned_data["way"] == "up" else at + 1
        order.insert(to, order.pop(at))
        return order


class ArchiveLaneForm(forms.Form):
    """Where the cards of a lane go when it leaves the board."""

    def __init__(self, lane: Lane, data: Any = None):
        self.part = lane
        super().__init__(data, auto_id=f"archive-lane-{lane.pk}-%s")
        others = [each for each in lane.board.shape.lanes.values() if each.pk != lane.pk]
        self.fields["cards_to"] = PartField(
            others, widget=forms.Select({"aria-label": _("Its cards go to")})
        )


class ClassForm(NameForm):
    part: ServiceClass
    apart_from_limits = forms.BooleanField(label=_("apart from limits"), required=False)
    at_most_in_days = forms.IntegerField(
        label=_("one card in days"),
        required=False,
        min_value=1,
        max_value=MOST_DAYS,
        widget=forms.TextInput(
            {"inputmode": "numeric", "class": "input--number", "placeholder": _("any")}
        ),
    )

    def values_of(self, part: ServiceClass) -> dict[str, Any]:
        return {
            "name": part.name,
            "apart_from_limits": part.apart_from_limits,
            "at_most_in_days": part.at_most_in_days,
        }


class LabelForm(NameForm):
    part: Label
    name = forms.CharField(
        max_length=Label._meta.get_field("name").max_length,
        widget=forms.TextInput({"aria-label": _("Name")}),
    )
