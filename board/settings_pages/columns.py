"""The columns of a board: all of them in one table, a new one, and the words of one."""

from collections.abc import Collection
from functools import cached_property
from itertools import groupby
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import QueryDict
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from board.forms.board import BIGGEST, PartField
from board.forms.trying import tried
from board.models import Board, Column, Limit, Mode, Person, Stage, StalePart
from board.models.column.pace import PACE
from board.models.words import is_number
from board.settings_pages.limits import why_raised
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
            initial=self._said(),
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
        """What a limit like this does, in plain words; "" if there is none."""
        if not self.is_bound:
            return self.limit.sentence if self.limit else ""
        if not self.is_valid() or self.cleaned_data["maximum"] is None:
            return ""
        said = self.cleaned_data
        own = self.limit or Limit()
        return self.board.shape.sketch(
            self.columns,
            maximum=said["maximum"],
            mode=said["mode"] or own.mode,
            counts_blocked=own.counts_blocked,
            members_may_override=own.members_may_override,
        ).sentence

    def save(self, *, by: Person, reason: str = "") -> None:
        if self.is_changed("maximum", "mode"):
            said = self.cleaned_data
            mode = said["mode"] or None
            self.board.limit_columns(
                self.columns,
                said["maximum"],
                by=by,
                mode=mode,
                expected_revision=said["limit_revision"],
                reason=reason,
            )

    def said_by(self, part: Any) -> dict[str, Any]:
        return {"maximum": part.maximum, "mode": part.mode}

    def is_changed(self, *fields: str) -> bool:
        return bool({*fields} & {*self.changed_data})

    def clean_maximum(self) -> int | None:
        return self.cleaned_data["maximum"] if self.takes_limit else self.initial["maximum"]

    def _said(self) -> dict[str, Any]:
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
        """What was chosen; or, if nobody chose, what it is."""
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

    def said_by(self, part: Any) -> dict[str, Any]:
        if isinstance(part, Limit):
            return super().said_by(part)
        return {field: getattr(part, field) for field in ("stage", AUTOMATIC, *PACE)}

    def say_stale(self, refusal: StalePart) -> None:
        self.SEEN = "revision" if isinstance(refusal.thing, Column) else "limit_revision"
        super().say_stale(refusal)

    def _said(self) -> dict[str, Any]:
        column = self.column
        return super()._said() | self.said_by(column)


