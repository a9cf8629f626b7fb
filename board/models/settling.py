"""How work is done on a board: its columns, lanes and classes of service. Each change is an event."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import models, transaction
from django.utils.translation import gettext as _

from board.models.column import Column
from board.models.event import Kind
from board.models.lane import Lane
from board.models.membership import Role
from board.models.parts import checked
from board.models.refusals import NotPossible
from board.models.service_class import Service, ServiceClass
from board.models.shaping import count_again
from board.models.stages import Stage, check_stages
from board.models.turn import Turn

if TYPE_CHECKING:
    from board.models.board import Board
    from board.models.person import Person


class Settling(models.Model):
    """The side of a board that says how work is done on it."""

    class Meta:
        abstract = True

    @classmethod
    def make(
        cls: "type[Board]",
        name: str,
        *,
        key: str,
        by: "Person",
        columns: Sequence[tuple[str, str]],
        lanes: Sequence[str] = (),
        time_zone: str = "UTC",
    ) -> "Board":
        """A new board with these columns (name and stage, left to right); who makes it leads it.

        Raises ValidationError for a bad key, name, zone, or stages that are out of order.
        """
        check_stages([stage for _name, stage in columns])
        board = cls(name=name, key=key, time_zone=time_zone)
        board.full_clean()
        with transaction.atomic():
            board.save()
            with board.turn(by=by) as turn:
                board = turn.board
                for position, (column, stage) in enumerate(columns):
                    checked(Column(board=board, name=column, stage=stage, position=position))
                for position, lane in enumerate(lanes or [_("Standard")]):
                    checked(Lane(board=board, name=lane, position=position))
                for position, kind in enumerate(Service):
                    board.service_classes.create(
                        name=kind.label,
                        kind=kind,
                        position=position,
                        apart_from_limits=kind == Service.EXPEDITE,
                    )
                board.memberships.create(person=by, role=Role.LEAD)
                turn.record(Kind.BOARD_MADE, name=name, key=key)
        return board

    def add_column(
        self: "Board",
        name: str,
        stage: str,
        *,
        by: "Person",
        before: Column | None = None,
    ) -> Column:
        """A new step: before another column, or as the last of its stage.

        Raises ValidationError if the name is taken or the stages would be out of order.
        """
        with self.turn(by=by) as turn:
            columns = list(turn.shape.columns.values())
            column = Column(board=turn.board, name=name, stage=stage, position=0)
            at = columns.index(turn.shape.column(before)) if before else _end_of(stage, columns)
            columns.insert(at, column)
            check_stages([each.stage for each in columns])
            for position, each in enumerate(columns):
                each.position = position
                checked(each)
            turn.record(Kind.COLUMN_ADDED, column=column.pk, name=name, stage=stage)
        return column

    def line_up(
        self: "Board", steps: Sequence[tuple[Column, str]], *, by: "Person"
    ) -> list[Column]:
        """Let all the columns stand in this order and with these stages, as one change.

        Raises NotPossible unless each column of the board is named once, ValidationError if the
        stages would be out of order. Another stage counts every card again.
        """
        with self.turn(by=by) as turn:
            now = list(turn.shape.columns.values())
            order = [turn.shape.column(column) for column, _stage in steps]
            if len(order) != len(now) or {*order} != {*now}:
                raise NotPossible(_("The columns have changed since you looked. Look again."))
            check_stages([stage for _column, stage in steps])
            _put_in_order(order)
            if order != now:
                turn.record(Kind.COLUMN_CHANGED, order=[column.pk for column in order])
            staged = [(each, stage) for each, (_c, stage) in zip(order, steps, strict=True)]
            if _stage_anew(turn, staged):
                count_again(turn)
        return order

    def add_lane(self: "Board", name: str, *, by: "Person") -> Lane:
        """A new row below the others. Raises ValidationError if the name is taken."""
        with self.turn(by=by) as turn:
            lane = checked(Lane(board=turn.board, name=name, position=len(turn.shape.lanes)))
            turn.record(Kind.LANE_ADDED, lane=lane.pk, name=name)
        return lane

    def class_of(self: "Board", kind: Service) -> ServiceClass:
        """The board's class of service of this kind; raise NotPossible if it has none."""
        for each in self.shape.service_classes.values():
            if each.kind == kind:
                return each
        raise NotPossible(_("This board has no such class of service."))


def _put_in_order(columns: list[Column]) -> None:
    """Give these columns the positions that they stand in."""
    for position, column in enumerate(columns):
        column.position = position
    Column.objects.bulk_update(columns, ["position"])


def _stage_anew(turn: Turn, steps: Sequence[tuple[Column, str]]) -> list[Column]:
    """Give these columns their stages; returns those that had another."""
    changed = []
    for column, stage in steps:
        if column.stage != stage:
            was, column.stage = column.stage, stage
            turn.record(Kind.COLUMN_CHANGED, column=column.pk, was={"stage": was}, stage=stage)
            changed.append(column)
    Column.objects.bulk_update(changed, ["stage"])
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
