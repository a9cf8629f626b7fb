"""A limit written as a sentence: at most N cards in these columns, else …"""

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from board.forms.fields import BIGGEST, PartField
from board.models import Board, Limit, Mode
from board.settings_pages.seen import SeenForm, SeenRevision

LONGEST_REASON = 500


def why_raised() -> forms.CharField:
    """A limit that is raised is asked why; the log keeps it."""
    return forms.CharField(
        label=_("Why, if you raise it"), required=False, max_length=LONGEST_REASON
    )


class LimitForm(SeenForm, forms.Form):
    """A column's own limit, or none."""

    maximum = forms.IntegerField(
        label=_("At most"),
        required=False,
        min_value=0,
        max_value=BIGGEST,
        help_text=_("Empty: no limit. 0: closed."),
    )
    mode = forms.ChoiceField(label=_("When it is full"), choices=Mode, initial=Mode.REFUSE)
    reason = why_raised()

    def __init__(self, limit: Limit | None, data: Any = None):
        super().__init__(data, initial=self.values_of(limit) if limit else {})
        self.fields["expected_revision"] = SeenRevision(limit.revision if limit else 0)
        if limit is None:
            del self.fields["reason"]

    def values_of(self, part: Limit) -> dict[str, Any]:
        return {"maximum": part.maximum, "mode": part.mode}


class SentenceForm(SeenForm, forms.Form):
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
    reason = why_raised()

    def __init__(self, board: Board, limit: Limit | None = None, data: Any = None):
        self.board, self.limit = board, limit
        super().__init__(
            data,
            auto_id=f"limit-{limit.pk if limit else 'new'}-%s",
            initial=self.values_of(limit) if limit else None,
        )
        shape = board.shape
        if limit:
            self.fields["expected_revision"] = SeenRevision(limit.revision)
        else:
            del self.fields["reason"]
        self.fields["service_class"] = PartField(
            shape.service_classes.values(),
            words={
                pk: _now("%(service)s cards") % {"service": each.name.lower()}
                for pk, each in shape.service_classes.items()
            },
            nothing=_("cards"),
            required=False,
            widget=forms.Select({"aria-label": _("Which cards")}),
        )
        self.fields["lane"] = PartField(
            shape.lanes.values(),
            words={pk: _now("of %(lane)s") % {"lane": lane} for pk, lane in shape.lanes.items()},
            nothing=_("of all lanes"),
            required=False,
            widget=forms.Select({"aria-label": _("Lane")}),
        )
        columns: Any = self.fields["columns"]
        columns.choices = [(pk, column.name) for pk, column in shape.columns.items()]
        columns.coerce = lambda pk: shape.columns[int(pk)]

    def values_of(self, part: Limit) -> dict[str, Any]:
        return {
            "maximum": part.maximum,
            "columns": part.named_column_ids,
            "lane": part.lane_id,
            "service_class": part.service_class_id,
            "each_person": "each" if part.each_person else "",
            "mode": part.mode,
            "counts_blocked": part.counts_blocked,
            "members_may_override": part.members_may_override,
            "name": part.name,
        }

    def clean_each_person(self) -> bool:
        return bool(self.cleaned_data["each_person"])

    @property
    def sentence(self) -> str:
        """Return the sentence of a limit like this, in plain words; "" while the form is
        incomplete.
        """
        if not self.is_bound:
            return self.limit.sentence if self.limit else ""
        return self.board.shape.sketch(**self._sketched).sentence if self.is_valid() else ""

    @property
    def _sketched(self) -> dict[str, Any]:
        seen = {"expected_revision", "reason"}
        return {name: value for name, value in self.cleaned_data.items() if name not in seen}

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
