"""The smaller parts of a board: revise it, its lanes, classes and labels. Each change is an event."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, TypedDict, Unpack

from django.db import models
from django.utils.translation import gettext as _

from board.models.event import Kind
from board.models.label import Label
from board.models.lane import Lane
from board.models.parts import checked
from board.models.placing import send
from board.models.refusals import NotHere, NotPossible
from board.models.service_class import ServiceClass

if TYPE_CHECKING:
    from board.models.board import Board
    from board.models.person import Person


class BoardTerms(TypedDict, total=False):
    """What may be said of a board; what is not named stays as it is."""

    name: str
    time_zone: str
    days_off: list[int]
    holidays_of: str


class Arranging(models.Model):
    """The side of a board that names its parts."""

    class Meta:
        abstract = True

    def revise(self: "Board", *, by: "Person", **said: Unpack[BoardTerms]) -> "Board":
        """Say something else of the board itself. Raises ValidationError."""
        with self.turn(by=by) as turn:
            board = turn.board
            changed: dict[str, Any] = {
                what: new for what, new in said.items() if getattr(board, what) != new
            }
            if changed:
                was = {what: getattr(board, what) for what in changed}
                for what, new in changed.items():
                    setattr(board, what, new)
                board.full_clean()
                board.save(update_fields=list(changed))
                turn.record(Kind.BOARD_CHANGED, was=was, **changed)
        return board

    def rename_lane(self: "Board", lane: Lane, name: str, *, by: "Person") -> Lane:
        with self.turn(by=by) as turn:
            lane = turn.shape.lane(lane)
            if lane.name != name:
                was, lane.name = lane.name, name
                checked(lane)
                turn.record(Kind.LANE_CHANGED, lane=lane.pk, was=was, name=name)
        return lane

    def line_up_lanes(self: "Board", lanes: Sequence[Lane], *, by: "Person") -> list[Lane]:
        """Let all the lanes stand in this order. Raises NotPossible unless each is named once."""
        with self.turn(by=by) as turn:
            now = list(turn.shape.lanes.values())
            order = [turn.shape.lane(lane) for lane in lanes]
            if len(order) != len(now) or {*order} != {*now}:
                raise NotPossible(_("The lanes have changed since you looked. Look again."))
            if order != now:
                for position, lane in enumerate(order):
                    lane.position = position
                Lane.objects.bulk_update(order, ["position"])
                turn.record(Kind.LANE_CHANGED, order=[lane.pk for lane in order])
        return order

    def archive_lane(self: "Board", lane: Lane, *, by: "Person", cards_to: Lane) -> None:
        """Take a lane off the board; its cards go to another one, never refused.

        Raises NotPossible for the only lane. A limit on this lane alone is lifted.
        """
        with self.turn(by=by) as turn:
            lane = turn.shape.lane(lane)
            if lane.pk == turn.shape.lane(cards_to).pk:
                raise NotPossible(_("Say where the cards of %(name)s go.") % {"name": lane.name})
            cards = list(lane.cards.on_the_board().in_order())
            send(turn, cards, lane=cards_to, reason=_("Its lane was archived"))
            for limit in turn.shape.limits:
                if limit.lane_id == lane.pk:
                    turn.board.remove_limit(limit, by=by)
            lane.archived_at = turn.at
            lane.save(update_fields=["archived_at"])
            turn.record(Kind.LANE_ARCHIVED, lane=lane.pk, name=lane.name)

    def revise_class(
        self: "Board",
        service_class: ServiceClass,
        *,
        by: "Person",
        name: str,
        apart_from_limits: bool,
    ) -> ServiceClass:
        """Name a class of service, and say whether limits count its cards. Moves nothing."""
        with self.turn(by=by) as turn:
            treated = turn.shape.service_class(service_class)
            if (treated.name, treated.apart_from_limits) != (name, apart_from_limits):
                treated.name, treated.apart_from_limits = name, apart_from_limits
                checked(treated)
                turn.record(
                    Kind.CLASS_CHANGED, service_class=treated.pk, name=name, apart=apart_from_limits
                )
        return treated

    def add_label(self: "Board", name: str, *, by: "Person") -> Label:
        """A new label, on no card yet. Raises ValidationError if the name is taken."""
        with self.turn(by=by) as turn:
            label = checked(Label(board=turn.board, name=name))
            turn.record(Kind.LABEL_ADDED, label=label.pk, name=name)
        return label

    def rename_label(self: "Board", label: Label, name: str, *, by: "Person") -> Label:
        with self.turn(by=by) as turn:
            label = _label_here(turn.board, label)
            if label.name != name:
                was, label.name = label.name, name
                checked(label)
                turn.record(Kind.LABEL_CHANGED, label=label.pk, was=was, name=name)
        return label

    def remove_label(self: "Board", label: Label, *, by: "Person") -> None:
        """Take a label off every card and away."""
        with self.turn(by=by) as turn:
            label = _label_here(turn.board, label)
            turn.record(Kind.LABEL_REMOVED, label=label.pk, name=label.name)
            label.delete()


def _label_here(board: "Board", label: Label) -> Label:
    found = board.labels.filter(pk=label.pk).first()
    if found is None:
        raise NotHere(_("The label %(name)s is not on this board.") % {"name": label.name})
    return found
