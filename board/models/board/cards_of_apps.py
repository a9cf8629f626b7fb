"""The additions of apps to a board: cards, such as the removal of a flag, and events of their own."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext as _

from board.models.card import rank
from board.models.card.card import Card
from board.models.card.order import first_rank, gap, rank_at
from board.models.card.split import queue_with_room
from board.models.checks import check_fields
from board.models.event import Kind
from board.models.limit.gate import PlaceChange

if TYPE_CHECKING:
    from board.models.board.board import Board
    from board.models.board.turn import Turn
    from board.models.people.person import Person


class CardsOfApps(models.Model):
    """Take in cards and events from apps."""

    class Meta:
        abstract = True

    def record_of_app(
        self: "Board",
        *,
        of: str,
        what: str,
        cards: Iterable[Card] = (),
        by: "Person | None" = None,
    ) -> None:
        """Record that what an app shows of these cards has changed: one event for each card.

        Without cards it is about the board. `of` is the name of the app, as in its `events_in_words`
        (`board/extensions.py`); `what` is one of its own words. Nothing else is kept.
        """
        with self.turn(by=by) as turn:
            about: list[Card | None] = [*cards]
            for card in about or [None]:
                turn.record(Kind.TOLD, card, of=of, what=what)

    def add_card_of_an_app(
        self: "Board",
        title: str,
        *,
        by: "Person | None",
        asked_by: str,
        assignees: Collection["Person"] = (),
        description: str = "",
        due_on: date | None = None,
    ) -> Card:
        """Create a card at the end of the first column, never refused: the board's own override.

        The app of this name has a say before the card starts or finishes.
        """
        with self.turn(by=by) as turn:
            column = next(iter(turn.shape.columns.values()))
            card = _new_card(turn, title, assignees, description, due_on)
            card.asked_by = [asked_by]
            card.settle_in(column, turn.at)
            card.rank = rank_at(column, gap(column, None))
            turn.let_in(
                PlaceChange(card, None, card.place),
                reason=_("It was created together with what it is about."),
            )
            _put_down(turn, card)
        return card

    def queue_card(
        self: "Board",
        title: str,
        *,
        by: "Person",
        assignees: Collection["Person"] = (),
        description: str = "",
        due_on: date | None = None,
        on_top: bool = False,
    ) -> Card:
        """Create a card in the last queue column that has room: a pull like any other.

        Raises GateRefusal if no queue column has room, NotPossible on a board without one.
        """
        with self.turn(by=by) as turn:
            card = _new_card(turn, title, assignees, description, due_on)
            column = queue_with_room(turn, [card])
            card.settle_in(column, turn.at)
            place = rank.between(None, first_rank(column)) if on_top else None
            card.rank = place or rank_at(column, gap(column, None))
            turn.ask(PlaceChange(card, None, card.place))
            _put_down(turn, card)
        return card


def _new_card(
    turn: "Turn",
    title: str,
    assignees: Collection["Person"],
    description: str,
    due_on: date | None,
) -> Card:
    service_class = turn.shape.first_service_class
    card = Card(
        board=turn.board,
        number=turn.board.next_number(),
        title=title,
        description=description,
        lane=turn.shape.usual_lane,
        service_class=service_class,
        due_on=due_on,
        created_at=turn.at,
        created_by=turn.by,
        arrived_at=turn.at,
    )
    check_fields(card, "title", "description")
    card.apart = service_class.apart_from_limits
    card.is_blocked = card.is_overridden = False
    card.people = sorted(person.pk for person in assignees)
    card.new_scenarios = 0
    return card


def _put_down(turn: "Turn", card: Card) -> None:
    """Save a card in its column, and record it."""
    card.save()
    if card.people:
        card.assignees.set(card.people)
    card.open_stay(turn.at)
    turn.record(Kind.CREATED, card, column=card.column_id, lane=card.lane_id)
