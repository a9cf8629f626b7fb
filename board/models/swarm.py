"""The cards that a team could finish together instead of pulling: the swarm list of a refusal.

Cards in progress: those past the pace of their column (85 %; without one, past what the board
expects), the oldest first; those that are blocked; those in the last column before done. Cards
that the refusing limit counts come first. Each card is listed once.
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from board.models.board.turn import Turn
    from board.models.card.card import Card
    from board.models.limit.limit import Limit

MOST_OF_EACH = 5
MOST_READ = 500  # cards in progress


class Why(StrEnum):
    AGED = "aged"
    BLOCKED = "blocked"
    NEARLY_DONE = "nearly_done"


@dataclass(frozen=True)
class Swarm:
    """A card to finish first, and the reason."""

    card: "Card"
    why: Why


def swarm_on(turn: "Turn", limit: "Limit", moving: "Collection[Card]") -> list[Swarm]:
    """Return the cards to finish instead, in one statement."""
    columns = [column for column in turn.shape.columns.values() if column.is_in_progress]
    if not columns:
        return []
    ids = {column.pk for column in columns}
    there = turn.board.cards.on_the_board().in_columns(ids).placed().oldest_first()[:MOST_READ]
    left_out = {card.pk for card in moving}
    cards = [card for card in there if card.pk not in left_out]
    for card in cards:
        card.board = turn.board
    cards.sort(key=lambda card: not limit.counts(card.place))  # stable: the oldest stay first
    swarms: dict[int, Swarm] = {}
    tests = {
        Why.AGED: _is_aged,
        Why.BLOCKED: lambda card: card.is_blocked,
        Why.NEARLY_DONE: lambda card: card.column_id == columns[-1].pk,
    }
    for why, fits in tests.items():
        fitting = [card for card in cards if card.pk not in swarms and fits(card)]
        swarms |= {card.pk: Swarm(card, why) for card in fitting[:MOST_OF_EACH]}
    return list(swarms.values())


def _is_aged(card: "Card") -> bool:
    pace = card.board.shape.columns[card.column_id].pace
    most = pace[2] if pace else card.board.sle_days
    return most is not None and card.age is not None and card.age > most
