"""Who looks at a board hears that it has changed."""

import http.client
import signal
import time
from datetime import UTC, datetime
from urllib.parse import quote
from uuid import uuid4

import pytest
import time_machine
from django.db import connection, transaction

from board.live import tickets
from board.live.hub import OpenPage
from board.live.news import News
from board.live.tickets import Ticket
from tests.patience import eventually


def columns_of(board):
    return {column.name: column.pk for column in board.columns.all()}


def test_a_page_first_hears_the_version_now(board, listen):
    board.refresh_from_db()
    assert listen(board).next() == {"version": board.version, "columns": [], "listeners": 1}


def test_a_move_tells_the_version_and_both_columns(board, ada, listen):
    columns = columns_of(board)
    card = board.create_card("A card", column=board.columns.get(name="Ideas"), by=ada)
    page = listen(board)
    first = page.next()
    card.move_to(board.columns.get(name="Build"), by=ada)
    told = page.next()
    assert told["version"] == first["version"] + 1
    assert told["columns"] == sorted([columns["Ideas"], columns["Build"]])


def test_a_change_of_the_board_itself_may_touch_any_column(board, ada, listen):
    page = listen(board)
    page.next()
    board.limit_column(board.columns.get(name="Build"), 3, by=ada)
    assert page.next()["columns"] is None


def test_only_the_board_that_changed_is_told(board, ada, listen):
    other = type(board).make(
        "Other", key="OTH", by=ada, columns=[("Do", "active"), ("Did", "done")]
    )
    page, elsewhere = listen(board), listen(other)
    page.next(), elsewhere.next()
    board.add_lane("Boats", by=ada)
    page.next()
    assert elsewhere.heard.empty()


def test_what_was_rolled_back_is_not_told(board, ada, listen):
    page = listen(board)
    page.next()
    with transaction.atomic():
        board.add_lane("Boats", by=ada)
        transaction.set_rollback(True)
    board.add_lane("Ships", by=ada)
    board.refresh_from_db()
    assert page.next()["version"] == board.version
    assert page.heard.empty()


def test_every_page_of_a_board_is_told_how_many_listen(board, ada, listen):
    pages = [listen(board) for _ in range(5)]
    for page in pages:
        page.next()
    board.add_lane("Boats", by=ada)
    assert [page.next()["listeners"] for page in pages] == [5] * 5


@pytest.mark.parametrize("ticket", ["", "7", "7:1abcde:forged", quote("\u2603")])
def test_without_a_good_ticket_nobody_listens(board, listen, ticket):
    answer = listen(board, f"{ticket}.").answer
    assert answer.status == 403
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_a_ticket_in_the_address_is_not_looked_at(board, ada, stream):
    page = http.client.HTTPConnection("127.0.0.1", stream.port, timeout=5)
    page.request("GET", f"/live/?ticket={quote(tickets.issue(board.pk, ada.pk))}")
    assert page.getresponse().status == 403


def test_a_page_of_another_origin_may_send_its_ticket(stream):
    page = http.client.HTTPConnection("127.0.0.1", stream.port, timeout=5)
    asked = {
        "Origin": "https://sluice.example",
        "Access-Control-Request-Method": "GET",
        "Access-Control-Request-Headers": "authorization",
    }
    page.request("OPTIONS", "/live/", headers=asked)
    answer = page.getresponse()
    assert answer.status == 200
    assert answer.headers["Access-Control-Allow-Headers"].lower().count("authorization") == 1


def test_an_old_ticket_is_not_good_any_more(board, ada, listen):
    with time_machine.travel(time.time() - tickets.GOOD_FOR.total_seconds() - 1):
        ticket = tickets.issue(board.pk, ada.pk)
    assert listen(board, ticket).answer.status == 403


def test_a_stream_ends_when_its_ticket_expires(board, ada, listen):
    with time_machine.travel(time.time() - tickets.GOOD_FOR.total_seconds() + 3):
        ticket = tickets.issue(board.pk, ada.pk)
    page = listen(board, ticket)
    page.next()
    assert page.heard.get(timeout=8)[0] == "bye"
    assert page.ended.wait(5)


def test_a_page_that_goes_is_forgotten(board, ada, listen):
    staying, going = listen(board), listen(board)
    staying.next(), going.next()
    going.close()

    def is_alone() -> bool:
        board.revise(by=ada, name=f"Harbour {uuid4()}")
        return staying.next()["listeners"] == 1

    eventually(is_alone)


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_open_streams_do_not_keep_the_process_alive(board, stream, listen, how):
    pages = [listen(board) for _ in range(10)]
    for page in pages:
        page.next()
    assert stream.stop(how) < 5
    assert all(page.ended.wait(2) for page in pages)


def test_after_a_restart_a_page_hears_what_it_missed(board, ada, stream, listen):
    before = listen(board).next()["version"]
    stream.stop(signal.SIGTERM)
    board.add_lane("Boats", by=ada)
    stream.start()
    assert listen(board).next()["version"] == before + 1


def test_a_lost_database_connection_is_opened_again_and_nothing_is_missed(board, ada, listen):
    page = listen(board)
    before = page.next()["version"]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE query = 'LISTEN board' AND datname = current_database()"
        )
        assert cursor.rowcount == 1
    board.add_lane("Boats", by=ada)
    told = before
    while told == before:  # the new connection was there first, and says what may have been missed
        _event, data = page.heard.get(timeout=8)
        told = data.get("version", told)
    assert told == before + 1


def test_news_that_nobody_took_yet_are_joined():
    assert News(3, frozenset({1})) + News(4, frozenset({2})) == News(4, frozenset({1, 2}))
    assert News(3, None) + News(4, frozenset({2})) == News(4, None)
    assert News.read("7:412:3,4") == (7, News(412, frozenset({3, 4})))
    assert News.read("7:412:*") == (7, News(412, None))
    assert News.read("7:412:") == (7, News(412, frozenset()))
    hint = News(412, frozenset(), frozenset({"standup"}))
    assert News.read("7:412:!standup") == (7, hint)
    assert News(413, frozenset({1})) + hint == News(413, frozenset({1}), frozenset({"standup"}))


def test_a_hint_is_told_though_the_version_is_the_same(board, ada, listen):
    page = listen(board)
    page.next()
    board.hint("standup")
    assert page.heard.get(timeout=5) == ("hint", {"about": ["standup"], "listeners": 1})
    board.hint("presence")
    assert page.heard.get(timeout=5) == ("hint", {"about": ["presence"], "listeners": 1})
    assert page.heard.empty()


def test_a_notification_that_makes_no_sense_does_not_deafen_the_stream(board, ada, listen):
    page = listen(board)
    before = page.next()["version"]
    with connection.cursor() as cursor:
        for payload in ("", "no", "1:2", "x:y:z", "1:2:a,b"):
            cursor.execute("SELECT pg_notify('board', %s)", [payload])
    board.add_lane("Boats", by=ada)
    assert page.next()["version"] == before + 1


def test_a_reader_that_is_too_slow_is_joined_not_queued(board, ada, listen):
    watcher = OpenPage(Ticket(1, 1, datetime.now(UTC), ""))
    for version in range(1, 1000):
        watcher.notify(News(version, frozenset({version % 3})))
    assert watcher.news == News(999, frozenset({0, 1, 2}))
