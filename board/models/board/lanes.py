"""The lanes of a board: add, rename, order, archive. Each change is an event."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext as _

from board.models.card.moves import send
from board.models.checks import checked
from board.models.event import Kind
from board.models.lane import Lane
from board.models.name import folded
from board.models.refusals import NotPossible
from board.models.revision import check_revision

if TYPE_CHECKING:
    from board.models.board.board import Board
    from board.models.people.person import Person


class BoardLanes(models.Model):
    """The verbs of a board for its lanes."""

    class Meta:
        abstract = True

    def add_lane(self: "Board", name: str, *, by: "Person") -> Lane:
        """Add a lane below the others. Raises ValidationError if the name is taken."""
        with self.turn(by=by) as turn:
            Lane.MOST.check(len(turn.shape.lanes))
            lane = checked(Lane(board=turn.board, name=name, position=len(turn.shape.lanes)))
            turn.record(Kind.LANE_ADDED, lane=lane.pk, name=lane.name)
        return lane

    def rename_lane(
        self: "Board", lane: Lane, name: str, *, by: "Person", expected_revision: int | None = None
    ) -> Lane:
        with self.turn(by=by) as turn:
            lane = turn.shape.lane(lane)
            check_revision(lane, expected_revision)
            name = folded(name)
            if lane.name != name:
                was, lane.name = lane.name, name
                lane.revision += 1
                checked(lane)
                turn.record(Kind.LANE_CHANGED, lane=lane.pk, was=was, name=name)
        return lane

    def line_up_lanes(self: "Board", lanes: Sequence[Lane], *, by: "Person") -> list[Lane]:
        """Put all lanes in this order. Raises NotPossible unless each is named once."""
        with self.turn(by=by) as turn:
            now = list(turn.shape.lanes.values())
            order = [turn.shape.lane(lane) for lane in lanes]
            if len(order) != len(now) or {*order} != {*now}:
                raise NotPossible(
                    _("The lanes have changed since you saw them. Load the page again.")
                )
            if order != now:
                for position, lane in enumerate(order):
                    lane.position = position
                Lane.objects.bulk_update(order, ["position"])
                turn.record(Kind.LANE_CHANGED, order=[lane.pk for lane in order])
        return order

    def archive_lane(self: "Board", lane: Lane, *, by: "Person", cards_to: Lane) -> None:
        """Archive a lane; its cards go to another one, never refused.

        Raises NotPossible for the only lane. A limit on this lane alone is lifted.
        """
        with self.turn(by=by) as turn:
            lane = turn.shape.lane(lane)
            if lane.pk == turn.shape.lane(cards_to).pk:
                raise NotPossible(_("Choose where the cards of %(name)s go.") % {"name": lane.name})
            cards = list(lane.cards.on_the_board().in_order())
            send(turn, cards, lane=cards_to, reason=_("Its lane was archived"))
            for limit in turn.shape.limits:
                if limit.lane_id == lane.pk:
                    turn.board.remove_limit(limit, by=by)
            lane.archived_at = turn.at
            lane.save(update_fields=["archived_at"])
            turn.record(Kind.LANE_ARCHIVED, lane=lane.pk, name=lane.name)
