"""How work is done on a board: its columns, lanes and classes of service. Each change is an event."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

from board.models.column import Column
from board.models.event import Kind
from board.models.lane import Lane
from board.models.membership import Role
from board.models.refusals import NotPossible
from board.models.service_class import Service, ServiceClass
from board.models.stages import Stage, check_stages

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
                    _checked(Column(board=board, name=column, stage=stage, position=position))
                for position, lane in enumerate(lanes or [_("Standard")]):
                    _checked(Lane(board=board, name=lane, position=position))
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
                _checked(each)
            turn.record(Kind.COLUMN_ADDED, column=column.pk, name=name, stage=stage)
        return column

    def add_lane(self: "Board", name: str, *, by: "Person") -> Lane:
        """A new row below the others. Raises ValidationError if the name is taken."""
        with self.turn(by=by) as turn:
            lane = _checked(Lane(board=turn.board, name=name, position=len(turn.shape.lanes)))
            turn.record(Kind.LANE_ADDED, lane=lane.pk, name=name)
        return lane

    def class_of(self: "Board", kind: Service) -> ServiceClass:
        """The board's class of service of this kind; raise NotPossible if it has none."""
        for each in self.shape.service_classes.values():
            if each.kind == kind:
                return each
        raise NotPossible(_("This board has no such class of service."))


Part = Column | Lane


def _checked(part):
    """Save a part of a board; a name that is taken or empty is a ValidationError."""
    try:
        part.full_clean()
    except ValidationError as error:
        if NON_FIELD_ERRORS not in error.error_dict:
            raise
        taken = _("%(name)s is there already.") % {"name": part.name}
        raise ValidationError({"name": taken}) from error
    part.save()
    return part


def _end_of(stage: str, columns: list[Column]) -> int:
    """Where the columns up to this stage end."""
    earlier = {
        Stage.QUEUE: {Stage.QUEUE},
        Stage.ACTIVE: {Stage.QUEUE, Stage.ACTIVE, Stage.WAITING},
        Stage.WAITING: {Stage.QUEUE, Stage.ACTIVE, Stage.WAITING},
        Stage.DONE: set(Stage),
    }[Stage(stage)]
    return sum(1 for column in columns if column.stage in earlier)
