"""Undo: a card's last move is taken back, as if it had not been."""

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext as _

from board.models.event import Event, Kind
from board.models.facts import facts_of
from board.models.gate import Change
from board.models.ordering import same_or_next
from board.models.place import Place
from board.models.refusals import NotPossible, StaleCard
from board.models.turn import PLAIN, Terms, Turn

if TYPE_CHECKING:
    from board.models.card import Card
    from board.models.person import Person


class Undoing(models.Model):
    """The side of a card that goes back to where it was; the log keeps both.

    Every verb raises StaleCard if anything happened to the card since. It is a pull like any other.
    """

    class Meta:
        abstract = True

    def undo(self: "Card", *, by: "Person", terms: Terms = PLAIN) -> "Card":
        """Take back the card's last move."""
        with self.board.turn(by=by, terms=terms) as turn:
            [card] = turn.take(self)
            if turn.done_before:
                return card
            last = card._last_move()
            goal = card._place_before(turn, last)
            turn.ask(Change(card, card.place, goal))
            card._take_back(turn, last, goal)
        return card

    def undo_swap(
        self: "Card", other: "Card", *, by: "Person", terms: Terms = PLAIN
    ) -> tuple["Card", "Card"]:
        """Take back that these two have changed places, as one change."""
        with self.board.turn(by=by, terms=terms) as turn:
            [card, other] = turn.take(self, other)
            if turn.done_before:
                return card, other
            swapped = [(each, each._last_move()) for each in (card, other)]
            if not _is_one_swap(*(last for _card, last in swapped)):
                raise NotPossible(_("%(card)s has not been swapped.") % {"card": card})
            back = [(each, last, each._place_before(turn, last)) for each, last in swapped]
            turn.ask(*(Change(each, each.place, goal) for each, _last, goal in back))
            for each, last, goal in back:
                each._take_back(turn, last, goal)
        return card, other

    def is_as_left_by(self: "Card", move: Event) -> bool:
        """Whether nothing happened to the card since this move of it."""
        return move.data["version"] == self.version

    def _last_move(self: "Card") -> Event:
        """The last thing that happened to this card, if that was a move."""
        last = self.events.moves().last()
        if last is None:
            raise NotPossible(_("%(card)s has not been moved.") % {"card": self})
        if not self.is_as_left_by(last):
            raise StaleCard(self)
        return last

    def _place_before(self: "Card", turn: Turn, last: Event) -> Place:
        was = last.data["was"]
        column = turn.shape.column_with_id(was["column"])
        if was["lane"] != self.lane_id:
            turn.shape.must_have_lane(was["lane"])
        return replace(self.place, column_id=column.pk, lane_id=was["lane"])

    def _take_back(self: "Card", turn: Turn, last: Event, goal: Place) -> None:
        column = turn.shape.columns[goal.column_id]
        if goal != self.place:
            self._take_stay_back(turn.at)
        self.column, self.lane_id = column, goal.lane_id
        self.rank = same_or_next(column, self, last.data["was"]["rank"])
        self._count_again(turn, without=last)
        self._save_place()
        turn.record(Kind.UNDONE, self, undid=last.number, version=self.version)

    def _take_stay_back(self: "Card", at: datetime) -> None:
        """Void the open stay; the one before it continues."""
        counted = self.stays.filter(voided_at=None)
        counted.filter(left_at=None).update(voided_at=at)
        earlier = counted.exclude(left_at=None).latest("left_at", "pk")
        earlier.left_at = None
        earlier.save(update_fields=["left_at"])

    def _count_again(self: "Card", turn: Turn, *, without: Event) -> None:
        """Arrival, start and finish from the stays: the stages may have changed since an event."""
        columns = {column.pk: column for column in turn.board.columns.all()}
        returned = self.events.exclude(pk=without.pk).returns().get(self.pk)
        facts = facts_of(list(self.stays.counted()), columns, returned)
        self.arrived_at, self.started_at, self.finished_at = facts


def _is_one_swap(one: Event, other: Event) -> bool:
    """Whether these two were recorded by one swap: side by side, at the same moment."""
    kinds = {one.kind, other.kind}
    return kinds == {Kind.SWAPPED} and abs(one.number - other.number) == 1 and one.at == other.at
