"""A verb takes a handful of statements, however many cards are on the board.

Counted with BEGIN and COMMIT, on a board with a limit on the column, one for each person and one
for the whole board; its shape is known. What finishes a card, takes it away or brings it back asks
once more, after the commit, who waits for it.
"""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from board.models import Card, Move, Stay

pytestmark = pytest.mark.django_db(transaction=True)

STATEMENTS = {
    "create_card": 13,
    "move_to the end": 8,
    "move_to before another": 8,
    "move_to where it is": 4,
    "swap_with": 7,
    "move_all of three": 12,
    "assign": 11,
    "reclassify": 6,
    "revise its lane": 7,
    "revise its title": 6,
    "block": 8,
    "unblock": 7,
    "archive": 8,
    "restore": 11,
    "reopen": 10,
    "return_to_backlog": 8,
    "undo": 17,
}


@pytest.fixture
def deeds(board, ideas, build, review, done, card_in, ada, grace):
    """One deed for each verb, each on cards of its own."""
    board.limit_column(review, 100, by=ada)
    board.add_limit(by=ada, maximum=100, each_person=True)
    board.add_limit(by=ada, maximum=200)
    lane = board.add_lane("Other", by=ada)
    expedite = board.class_of("expedite")
    cards = [card_in(build, assignees=[ada]) for _ in range(14)]
    beside = card_in(review)
    archived = card_in(review).archive(by=ada)
    blocked = card_in(review).block(reason="no key", by=ada)
    finished = card_in(review).move_to(done, by=ada)
    returning = card_in(ideas).move_to(build, by=ada)
    moved = card_in(build).move_to(review, by=ada)
    return {
        "create_card": lambda: board.create_card("New", column=review, assignees=[ada], by=ada),
        "move_to the end": lambda: cards[0].move_to(review, by=ada),
        "move_to before another": lambda: cards[1].move_to(review, before=beside, by=ada),
        "move_to where it is": lambda: cards[2].move_to(build, by=ada),
        "swap_with": lambda: cards[3].swap_with(beside, by=ada),
        "move_all of three": lambda: board.move_all([Move(c, review) for c in cards[4:7]], by=ada),
        "assign": lambda: cards[7].assign(grace, by=ada),
        "reclassify": lambda: cards[8].reclassify(expedite, by=ada),
        "revise its lane": lambda: cards[9].revise(lane=lane, by=ada),
        "revise its title": lambda: cards[10].revise(title="Better", by=ada),
        "block": lambda: cards[11].block(reason="no key", by=ada),
        "unblock": lambda: blocked.unblock(by=ada),
        "archive": lambda: cards[12].archive(by=ada),
        "restore": lambda: archived.restore(by=ada),
        "reopen": lambda: finished.reopen(by=ada),
        "return_to_backlog": lambda: returning.return_to_backlog(by=ada),
        "undo": lambda: moved.undo(by=ada),
    }


@pytest.fixture
def two_hundred_others(deeds, board, review, ada):
    """Cards that are just there, without a verb each."""
    model = board.cards.filter(column=review).first()
    rows = [
        Card(
            board=board,
            number=1000 + number,
            title="Another",
            column=review if number % 2 else model.column,
            lane=model.lane,
            service_class=model.service_class,
            rank=f"Z{number:04}",
            created_at=model.created_at,
            arrived_at=model.arrived_at,
            started_at=model.started_at,
        )
        for number in range(200)
    ]
    for card in Card.objects.bulk_create(rows):
        Stay.objects.create(card=card, column=review, lane=model.lane, entered_at=model.created_at)
    board.limit_column(review, 300, by=ada)
    board.change_limit(board.limits.get(maximum=200), maximum=400, by=ada)


def statements_of(deeds):
    """Of each deed, in a process that knows the shape of the board."""
    deeds["create_card"]()
    counted = {}
    for name, deed in deeds.items():
        with CaptureQueriesContext(connection) as queries:
            deed()
        counted[name] = len(queries)
    return counted


def test_each_verb_takes_a_handful_of_statements(deeds):
    assert statements_of(deeds) == STATEMENTS


def test_two_hundred_other_cards_cost_no_statement(deeds, two_hundred_others):
    assert statements_of(deeds) == STATEMENTS
