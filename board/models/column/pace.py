"""The pace of a column: set by a person, or proposed from its history.

The board never computes a pace itself: `flow.metrics` proposes it.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from board.models.event import Kind
from board.models.revision import check_revision

if TYPE_CHECKING:
    from board.models.board.turn import Turn
    from board.models.column.column import Column
    from board.models.people.person import Person

PACE = ("pace_50", "pace_70", "pace_85", "pace_95")
NO_PACE: list[int | None] = [None] * len(PACE)


class ColumnPaceEdits(models.Model):
    """Set the pace of a column."""

    class Meta:
        abstract = True

    def set_pace(
        self: "Column",
        days: Sequence[int] | None,
        *,
        by: "Person",
        expected_revision: int | None = None,
    ) -> "Column":
        """Set the ages in days by which 50, 70, 85 and 95 % of finished cards had left; None: unknown.

        From now on no proposal changes it. Raises ValidationError unless there are four ages, from
        1 up, none below the one before it.
        """
        _check(days)
        with self.board.turn(by=by) as turn:
            column = turn.shape.column(self)
            check_revision(column, expected_revision)
            return _pace(turn, column, days, is_automatic=False)

    def pace_automatically(
        self: "Column", *, by: "Person", expected_revision: int | None = None
    ) -> "Column":
        """Let the pace be what the history of the column proposes."""
        with self.board.turn(by=by) as turn:
            column = turn.shape.column(self)
            check_revision(column, expected_revision)
            return _pace(turn, column, column.pace, is_automatic=True)

    def propose_pace(self: "Column", days: Sequence[int] | None) -> "Column":
        """Set the pace that the history gives, unless a person has set one."""
        _check(days)
        with self.board.turn(by=None) as turn:
            column = turn.shape.column(self)
            if column.pace_is_automatic:
                _pace(turn, column, days, is_automatic=True)
            return column


def _check(days: Sequence[int] | None) -> None:
    if days is not None and (len(days) != 4 or sorted(days) != [*days] or days[0] < 1):
        raise ValidationError(
            _("A pace is four numbers of days, none smaller than the one before.")
        )


def _pace(
    turn: "Turn", column: "Column", days: Sequence[int] | None, *, is_automatic: bool
) -> "Column":
    now = None if days is None else tuple(days)
    if (column.pace, column.pace_is_automatic) == (now, is_automatic):
        return column
    changes: dict[str, Any] = {}
    if column.pace != now:
        changes["pace"] = days and list(days)
    if column.pace_is_automatic != is_automatic:
        changes["pace_is_automatic"] = is_automatic
    for field, value in zip(PACE, days or NO_PACE, strict=True):
        setattr(column, field, value)
    column.pace_is_automatic = is_automatic
    column.revision += turn.by is not None  # a proposal is not a setting by a person
    column.save(update_fields=[*PACE, "pace_is_automatic", "revision"])
    turn.record(Kind.COLUMN_CHANGED, column=column.pk, **changes)
    return column
