"""Undo the last move of a card, as if it had not happened."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext as _

from board.models.board.turn import PLAIN, Terms, Turn
from board.models.card.facts import facts_of
from board.models.card.moves import SAVE_PLACE
from board.models.card.order import same_or_next
from board.models.card.place import Place
from board.models.event import Event, Kind
from board.models.limit.gate import PlaceChange
from board.models.refusals import GateRefusal, NotPossible, StaleCard

if TYPE_CHECKING:
    from board.models.card.card import Card
    from board.models.people.person import Person

A_MOMENT = timedelta(minutes=2)
NO_PLACE = [
    *(
        Kind.EDITED,
        Kind.CHECKLIST_CHANGED,
        Kind.COMMENTED,
        Kind.COMMENT_CHANGED,
        Kind.COMMENT_REMOVED,
    ),
    *(Kind.ATTACHED, Kind.DETACHED),
    *(Kind.LINKED, Kind.UNLINKED, Kind.WAIT_ENDED, Kind.WAITS_AGAIN),
    *(Kind.LABEL_ADDED, Kind.LABEL_CHANGED, Kind.LABEL_REMOVED),
    *(Kind.INVITED, Kind.INVITATION_WITHDRAWN),
    *(Kind.TEMPLATE_ADDED, Kind.TEMPLATE_CHANGED, Kind.TEMPLATE_REMOVED),
    *(Kind.RECURRENCE_ADDED, Kind.RECURRENCE_CHANGED, Kind.RECURRENCE_REMOVED),
    Kind.RECURRENCE_WAITS,
]  # what changes no count and no limit


class CardUndo(models.Model):
    """Undo a move, a swap or a split; the log keeps both.

    Every verb raises StaleCard if anything happened to the card since. An undo is a pull like any
    other, except that a person may always undo their own move at once: see `_ask_back`.
    """

    class Meta:
        abstract = True

    def undo(self: "Card", *, by: "Person", terms: Terms = PLAIN) -> "Card":
        """Undo the card's last move."""
        with self.board.turn(by=by, terms=terms) as turn:
            [card] = turn.take(self)
            if turn.done_before:
                return card
            last = card._last_move()
            if last.kind == Kind.SPLIT:
                card.take_split_back(turn, last)
                return card
            goal = card._place_before(turn, last)
            _ask_back(turn, [last], PlaceChange(card, card.place, goal))
            card._take_back(turn, last, goal)
        return card

    def undo_swap(
        self: "Card", other: "Card", *, by: "Person", terms: Terms = PLAIN
    ) -> tuple["Card", "Card"]:
        """Undo the swap of these two cards, as one change."""
        with self.board.turn(by=by, terms=terms) as turn:
            [card, other] = turn.take(self, other)
            if turn.done_before:
                return card, other
            swapped = [(each, each._last_move()) for each in (card, other)]
            if not _is_one_swap(*(last for _card, last in swapped)):
                raise NotPossible(_("%(card)s has not been swapped.") % {"card": card})
            back = [(each, last, each._place_before(turn, last)) for each, last in swapped]
            changes = (PlaceChange(each, each.place, goal) for each, _last, goal in back)
            _ask_back(turn, [last for _card, last, _goal in back], *changes)
            for each, last, goal in back:
                each._take_back(turn, last, goal)
        return card, other

    def is_as_left_by(self: "Card", move: Event) -> bool:
        """Whether nothing happened to the card since this move of it."""
        return move.data["version"] == self.version

    def _last_move(self: "Card") -> Event:
        """Return the last event of this card if it was a move or its split."""
        last = self.events.moves_and_splits().last()
        if last is None or (last.kind == Kind.SPLIT and "parts" not in last.data):
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
        column, was = turn.shape.columns[goal.column_id], self.cell
        if goal != self.place:
            self._take_stay_back(turn.at)
        self.column = column
        self.put_in_lane(goal.lane_id)
        self.rank = same_or_next(column, self, last.data["was"]["rank"])
        self._count_again(turn, without=last)
        self._save_place(SAVE_PLACE, turn.at)
        turn.record(
            Kind.UNDONE,
            self,
            undid=last.number,
            was=was,
            **self.cell,
            version=self.version,
        )

    def _take_stay_back(self: "Card", at: datetime) -> None:
        """Void the open stay; the one before it continues."""
        counted = self.stays.filter(voided_at=None)
        counted.filter(left_at=None).update(voided_at=at)
        earlier = counted.exclude(left_at=None).latest("left_at", "pk")
        earlier.left_at = None
        earlier.save(update_fields=["left_at"])

    def _count_again(self: "Card", turn: Turn, *, without: Event) -> None:
        """Recompute arrival, start and finish from the stays: the stages may have changed."""
        columns = {column.pk: column for column in turn.board.columns.all()}
        returned = self.events.exclude(pk=without.pk).returns().get(self.pk)
        facts = facts_of(list(self.stays.counted()), columns, returned)
        self.arrived_at, self.started_at, self.finished_at = facts


def _ask_back(turn: Turn, moves: list[Event], *changes: PlaceChange) -> None:
    """Ask the limits, unless the move was this person's own, a moment ago, and nothing came between.

    Then what stood before is restored, also where a limit stood above its maximum.
    """
    if _is_fresh(turn, moves):
        turn.let_in(*changes, reason=_reason_before(changes, moves) or _("a move was undone"))
        return
    try:
        turn.give_back(*changes)
    except GateRefusal as refusal:
        words = _("Cannot undo: %(words)s") % {"words": refusal.explanation.words}
        raise refusal.in_words(words) from None


def _is_fresh(turn: Turn, moves: list[Event]) -> bool:
    """Whether the same person made these moves a moment ago, and no card or limit changed since."""
    own = all(turn.by and move.by_id == turn.by.pk for move in moves)
    soon = all(turn.at - move.at <= A_MOMENT for move in moves)
    since = turn.board.events.since(max(move.number for move in moves))
    return own and soon and not since.exclude(kind__in=NO_PLACE).exists()


def _reason_before(changes: tuple[PlaceChange, ...], moves: list[Event]) -> str:
    """Return why one of the cards was let past a limit at its former place, if it was."""
    for change, move in zip(changes, moves, strict=True):
        for override in change.card.overrides.filter(ended_at=move.at):
            return override.reason
    return ""


def _is_one_swap(one: Event, other: Event) -> bool:
    """Whether these two events are of one swap: consecutive, at the same moment."""
    kinds = {one.kind, other.kind}
    return kinds == {Kind.SWAPPED} and abs(one.number - other.number) == 1 and one.at == other.at
