"""Harbour with cards of each kind, read by people far away from it, on a board without weekends."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from board.models import Board, Notice
from flow.alerts.at_once import notify
from flow.alerts.models import How, Preference
from flow.alerts.morning import digest
from flow.alerts.scans import scan
from flow.metrics import proposals
from flow.metrics.ledger.digests import catch_up
from tests.board.api.conftest import calls
from tests.flow.pages.test_numbers_agree import words_of

__all__ = ["calls"]

NOW = datetime(2026, 11, 24, 11, 30, tzinfo=UTC)  # Wednesday 0:30 in Auckland, 3:30 in Los Angeles
PAST = (2, 3, 3, 5, 8, 2, 4, 6, 3, 9, 2, 12)  # days by the clock that finished cards took
OLD, STUCK, MOVED_ON, EXPRESS, DUE, WAITS, FAST = range(13, 20)  # by number


def at(days_ago: float):
    return time_machine.travel(NOW - timedelta(days=days_ago), tick=False)


@pytest.fixture(params=["Pacific/Auckland", "America/Los_Angeles"])
def harbour(request, board, build, review, ideas, done, ada, grace, settings):
    """Some cards wait, are old, stuck, moved on, expedite, due, or finished; a limit is over."""
    settings.EMAIL_BACKEND = "board.notices.backend.Outbox"
    with at(60):
        board.revise(by=ada, time_zone=request.param, days_off=[5, 6])
        build.set_pace([2, 3, 5, 8], by=ada)
    Board.objects.update(made_at=NOW - timedelta(days=90))
    board.memberships.update(since=NOW - timedelta(days=90))
    for person in (ada, grace):
        since = NOW - timedelta(days=90)
        Preference.objects.create(board=board, person=person, how=How.AT_ONCE, since=since)
    board = Board.objects.get()
    _happens(board, ada, grace)
    with at(2.1):
        catch_up(board.pk), scan(board.pk), digest(board.pk)
    Notice.objects.all().delete()
    with at(0.1):
        board.cards.get(number=FAST).move_to(done, by=ada)
    with time_machine.travel(NOW, tick=False):
        catch_up(board.pk), proposals.propose(board.pk), scan(board.pk)
        notify(board.pk), digest(board.pk)
        yield Board.objects.get()


def _happens(board, ada, grace):
    ideas, build, review, done = board.columns.all()

    def card(column, title, **facts):
        return board.create_card(title, by=ada, column=column, **facts)

    for took in PAST:
        with at(20 + took):
            one = card(build, f"Past {took}")
        with at(20):
            one.move_to(done, by=ada)
    with at(13):
        card(build, "Old", assignees=[grace])
    with at(11):
        stuck = card(ideas, "Stuck", assignees=[grace])
    with at(10):
        stuck.move_to(build, by=ada)
    with at(7):
        stuck.block(reason="no crane", by=ada)
    with at(9):
        moved_on = card(build, "Moved on")
    with at(6):
        moved_on.move_to(review, by=ada)
    with at(4):
        card(review, "Express", service_class=board.class_of("expedite"))
    with at(3):
        card(review, "Due", due_on=date(2026, 11, 27))
        card(ideas, "Waits").block(reason="no date", by=ada)
    with at(2.5):
        card(build, "Fast")
    with at(2.2):
        board.limit_columns([build, review], 3, by=ada)
        board.limit_column(ideas, 4, by=ada)


def days_since(board, days_ago: float) -> int:
    """Mondays to Fridays from that day to today, both counted: the definition of docs/flow.md."""
    first, today = board.day_of(NOW - timedelta(days=days_ago)), board.day_of(NOW)
    every = [first + timedelta(n) for n in range((today - first).days + 1)]
    return max(1, sum(day.weekday() < 5 for day in every))


@pytest.fixture
def ages(harbour):
    """The age of each card in progress, by number."""
    started = {OLD: 13, STUCK: 10, MOVED_ON: 9, EXPRESS: 4, DUE: 3}
    return {number: days_since(harbour, days) for number, days in started.items()}


@pytest.fixture
def blocks(harbour):
    """For how many days each blocked card is blocked, by number."""
    return {STUCK: days_since(harbour, 7), WAITS: days_since(harbour, 3)}


@pytest.fixture
def html(harbour, browser_of, grace):
    """A page as Grace gets it."""
    browser = browser_of(grace)
    return lambda path="": browser.get(f"/boards/SLU/{path}").content.decode()


@pytest.fixture
def says(html):
    """The words of a page."""
    return lambda path="": words_of(html(path))


@pytest.fixture
def api(harbour, calls, grace):
    return lambda path="": calls(grace).get(f"/boards/SLU{path}").json()


@pytest.fixture
def standup(harbour, html, browser_of, grace):
    """The pages of a standup, column by column."""
    browser_of(grace).post("/boards/SLU/standup/begin/")
    return "".join(html(f"standup/?column={column.pk}") for column in harbour.columns.all())


@pytest.fixture
def mails(harbour):
    """The digest and the mail about alerts, each as text and as HTML."""
    notices = list(Notice.objects.all())
    assert len(notices) == 4  # two for each reader
    return [words_of(said) for each in notices for said in (each.text, each.html)]


def piece(page: str, start: str, end: str) -> str:
    """The words of the pieces of a page that begin and end so."""
    return words_of(" ".join(re.findall(rf"{start}.*?{end}", page, re.DOTALL)))
