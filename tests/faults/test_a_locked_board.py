"""One board whose row somebody holds stops neither the other boards nor the health check."""

import json
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest
from django.db import connection, transaction

from board.models import Board
from tests.processes import Started, procfile_process

QUEUE = 60  # moves that want the locked board


@pytest.fixture(scope="module")
def serving(django_db_setup, static_files, tmp_path_factory):
    """One web for all tests of this file. One token asks here as often as the machine lets it."""
    log = tmp_path_factory.mktemp("locked") / "web.log"
    with procfile_process("web", log, API_RATE="10000/10000") as started:
        yield started


@pytest.fixture
def web(transactional_db, serving):
    return serving


@pytest.fixture
def other(ada):
    columns = [("Ideas", "queue"), ("Build", "active"), ("Done", "done")]
    return Board.make("Other", key="OTH", by=ada, columns=columns)


@pytest.fixture
def hold(board):
    """Somebody holds the row of the board: `with hold() as let_go:`."""

    @contextmanager
    def held():
        holding, over = threading.Event(), threading.Event()

        def hold_it():
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SELECT 1 FROM board_board WHERE id = %s FOR UPDATE", [board.pk])
                holding.set()
                over.wait(120)
            connection.close()

        def let_go():
            over.set()
            holder.join(30)

        holder = threading.Thread(target=hold_it)
        holder.start()
        assert holding.wait(30)
        try:
            yield let_go
        finally:
            let_go()

    return held


@pytest.fixture
def move(web, token):
    """Move card 1 of a board; the answer, and the seconds that it took."""

    def ask(key, column="Build", **headers):
        began = time.monotonic()
        headers |= {"Authorization": f"Bearer {token}", "Content_Type": "application/json"}
        path = f"/api/v1/boards/{key}/cards/1/move"
        answer = web.ask("POST", path, json.dumps({"column": column}), **headers)
        answer.body = answer.read()
        return answer, time.monotonic() - began

    return ask


@pytest.fixture
def cards(board, other, ada):
    for each in (board, other):
        each.create_card("A card", column=each.columns.get(name="Ideas"), by=ada)


@dataclass
class Crowd:
    """Many people who move a card of one board, while others look at something else."""

    web: Started
    move: Callable
    statuses: set[int] = field(default_factory=set)

    def slowest(self, wanted: str, other: str) -> tuple[float, float]:
        """The slowest move on the other board and the slowest health check, in seconds."""
        moves, checks = [0.0], [0.0]
        with ThreadPoolExecutor(QUEUE + 2) as people:
            waiting = [people.submit(self.move, wanted) for _ in range(QUEUE)]
            until = time.monotonic() + 4
            while time.monotonic() < until:
                for column in ("Build", "Ideas"):
                    answer, seconds = self.move(other, column)
                    assert answer.status == 200
                    moves.append(seconds)
                    began = time.monotonic()
                    assert self.web.ask("GET", "/healthz").status == 200
                    checks.append(time.monotonic() - began)
                waiting += [people.submit(self.move, wanted) for _ in range(8)]
            self.statuses = {each.result()[0].status for each in waiting}
        return max(moves), max(checks)


def test_however_many_moves_wait_another_board_and_health_answer(
    web, move, cards, board, other, hold
):
    crowd = Crowd(web, move)
    crowd.slowest(board.key, other.key)  # the processes have all that they need
    usual_move, usual_check = crowd.slowest(board.key, other.key)  # on a machine as busy as this
    assert crowd.statuses == {200}
    with hold():
        slowest_move, slowest_check = crowd.slowest(board.key, other.key)
    assert crowd.statuses == {503}
    assert slowest_move < max(2, 2 * usual_move)
    assert slowest_check < max(1, 2 * usual_check)


def test_who_wanted_the_locked_board_is_asked_to_come_back(move, cards, board, hold):
    with hold():
        answer, seconds = move(board.key)
    assert seconds < 5
    assert answer.status == 503
    assert int(answer.headers["Retry-After"]) in range(1, 6)
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert json.loads(answer.body)["code"] == "service_unavailable"


def test_the_board_is_there_as_soon_as_it_is_let_go(move, cards, board, hold):
    key = {"Idempotency_Key": "the-same-each-time"}
    with hold():
        assert move(board.key, **key)[0].status == 503
    assert move(board.key, **key)[0].status == 200
    assert move(board.key, **key)[0].status == 200
    board.refresh_from_db()
    assert board.events.filter(key="the-same-each-time").count() == 1


def test_a_lock_that_is_let_go_soon_refuses_nobody(move, cards, board, hold):
    with hold() as let_go:
        threading.Timer(0.3, let_go).start()
        assert move(board.key)[0].status == 200
