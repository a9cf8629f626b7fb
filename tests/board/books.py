"""The books of a board: its event log, the stays of its cards and the overrides in force.

What must be true of them whatever happened on the board, in whatever order.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import datetime
from itertools import pairwise

from board.models import Board, Card, Event, Override
from board.models.limit.totals import cards_in_cells

Moments = set[tuple[datetime, datetime]]


def assert_the_books_are_true(board: Board) -> None:
    board = Board.objects.get(pk=board.pk)
    cards = list(board.cards.placed().order_by("pk").prefetch_related("stays"))
    assert_events_have_no_holes(board)
    assert_the_log_retells(board, cards)
    assert_the_totals_are_those_of_the_cards(board, cards)
    archive = times_in_the_archive(board)
    for card in cards:
        assert_stays_are_gapless(card, archive[card.pk])
    assert_overrides_hold_only_where_cards_count(board, cards)


def assert_the_totals_are_those_of_the_cards(board: Board, cards: list[Card]) -> None:
    here = Counter((c.column_id, c.lane_id) for c in cards if c.archived_at is None)
    assert cards_in_cells(board) == here


def assert_events_have_no_holes(board: Board) -> None:
    numbers = list(board.events.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, board.version + 1))


def assert_stays_are_gapless(card: Card, archive: Moments) -> None:
    """One open stay where the card is, none while archived; no gap but for time in the archive."""
    stays = [stay for stay in card.stays.all() if stay.voided_at is None]
    stays.sort(key=lambda stay: (stay.entered_at, stay.pk))
    for earlier, later in pairwise(stays):
        gap = (earlier.left_at, later.entered_at)
        assert gap[0] == gap[1] or gap in archive, f"{card.number} was nowhere: {gap}"
    open_stays = [stay for stay in stays if stay.left_at is None]
    if card.archived_at:
        assert open_stays == []
        assert stays[-1].left_at == card.archived_at
    else:
        [here] = open_stays
        assert here == stays[-1]
        assert (here.column_id, here.lane_id) == (card.column_id, card.lane_id)


def assert_the_log_retells(board: Board, cards: list[Card]) -> None:
    """Whoever reads only the log knows where each card is, whose it is and its class of service.

    So no change that was acknowledged, and thereby recorded, has been overwritten.
    """
    told: dict[int, dict] = {}
    for event in board.events.exclude(card=None).order_by("number"):
        _tell(event, told.setdefault(event.card_id, {"archived": False, "blocked": False}))
    for card in cards:
        story = told[card.pk]
        assert story["place"] == (card.column_id, card.lane_id)
        assert story.get("people", set()) <= set(card.people)
        assert story.get("gone", set()).isdisjoint(card.people)
        assert story["archived"] == (card.archived_at is not None)
        assert story["blocked"] == card.is_blocked
        assert story.get("service_class", card.service_class_id) == card.service_class_id


def assert_overrides_hold_only_where_cards_count(board: Board, cards: list[Card]) -> None:
    limits = {limit.pk: limit for limit in board.shape.limits}
    by_id = {card.pk: card for card in cards}
    for override in Override.objects.filter(card__board=board, ended_at=None):
        card = by_id[override.card_id]
        assert card.archived_at is None
        if override.rule == "too_large":
            assert board.shape.columns[card.column_id].is_in_progress
            continue
        assert override.limit_id in limits, "an override of a limit that was lifted"
        assert limits[override.limit_id].counts(card.place)


def times_in_the_archive(board: Board) -> Mapping[int, Moments]:
    """From when to when each card was archived, by the log."""
    times: Mapping[int, Moments] = defaultdict(set)
    left: dict[int, datetime] = {}
    leaving = board.events.filter(kind__in=["archived", "deleted", "restored"])
    for event in leaving.order_by("number"):
        if event.kind == "restored":
            times[event.card_id].add((left.pop(event.card_id), event.at))
        else:
            left.setdefault(event.card_id, event.at)
    return times


def _tell(event: Event, story: dict) -> None:
    """What this event changes in what is known of its card."""
    data = event.data
    if "column" in data:  # a split says so of the parts alone
        _tell_place(event, story)
    match event.kind:
        case "archived" | "deleted":
            story["archived"] = True
        case "blocked" | "unblocked":
            story["blocked"] = event.kind == "blocked"
        case "reclassified":
            story["service_class"] = data["now"]
        case "assigned":
            _tell_people(set(data["added"]), set(data["removed"]), story)


def _tell_place(event: Event, story: dict) -> None:
    match event.kind:
        case "created" | "moved" | "swapped" | "reopened" | "returned_to_backlog" | "split":
            story["before"] = story.get("place")
        case "restored":
            story["archived"] = False
        case "undone":
            story["place"] = story["before"]
            return
        case _:
            return
    story["place"] = (event.data["column"], event.data["lane"])


def _tell_people(added: set[int], removed: set[int], story: dict) -> None:
    story["people"] = (story.get("people", set()) | added) - removed
    story["gone"] = (story.get("gone", set()) | removed) - added
