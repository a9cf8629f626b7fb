"""From the rows of the board to the plain values that measures take."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from board.models import Block, Board, Card, Event, Kind, Stay
from flow.metrics.definitions.history import ColumnStay, History
from flow.metrics.definitions.spans import Span
from flow.metrics.definitions.workflow import Step, Workflow
from flow.metrics.ledger.rows import OfCards, among
from flow.metrics.models import Cursor

VISITS = OfCards(
    lambda cards: (
        Stay.objects.counted()
        .filter(among("card", cards))
        .order_by("card_id", "entered_at", "pk")
        .values_list("card", "column", "entered_at", "left_at")
    )
)
BLOCKS = OfCards(
    lambda cards: (
        Block.objects.filter(among("card", cards))
        .order_by("card_id", "blocked_at", "pk")
        .values_list("card", "blocked_at", "unblocked_at")
    )
)
CARD_CLASSES = OfCards(
    lambda cards: (
        Card.objects.filter(among("pk", cards))
        .order_by("pk")
        .values_list("pk", "service_class", "lane", "archived_at")
    )
)


class CardFacts(NamedTuple):
    """A card with its class of service today, and its history."""

    card: int
    service_class: int
    lane: int
    history: History


def workflow_of(board: Board) -> Workflow:
    """The columns of the board, archived ones too: history mentions them."""
    columns = board.columns.values_list("pk", "stage", "position", "archived_at")
    return Workflow.of(
        Step(pk, stage, position, archived_at is not None)
        for pk, stage, position, archived_at in columns
    )


def counted_workflow_of(board: Board) -> Workflow:
    """The columns under which the facts of the board were counted.

    A place in an array of the facts is that of one of these. Between a change of columns and the
    rebuild they are not the columns of today.
    """
    steps = Cursor.objects.filter(board=board).values_list("steps", flat=True).first()
    return Workflow.of(Step(*step) for step in steps) if steps else workflow_of(board)


def histories(board: Board, cards: Sequence[int]) -> Iterator[CardFacts]:
    """Yield the histories of these cards, in four statements for any number of cards."""
    visits, blocks = _by_card(VISITS.rows(cards)), _by_card(BLOCKS.rows(cards))
    returns = _returns(board, cards)
    for pk, service_class, lane, archived_at in CARD_CLASSES.rows(cards):
        yield CardFacts(
            pk,
            service_class,
            lane,
            History(
                [ColumnStay(*visit) for visit in visits.get(pk, ())],
                returns.get(pk, ()),
                archived_at,
                [Span(*block) for block in blocks.get(pk, ())],
            ),
        )


def _by_card(listed: list[tuple[Any, ...]]) -> dict[int, list[tuple[Any, ...]]]:
    return {
        card: [row[1:] for row in of_card] for card, of_card in groupby(listed, key=itemgetter(0))
    }


def _returns(board: Board, cards: Sequence[int]) -> dict[int, list[datetime]]:
    """When each card was returned to the backlog, in order; without what was undone."""
    events = Event.objects.filter(
        among("card", cards), board=board, kind__in=[Kind.RETURNED, Kind.UNDONE]
    )
    undone: set[int] = set()
    returns: dict[int, list[datetime]] = {}
    for number, kind, card, at, data in events.order_by("-number").values_list(
        "number", "kind", "card", "at", "data"
    ):
        if kind == Kind.UNDONE:
            undone.add(data["undid"])
        elif number not in undone:
            returns.setdefault(card, []).insert(0, at)
    return returns
