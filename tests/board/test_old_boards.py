"""What was finished long ago, or waits, costs nothing: page, drop and placement read no card of it."""

import pytest
from django.db import connection
from django.urls import reverse

from board.models import Board
from board.models.limit import totals
from tests.board.plans import rows_read

pytestmark = pytest.mark.django_db(transaction=True)

FINISHED, WAITING = 100_000, 5_000
FEW = 500  # rows: what is shown, and what describes the board

HISTORY = """
    INSERT INTO board_card (board_id, number, title, description, column_id, lane_id,
        service_class_id, rank, external_id, version, created_at, arrived_at, started_at,
        finished_at)
    SELECT %(board)s, 1000 + nth, 'Old', '', %(column)s, %(lane)s, %(class)s, lpad(nth::text, 9, 'a'),
        '', 1, at, at, at, at
    FROM generate_series(1, %(finished)s) AS nth,
        LATERAL (SELECT now() - nth * interval '10 minutes' AS at) AS moment
"""


QUEUE = """
    INSERT INTO board_card (board_id, number, title, description, column_id, lane_id,
        service_class_id, rank, external_id, version, created_at, arrived_at)
    SELECT %(board)s, 1000 + nth, 'Waits', '', %(column)s, %(lane)s, %(class)s,
        lpad(nth::text, 9, '0'), '', 1, now(), now()
    FROM generate_series(1, %(waiting)s) AS nth
"""


@pytest.fixture
def old(board, build, review, done, card_in, ada, grace):
    """A board with 100,000 finished cards, five in progress, and limits of four scopes."""
    cards = [card_in(build, assignees=[ada]) for _ in range(3)]
    cards += [card_in(review, assignees=[grace]) for _ in range(2)]
    board.limit_column(review, 4, by=ada)
    board.add_limit(maximum=20, by=ada)
    board.add_limit(maximum=9, each_person=True, by=ada)
    facts = {"board": board.pk, "column": done.pk, "lane": board.lanes.get().pk}
    facts |= {"class": board.service_classes.first().pk, "finished": FINISHED}
    with connection.cursor() as cursor:
        cursor.execute(HISTORY, facts)
        cursor.execute("ANALYZE board_card")
    board = Board.objects.get(pk=board.pk)
    assert sum(totals.cards_in_cells(board).values()) == FINISHED + len(cards)  # counted once
    return board


def test_page_drop_and_placement_read_no_finished_card(old, browser_of, build, review, done, ada):
    browser, headers = browser_of(ada), {"HX-Request": "true"}
    card = old.cards.filter(column=build).first()
    board, placement, move = (
        reverse("board", args=[old.key]),
        reverse("placement", args=[old.key, card.number]),
        reverse("move", args=[old.key, card.number]),
    )

    def drop(column):
        answer = browser.post(move, {"column": column.pk}, headers=headers)
        assert answer.status_code == 200

    assert str(FINISHED) in browser.get(board).content.decode()
    assert rows_read(lambda: browser.get(board)) < FEW
    assert rows_read(lambda: browser.get(placement, headers=headers)) < FEW
    assert rows_read(lambda: drop(review)) < FEW
    assert rows_read(lambda: drop(done)) < FEW
    assert rows_read(lambda: browser.get(reverse("boards"))) < FEW
    assert str(FINISHED + 1) in browser.get(board).content.decode()


def test_a_drop_reads_only_the_first_of_a_long_queue(
    board, browser_of, ideas, build, review, card_in, ada
):
    card = card_in(build)
    board.limit_column(build, 4, by=ada)
    facts = {"board": board.pk, "column": ideas.pk, "lane": board.lanes.get().pk}
    facts |= {"class": board.service_classes.first().pk, "waiting": WAITING}
    with connection.cursor() as cursor:
        cursor.execute(QUEUE, facts)
        cursor.execute("ANALYZE board_card")
    browser, headers = browser_of(ada), {"HX-Request": "true"}
    move = reverse("move", args=[board.key, card.number])

    def drop(column):
        answer = browser.post(move, {"column": column.pk}, headers=headers)
        assert answer.status_code == 200
        return answer.content.decode()

    assert "free: pull SLU-1001" in drop(review)
    drop(build)  # what is counted once has been counted
    assert rows_read(lambda: drop(review)) < FEW
    assert rows_read(lambda: drop(build)) < FEW
