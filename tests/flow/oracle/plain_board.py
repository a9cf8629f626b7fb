"""A board of the database as plain values: its rows and its log, and nothing that flow keeps."""

from collections import defaultdict
from collections.abc import Callable
from datetime import datetime

from board.models import Board, Card
from tests.flow.oracle.values import PlainBlock, PlainBoard, PlainCard, PlainColumn, PlainStay


def plain(board: Board, now: datetime, fits: Callable[[Card], bool] = lambda card: True):
    """What the board knows at this moment, of all cards or of those that fit."""
    given_back = _returns(board)
    return PlainBoard(
        columns=tuple(
            PlainColumn(column.pk, column.stage, column.position, column.archived_at is not None)
            for column in board.columns.all()
        ),
        cards=tuple(
            _plain_card(card, tuple(given_back[card.pk]))
            for card in board.cards.order_by("number").prefetch_related("stays", "blocks")
            if fits(card)
        ),
        now=now,
        zone=board.time_zone,
        days_off=frozenset(board.days_off),
        holidays_of=board.holidays_of,
    )


def _plain_card(card: Card, returns: tuple[datetime, ...]) -> PlainCard:
    stays = [stay for stay in card.stays.all() if stay.voided_at is None]
    return PlainCard(
        number=card.number,
        created=card.created_at,
        stays=tuple(PlainStay(stay.column_id, stay.entered_at, stay.left_at) for stay in stays),
        returns=returns,
        archived=card.archived_at,
        blocks=tuple(PlainBlock(each.blocked_at, each.unblocked_at) for each in card.blocks.all()),
    )


def _returns(board: Board) -> dict[int, list[datetime]]:
    """When each card was given back to the backlog, without what was undone."""
    found: dict[int, dict[int, datetime]] = defaultdict(dict)
    for event in board.events.order_by("number"):
        if event.kind == "returned_to_backlog":
            found[event.card_id][event.number] = event.at
        if event.kind == "undone":
            found[event.card_id].pop(event.data["undid"], None)
    return defaultdict(list, {card: [*moments.values()] for card, moments in found.items()})
