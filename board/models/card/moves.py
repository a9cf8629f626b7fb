"""Move a card: move, swap, reopen, return to the backlog."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.translation import gettext as _

from board.models.board.turn import PLAIN, Terms, Turn
from board.models.card.order import gap, rank_at
from board.models.card.stay import Stay
from board.models.event import Kind
from board.models.limit.gate import PlaceChange
from board.models.refusals import NotPossible
from board.sql.prepared import prepared

if TYPE_CHECKING:
    from board.models.card.card import Card
    from board.models.column.column import Column
    from board.models.lane import Lane
    from board.models.people.person import Person

PLACE_OF_A_CARD = (
    *("column_id", "lane_id", "rank", "version", "revision"),
    *("arrived_at", "started_at", "finished_at"),
)
SAVE_PLACE = f"""
    UPDATE board_card SET {", ".join(f"{name} = %({name})s" for name in PLACE_OF_A_CARD)}
    WHERE id = %(card)s
"""
# The next stay is read from the one that ends, so that they are never open at the same time.
SAVE_PLACE_AND_STAY = f"""
    WITH placed AS ({SAVE_PLACE}), ended AS (
        UPDATE board_stay SET left_at = %(at)s
        WHERE card_id = %(card)s AND left_at IS NULL AND voided_at IS NULL
        RETURNING card_id
    )
    INSERT INTO board_stay (card_id, column_id, lane_id, entered_at)
    SELECT card_id, %(column_id)s, %(lane_id)s, %(at)s FROM ended
