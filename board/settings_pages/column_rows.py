"""The rows of the table of columns: the limit on one or on a pair, the stage and pace of one."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from board.forms.fields import BIGGEST
from board.models import Board, Column, Limit, Mode, Person, Stage, StalePart
from board.models.column.pace import PACE
from board.settings_pages.seen import SeenForm, SeenRevision

LONGEST_PACE = 9999  # days
AUTOMATIC = "pace_is_automatic"


class GateRow(SeenForm, forms.Form):
    """The limit on one column, or on a pair of columns together.

    Each field remembers what its reader saw, and each row the revisions of the limit and of the
    column, so that two leads who save the same table at once do not undo each other's changes.
    """

    SEEN = "limit_revision"

    maximum = forms.IntegerField(
        required=False,
        min_value=0,
        max_value=BIGGEST,
        show_hidden_initial=True,
        widget=forms.TextInput({"inputmode": "numeric", "class": "input--number"}),
    )
    mode = forms.ChoiceField(choices=Mode, required=False, show_hidden_initial=True)

    def __init__(self, board: Board, columns: Collection[Column], name: str, data: Any = None):
        self.board, self.columns, self.name = board, list(columns), name
        self.limit = board.shape.limit_on(self.columns)
        super().__init__(
            data,
            prefix=f"{'pair' if self.is_pair else 'column'}-{self.columns[0].pk}",
            initial=self._values(),
        )
        self.fields["limit_revision"] = SeenRevision(self.limit.revision if self.limit else 0)
        self.fields["maximum"].widget.attrs["placeholder"] = _now("none")
        self._call("maximum", _now("Limit of %(name)s"))
        self._call("mode", _now("When %(name)s is full"))

    @property
    def is_pair(self) -> bool:
        return len(self.columns) > 1

    @property
    def takes_limit(self) -> bool:
        """Whether a limit is set here: a done column and one of a pair are seldom limited."""
        [column] = self.columns[:1]
        return self.is_pair or bool(self.limit) or not (column.is_done or column.group)

    @property
    def sentence(self) -> str:
        """Return the sentence of a limit like this, in plain words; "" if there is none."""
        if not self.is_bound:
            return self.limit.sentence if self.limit else ""
        if not self.is_valid() or self.cleaned_data["maximum"] is None:
            return ""
        cleaned = self.cleaned_data
        own = self.limit or Limit()
        return self.board.shape.sketch(
            self.columns,
            maximum=cleaned["maximum"],
            mode=cleaned["mode"] or own.mode,
            counts_blocked=own.counts_blocked,
            members_may_override=own.members_may_override,
        ).sentence

    def save(self, *, by: Person, reason: str = "") -> None:
        if self.is_changed("maximum", "mode"):
            cleaned = self.cleaned_data
            mode = cleaned["mode"] or None
            self.board.limit_columns(
                self.columns,
                cleaned["maximum"],
                by=by,
                mode=mode,
                expected_revision=cleaned["limit_revision"],
                reason=reason,
            )

    def values_of(self, part: Any) -> dict[str, Any]:
        return {"maximum": part.maximum, "mode": part.mode}

    def is_changed(self, *fields: str) -> bool:
        return bool({*fields} & {*self.changed_data})

    def clean_maximum(self) -> int | None:
        return self.cleaned_data["maximum"] if self.takes_limit else self.initial["maximum"]

    def _values(self) -> dict[str, Any]:
        limit = self.limit
        return {
            "maximum": limit.maximum if limit else None,
            "mode": limit.mode if limit else Mode.REFUSE,
        }

    def _call(self, field: str, words: str) -> None:
        self.fields[field].widget.attrs["aria-label"] = words % {"name": self.name}


class ColumnRow(GateRow):
    """A column in the table: its stage, its own limit and its pace."""

    stage = forms.ChoiceField(choices=Stage, show_hidden_initial=True)

    def __init__(self, board: Board, column: Column, data: Any = None):
        self.column = column
        super().__init__(board, [column], column.name, data)
        self.fields["revision"] = SeenRevision(column.revision)
        self._call("stage", _now("Stage of %(name)s"))
        self.fields[AUTOMATIC] = forms.BooleanField(required=False, show_hidden_initial=True)
        self._call(AUTOMATIC, _now("Take the pace of %(name)s from finished cards"))
        for field, percent in zip(PACE, (50, 70, 85, 95), strict=True):
            self.fields[field] = _pace_field()
            words = _now("Pace of %(name)s, %(percent)s %%")
            self.fields[field].widget.attrs["aria-label"] = words % {
                "name": column.name,
                "percent": percent,
            }

    @property
    def takes_pace(self) -> bool:
        return self.column.is_in_progress or self.column.pace is not None

    @property
    def pace(self) -> list[forms.BoundField]:
        return [self[field] for field in PACE]

    @property
    def automatic(self) -> forms.BoundField:
        return self[AUTOMATIC]

    @property
    def stage_now(self) -> str:
        """Return the chosen stage; without a choice, the current one."""
        return self.cleaned_data["stage"] if self.is_changed("stage") else self.column.stage

    def clean(self) -> dict[str, Any]:
        days = [self.cleaned_data.get(field) for field in PACE]
        given = [day for day in days if day is not None]
        if given and (len(given) < len(days) or sorted(given) != given):
            raise ValidationError(
                _(
                    "The pace of %(name)s is four numbers of days, none smaller than the one before."
                ),
                params={"name": self.name},
            )
        return self.cleaned_data

    @property
    def seen(self) -> int | None:
        """The revision of the column that was seen."""
        return self.cleaned_data["revision"]

    def save(self, *, by: Person, reason: str = "") -> None:
        super().save(by=by, reason=reason)
        seen = None if self.is_changed("stage") else self.seen  # the stage was compared already
        if self.is_changed(*PACE):  # who types numbers means them
            days = [self.cleaned_data[field] for field in PACE]
            whole = days if None not in days else None
            self.column.set_pace(whole, by=by, expected_revision=seen)
        elif self.is_changed(AUTOMATIC) and self.cleaned_data[AUTOMATIC]:
            self.column.pace_automatically(by=by, expected_revision=seen)
        elif self.is_changed(AUTOMATIC):
            self.column.set_pace(self.column.pace, by=by, expected_revision=seen)

    def values_of(self, part: Any) -> dict[str, Any]:
        if isinstance(part, Limit):
            return super().values_of(part)
        return {field: getattr(part, field) for field in ("stage", AUTOMATIC, *PACE)}

    def say_stale(self, refusal: StalePart) -> None:
        self.SEEN = "revision" if isinstance(refusal.thing, Column) else "limit_revision"
        super().say_stale(refusal)

    def _values(self) -> dict[str, Any]:
        column = self.column
        return super()._values() | self.values_of(column)


def _pace_field() -> forms.IntegerField:
    return forms.IntegerField(
        required=False,
        min_value=1,
        max_value=LONGEST_PACE,
        show_hidden_initial=True,
        widget=forms.TextInput({"inputmode": "numeric", "class": "input--pace"}),
    )
