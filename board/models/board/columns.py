"""The columns of a board: add one, put them in order. Each change is an event.

The settings of one column are changed in `board.models.column.edits`.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext as _

from board.models.board.turn import Turn
from board.models.checks import checked
from board.models.column.column import Column
from board.models.column.edits import count_again
from board.models.column.stages import Stage, check_stages
from board.models.event import Kind
from board.models.refusals import NotPossible
from board.models.revision import check_revision

if TYPE_CHECKING:
    from board.models.board.board import Board
    from board.models.people.person import Person


class BoardColumns(models.Model):
    """The verbs of a board for its columns."""

    class Meta:
        abstract = True

    def add_column(
        self: "Board",
        name: str,
        stage: str,
        *,
        by: "Person",
        before: Column | None = None,
    ) -> Column:
        """Add a column before another one, or as the last of its stage.

        Raises ValidationError if the name is taken or the stages would be out of order.
        """
        with self.turn(by=by) as turn:
            columns = list(turn.shape.columns.values())
            Column.MOST.check(len(columns))
            column = Column(board=turn.board, name=name, stage=stage, position=0)
            at = columns.index(turn.shape.column(before)) if before else _end_of(stage, columns)
            columns.insert(at, column)
            check_stages([each.stage for each in columns])
            for position, each in enumerate(columns):
                each.position = position
                checked(each)
            turn.record(Kind.COLUMN_ADDED, column=column.pk, name=column.name, stage=stage)
        return column

    def line_up(
        self: "Board",
        steps: Sequence[tuple[Column, str]],
        *,
        by: "Person",
        seen: Mapping[int, int] = MappingProxyType({}),
        was: Sequence[int] = (),
    ) -> list[Column]:
        """Put all columns in this order and give them these stages, as one change.

        `was` is the order that the caller saw, by ids; `seen` has the revision of each column that
        the caller saw, by its id. A new stage recomputes the dates of every card.
        Raises NotPossible unless each column of the board is named once and the order still is what
        it `was`; ValidationError if the stages would be out of order; StalePart for a new stage of
        a column that has changed since the revision that was `seen`.
        """
        with self.turn(by=by) as turn:
            now = list(turn.shape.columns.values())
            order = [turn.shape.column(column) for column, _stage in steps]
            moved = bool(was) and order != now and [each.pk for each in now] != [*was]
            if moved or len(order) != len(now) or {*order} != {*now}:
                raise NotPossible(
                    _("The columns have changed since you saw them. Load the page again.")
                )
            check_stages([stage for _column, stage in steps])
            _put_in_order(order)
            if order != now:
                turn.record(Kind.COLUMN_CHANGED, order=[column.pk for column in order])
            staged = [(each, stage) for each, (_c, stage) in zip(order, steps, strict=True)]
            for column, stage in staged:
                if column.stage != stage:
                    check_revision(column, seen.get(column.pk))
            if _set_stages(turn, staged):
                count_again(turn)
        return order


def _put_in_order(columns: list[Column]) -> None:
    """Set the positions of these columns to their order here."""
    for position, column in enumerate(columns):
        column.position = position
    Column.objects.bulk_update(columns, ["position"])


def _set_stages(turn: Turn, steps: Sequence[tuple[Column, str]]) -> list[Column]:
    """Give these columns their stages; returns those that had another."""
    changed = []
    for column, stage in steps:
        if column.stage != stage:
            was, column.stage = column.stage, stage
            column.revision += 1
            turn.record(Kind.COLUMN_CHANGED, column=column.pk, was={"stage": was}, stage=stage)
            changed.append(column)
    Column.objects.bulk_update(changed, ["stage", "revision"])
    return changed


def _end_of(stage: str, columns: list[Column]) -> int:
    """Where the columns up to this stage end."""
    earlier = {
        Stage.QUEUE: {Stage.QUEUE},
        Stage.ACTIVE: {Stage.QUEUE, Stage.ACTIVE, Stage.WAITING},
        Stage.WAITING: {Stage.QUEUE, Stage.ACTIVE, Stage.WAITING},
        Stage.DONE: set(Stage),
    }[Stage(stage)]
    return sum(1 for column in columns if column.stage in earlier)
