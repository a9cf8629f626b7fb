"""Make a board, and change its name, key and calendar. Each change is an event."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, TypedDict, Unpack

from django.db import models, transaction
from django.utils.translation import gettext as _

from board.models.checks import checked
from board.models.column.column import Column
from board.models.column.stages import check_stages
from board.models.event import Kind
from board.models.lane import Lane
from board.models.name import with_folded_names
from board.models.people.membership import Role
from board.models.revision import check_revision
from board.models.service_class import Service

if TYPE_CHECKING:
    from board.models.board.board import Board
    from board.models.people.person import Person


class BoardTerms(TypedDict, total=False):
    """The settings of a board; one that is not named stays as it is."""

    name: str
    time_zone: str
    days_off: list[int]
    holidays_of: str


class BoardSettings(models.Model):
    """The verbs of a board for itself."""

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
        """Make a board with these columns (name and stage, left to right); its maker leads it.

        Raises ValidationError for a bad key, name or zone, or for stages out of order.
        """
        check_stages([stage for _name, stage in columns])
        Column.MOST.check(0, more=len(columns))
        Lane.MOST.check(0, more=len(lanes))
        cls.MOST_LED.check(cls.objects.open().led_by(by).count())
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
                turn.record(Kind.BOARD_MADE, name=board.name, key=key)
        return board

    def revise(
        self: "Board",
        *,
        by: "Person",
        expected_revision: int | None = None,
        **changes: Unpack[BoardTerms],
    ) -> "Board":
        """Change the settings of the board itself. Raises ValidationError.

        Raises StalePart if its settings have changed since the revision that was seen.
        """
        with self.turn(by=by) as turn:
            board = turn.board
            check_revision(board, expected_revision)
            changed: dict[str, Any] = {
                what: new
                for what, new in with_folded_names(type(board), changes).items()
                if getattr(board, what) != new
            }
            if changed:
                was = {what: getattr(board, what) for what in changed}
                for what, new in changed.items():
                    setattr(board, what, new)
                board.revision += 1
                board.full_clean()
                board.save(update_fields=[*changed, "revision"])
                if "time_zone" in changed:
                    for each in board.recurrences.all():
                        each.board = board
                        each.line_up(turn.at)
                        each.save(update_fields=["next_at", "waits_since"])
                turn.record(Kind.BOARD_CHANGED, was=was, **changed)
        return board