class ColumnsForm(forms.Form):
    """All the columns, in the order in which their rows came.

    `move` asks for a column to change places with its neighbour: "12:up".
    """

    reason = why_raised()

    def __init__(self, board: Board, data: QueryDict | None = None):
        super().__init__(data)
        self.board = board
        self._saving: GateRow | None = None
        self.rows = [ColumnRow(board, column, data) for column in self._in_order(data)]
        self.pairs = {
            row_of[0].column.pk: GateRow(board, [row.column for row in row_of], group, data)
            for group, row_of in self._grouped()
            if group and len(row_of) > 1
        }

    def is_valid(self) -> bool:
        return all(row.is_valid() for row in self._all) and super().is_valid()

    def save(self, *, by: Person) -> bool:
        """Change what was changed, all of it or nothing; False if something is wrong."""
        if self.is_valid():
            with tried(self), transaction.atomic():
                self.board.line_up(
                    [(row.column, row.stage_now) for row in self.rows],
                    by=by,
                    seen={row.column.pk: row.seen for row in self.rows if row.seen is not None},
                    was=self.was,
                )
                for row in self._all:
                    self._saving = row
                    row.save(by=by, reason=self.cleaned_data["reason"])
        return not self.errors and all(not row.errors for row in self._all)

    def say_stale(self, refusal: StalePart) -> None:
        """Let the row say it that was about to be saved; a stage is saved with the order."""
        rows = {row.column.pk: row for row in self.rows}
        row: GateRow = self._saving or rows[refusal.thing.pk]
        row.say_stale(refusal)

    @property
    def is_stale(self) -> bool:
        return any(row.is_stale for row in self._all)

    @property
    def was(self) -> list[int]:
        """The order of the columns as their reader saw it, by id."""
        if self.is_bound:
            seen: Any = self.data
            return [int(pk) for pk in seen.getlist("was") if is_number(pk)]
        return list(self.board.shape.columns)

    @property
    def complaints(self) -> list[str]:
        """What is wrong, in one list above the table."""
        found = [str(words) for words in self.non_field_errors()]
        for row in self._all if self.is_bound else []:
            found += [str(words) for words in row.non_field_errors()]
            for name, errors in row.errors.items():
                if name in row.fields:
                    found += [f"{row.fields[name].widget.attrs['aria-label']}: {errors[0]}"]
        return found

    @cached_property
    def moved(self) -> str:
        """The column that was asked to change places."""
        return self.data.get("move", "").partition(":")[0]

    @property
    def _all(self) -> list[GateRow]:
        return [*self.rows, *self.pairs.values()]

    def _in_order(self, data: QueryDict | None) -> list[Column]:
        columns = self.board.shape.columns
        if data is None:
            return list(columns.values())
        asked = [int(pk) for pk in data.getlist("column") if is_number(pk)]
        if asked == self.was:  # nobody put them in another order here, but perhaps elsewhere
            asked = list(columns)
        order = [columns[pk] for pk in dict.fromkeys(asked) if pk in columns]
        pk, _colon, way = data.get("move", "").partition(":")
        at = next((at for at, column in enumerate(order) if str(column.pk) == pk), None)
        if at is not None:
            to = max(at - 1, 0) if way == "up" else at + 1
            order.insert(to, order.pop(at))
        return order

    def _grouped(self) -> list[tuple[str, list[ColumnRow]]]:
        """The rows of each group that stand side by side."""
        runs = groupby(self.rows, key=lambda row: row.column.group)
        return [(group, list(rows)) for group, rows in runs]


def gate_row(column: Column, data: QueryDict) -> GateRow:
    """What came of the limit on this column, or on the pair that begins with it."""
    pair = ColumnsForm(column.board).pairs.get(column.pk)
    if pair and f"{pair.prefix}-maximum" in data:
        return GateRow(column.board, pair.columns, pair.name, data)
    return GateRow(column.board, [column], column.name, data)


class NewColumnForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=60)
    stage = forms.ChoiceField(label=_("Stage"), choices=Stage, initial=Stage.ACTIVE)

    def __init__(self, *args, board: Board, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["before"] = PartField(
            board.shape.columns.values(),
            label=_("Before"),
            required=False,
            nothing=_("as the last of its stage"),
        )


class ColumnForm(SeenForm, forms.ModelForm):
    """What a column is called and what is agreed on there."""

    class Meta:
        model = Column
        fields = ["name", "group", "policy"]
        widgets = {"policy": forms.Textarea({"rows": 5})}
        labels = {"group": _("Under one header"), "policy": _("Policy")}
        help_texts = {
            "group": _(
                "Columns side by side with the same word here share a header and a limit: "
                "Build, for Build Doing and Build Done."
            ),
            "policy": _("When may a card leave this column? It is shown at the column's head."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["expected_revision"] = SeenRevision(self.instance.revision)

    def said_by(self, part: Column) -> dict[str, Any]:
        return {name: getattr(part, name) for name in self.Meta.fields}


class ArchiveColumnForm(forms.Form):
    """Where the cards of a column go when it leaves the board."""

    def __init__(self, *args, column: Column, **kwargs):
        super().__init__(*args, **kwargs)
        others = [each for each in column.board.shape.columns.values() if each.pk != column.pk]
        self.fields["cards_to"] = PartField(
            others, label=_("Its cards go to"), required=False, nothing=_("nowhere, it is empty")
        )


def _pace_field() -> forms.IntegerField:
    return forms.IntegerField(
        required=False,
        min_value=1,
        max_value=LONGEST_PACE,
        show_hidden_initial=True,
        widget=forms.TextInput({"inputmode": "numeric", "class": "input--pace"}),
    )
