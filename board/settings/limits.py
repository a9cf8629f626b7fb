"""A limit written as a sentence: at most N cards in these columns, else …"""

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from board.forms import BIGGEST, Part
from board.models import Board, Limit, Mode


class SentenceForm(forms.Form):
    """A limit of any scope; the words between its fields stand in the page."""

    maximum = forms.IntegerField(
        min_value=0,
        max_value=BIGGEST,
        widget=forms.TextInput(
            {"inputmode": "numeric", "class": "input--number", "aria-label": _("Maximum")}
        ),
    )
    columns = forms.TypedMultipleChoiceField(
        label=_("Columns"), required=False, widget=forms.CheckboxSelectMultiple
    )
    each_person = forms.ChoiceField(
        choices=[("", _("together")), ("each", _("for each person"))],
        required=False,
        widget=forms.Select({"aria-label": _("How they are counted")}),
    )
    mode = forms.ChoiceField(
        choices=Mode,
        initial=Mode.REFUSE,
        widget=forms.Select({"aria-label": _("When it is full")}),
    )
    counts_blocked = forms.BooleanField(
        label=_("Blocked cards count"), required=False, initial=True
    )
    members_may_override = forms.BooleanField(
        label=_("Members may give a reason"), required=False, initial=True
    )
    name = forms.CharField(label=_("Name, if it has one"), required=False, max_length=80)

    def __init__(self, board: Board, limit: Limit | None = None, data: Any = None):
        self.board, self.limit = board, limit
        super().__init__(
            data,
            auto_id=f"limit-{limit.pk if limit else 'new'}-%s",
            initial=_said(limit) if limit else None,
        )
        shape = board.shape
        self.fields["service_class"] = Part(
            shape.service_classes.values(),
            words={
                pk: _now("%(service)s cards") % {"service": each.name.lower()}
                for pk, each in shape.service_classes.items()
            },
            nothing=_("cards"),
            required=False,
            widget=forms.Select({"aria-label": _("Which cards")}),
        )
        self.fields["lane"] = Part(
            shape.lanes.values(),
            words={pk: _now("of %(lane)s") % {"lane": lane} for pk, lane in shape.lanes.items()},
            nothing=_("of all lanes"),
            required=False,
            widget=forms.Select({"aria-label": _("Lane")}),
        )
        columns: Any = self.fields["columns"]
        columns.choices = [(pk, column.name) for pk, column in shape.columns.items()]
        columns.coerce = lambda pk: shape.columns[int(pk)]

    def clean_each_person(self) -> bool:
        return bool(self.cleaned_data["each_person"])

    @property
    def sentence(self) -> str:
        """What a limit like this does, in plain words; "" as long as it is not said whole."""
        if not self.is_bound:
            return self.limit.sentence if self.limit else ""
        return self.board.shape.sketch(**self.cleaned_data).sentence if self.is_valid() else ""

    @property
    def has_lanes(self) -> bool:
        return len(self.board.shape.lanes) > 1

    @property
    def where(self) -> str:
        """The columns that are chosen, in words."""
        chosen = {str(pk) for pk in self["columns"].value() or []}
        columns = self.board.shape.columns.items()
        names = [column.name for pk, column in columns if str(pk) in chosen]
        return ", ".join(names) or _now("every started column")


def _said(limit: Limit) -> dict[str, Any]:
    return {
        "maximum": limit.maximum,
        "columns": limit.named_column_ids,
        "lane": limit.lane_id,
        "service_class": limit.service_class_id,
        "each_person": "each" if limit.each_person else "",
        "mode": limit.mode,
        "counts_blocked": limit.counts_blocked,
        "members_may_override": limit.members_may_override,
        "name": limit.name,
    }