"""


class CardMoves(models.Model):
    """Move a card, swap it, reopen it, return it to the backlog.

    Every verb is carried out whole, or raises WipLimitReached, StaleCard, NotPossible or NotHere.
    """

    class Meta:
        abstract = True

    def move_to(
        self: "Card",
        column: "Column",
        *,
        by: "Person | None",
        lane: "Lane | None" = None,
        before: "Card | None" = None,
        after: "Card | None" = None,
        terms: Terms = PLAIN,
    ) -> "Card":
        """Pull this card into a column, next to another card or at the end.

        A neighbour that is gone, or is the card itself, is ignored. A move to the place of the
        card changes nothing.
        """
        with self.board.turn(by=by, terms=terms) as turn:
            [card] = turn.take(self)
            if turn.done_before:
                return card
            card.must_be_on_the_board()
            column = turn.shape.column(column)
            lane_id = turn.shape.lane(lane).pk if lane else card.lane_id
            goal = replace(card.place, column_id=column.pk, lane_id=lane_id)
            moves = goal != card.place
            before, after = (None if beside == card else beside for beside in (before, after))
            if not moves and before is None and after is None:
                return card
            low, high = gap(column, card, before, after)
            if not moves and (low or "") < card.rank and (high is None or card.rank < high):
                return card
            turn.ask(PlaceChange(card, card.place, goal))
            card.go(turn, Kind.MOVED, column, lane_id, rank_at(column, (low, high)))
        return card

    def move_to_top(self: "Card", *, by: "Person | None") -> "Card":
        """Move this card to the top of its column."""
        with self.board.turn(by=by) as turn:
            [card] = turn.take(self)
            card.must_be_on_the_board()
            column = turn.shape.columns[card.column_id]
            first = column.cards.on_the_board().in_order().first()
            return card.move_to(column, before=first, by=by)

    def swap_with(
        self: "Card", other: "Card", *, by: "Person", terms: Terms = PLAIN
    ) -> tuple["Card", "Card"]:
        """Swap places with another card, as one change: column, lane and rank."""
        with self.board.turn(by=by, terms=terms) as turn:
            if self.pk == other.pk:
                raise NotPossible(_("A card cannot change places with itself."))
            [card, other] = turn.take(self, other)
            if turn.done_before:
                return card, other
            card.must_be_on_the_board()
            other.must_be_on_the_board()
            turn.ask(*card.swaps(other))
            here, there = card.where, other.where
            card.go(turn, Kind.SWAPPED, turn.shape.columns[there[0]], *there[1:])
            other.go(turn, Kind.SWAPPED, turn.shape.columns[here[0]], *here[1:])
        return card, other

    def reopen(
        self: "Card",
        *,
        by: "Person",
        column: "Column | None" = None,
        terms: Terms = PLAIN,
    ) -> "Card":
        """Reopen a finished card, in the column where it was last worked on unless one is named."""
        with self.board.turn(by=by, terms=terms) as turn:
            [card] = turn.take(self)
            if turn.done_before:
                return card
            card.must_be_on_the_board()
            if card.finished_at is None:
                raise NotPossible(_("%(card)s is not finished.") % {"card": card})
            column = column or card._last_column(turn, lambda each: each.is_in_progress)
            column = turn.shape.column(column or turn.shape.commitment_point)
            if column.is_done:
                raise NotPossible(_("%(column)s is a done column.") % {"column": column})
            turn.ask(PlaceChange(card, card.place, replace(card.place, column_id=column.pk)))
            card.go(
                turn,
                Kind.REOPENED,
                column,
                card.lane_id,
                rank_at(column, gap(column, card)),
            )
        return card

    def return_to_backlog(
        self: "Card",
        *,
        by: "Person",
        column: "Column | None" = None,
        terms: Terms = PLAIN,
    ) -> "Card":
        """Return a started card to the backlog: it is an option again, without an age.

        It goes to the queue column where it was last, unless a column is named.
        """
        with self.board.turn(by=by, terms=terms) as turn:
            [card] = turn.take(self)
            if turn.done_before:
                return card
            card.must_be_on_the_board()
            if card.finished_at is not None:
                raise NotPossible(_("%(card)s is finished. Reopen it first.") % {"card": card})
            column = column or card._last_column(turn, lambda each: not each.is_started)
            column = turn.shape.column(column or turn.shape.backlog)
            if column.is_started:
                raise NotPossible(_("%(column)s is not a queue column.") % {"column": column})
            if card.started_at is None and card.column_id == column.pk:
                return card
            turn.ask(PlaceChange(card, card.place, replace(card.place, column_id=column.pk)))
            stays = card.column_id == column.pk
            place = card.rank if stays else rank_at(column, gap(column, card))
            card.go(turn, Kind.RETURNED, column, card.lane_id, place)
        return card

    def swaps(self: "Card", other: "Card") -> list[PlaceChange]:
        """Return the changes of place that a swap with another card consists of."""
        here, there = self.place, other.place
        return [
            PlaceChange(
                self,
                here,
                replace(here, column_id=there.column_id, lane_id=there.lane_id),
            ),
            PlaceChange(
                other,
                there,
                replace(there, column_id=here.column_id, lane_id=here.lane_id),
            ),
        ]

    def must_be_on_the_board(self: "Card") -> None:
        if self.archived_at is not None:
            raise NotPossible(_("%(card)s is archived. Restore it first.") % {"card": self})

    @property
    def where(self: "Card") -> tuple[int, int, str]:
        """Column, lane and rank."""
        return self.column_id, self.lane_id, self.rank

    @property
    def cell(self: "Card") -> dict[str, Any]:
        """Column and lane, as the log holds them."""
        return {"column": self.column_id, "lane": self.lane_id}

    def go(
        self: "Card",
        turn: Turn,
        kind: Kind,
        column: "Column",
        lane_id: int,
        new_rank: str,
    ) -> None:
        """Close the stay, open the next, update the facts and record; the limits were asked before."""
        was = self.cell | {"rank": self.rank}  # undo goes there
        leaves = (self.column_id, self.lane_id) != (column.pk, lane_id)
        if kind == Kind.RETURNED:
            self.started_at = None
        self.settle_in(column, turn.at)
        self.put_in_lane(lane_id)
        self.rank = new_rank
        self._save_place(SAVE_PLACE_AND_STAY if leaves else SAVE_PLACE, turn.at)
        turn.record(
            kind,
            self,
            was=was,
            **self.cell,
            rank=new_rank,
            version=self.version,
        )

    def settle_in(self: "Card", column: "Column", at: datetime) -> None:
        """Set column, arrival, start and finish of a card that is in this column from now on."""
        if self.column_id != column.pk:
            self.arrived_at = at
        self.column = column
        if column.is_started and self.started_at is None:
            self.started_at = at
        self.finished_at = (self.finished_at or at) if column.is_done else None

    def put_in_lane(self: "Card", lane_id: int) -> None:
        """Set the lane; a new one raises the revision of the card."""
        if self.lane_id != lane_id:
            self.lane_id = lane_id
            self.revision += 1

    def open_stay(self: "Card", at: datetime) -> None:
        Stay.objects.create(
            card=self, column_id=self.column_id, lane_id=self.lane_id, entered_at=at
        )

    def _save_place(self: "Card", statement: str, at: datetime) -> None:
        self.version += 1
        place: dict[str, Any] = {name: getattr(self, name) for name in PLACE_OF_A_CARD}
        with prepared() as cursor:
            cursor.execute(statement, place | {"card": self.pk, "at": at})

    def _last_column(self: "Card", turn: Turn, fits: "Callable[[Column], bool]") -> "Column | None":
        """Return the column of this kind where the card was last, if it is still on the board."""
        visited = self.stays.filter(voided_at=None).order_by("-entered_at", "-pk")
        for column_id in visited.values_list("column", flat=True):
            column = turn.shape.columns.get(column_id)
            if column and fits(column):
                return column
        return None


def send(
    turn: Turn,
    cards: Sequence["Card"],
    *,
    column: "Column | None" = None,
    lane: "Lane | None" = None,
    reason: str,
) -> None:
    """Move cards to a column or lane even without room: the board's own override."""
    goals = []
    for card in turn.take(*cards):
        there = column or turn.shape.columns[card.column_id]
        lane_id = lane.pk if lane else card.lane_id
        goals.append((card, there, replace(card.place, column_id=there.pk, lane_id=lane_id)))
    turn.let_in(
        *(PlaceChange(card, card.place, goal) for card, _there, goal in goals), reason=reason
    )
    for card, there, goal in goals:
        new_rank = rank_at(there, gap(there, card)) if column else card.rank
        card.go(turn, Kind.MOVED, there, goal.lane_id, new_rank)
