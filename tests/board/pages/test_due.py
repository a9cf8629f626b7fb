"""What is due stands by day, in a list and a month, with what is at risk."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from board.display.due import DueDates, month_of
from board.models import Board

TODAY = date(2026, 12, 2)  # a Wednesday


@pytest.fixture(autouse=True)
def wednesday(time_machine):
    time_machine.move_to("2026-12-02T10:00:00Z", tick=False)


@pytest.fixture
def expecting(board, ada):
    """85 % of cards are expected to finish within 5 days."""
    return board.set_sle(5, by=ada)


def due(board, month=None):
    found = DueDates(Board.objects.get(pk=board.pk), month)
    return {
        day.day.day: [(card.face.number, *card.risks) for card in day.cards] for day in found.days
    }


def test_open_cards_stand_by_day_the_first_first(board, ideas, build, done, card_in, ada):
    card_in(ideas, due_on=date(2026, 12, 24))
    card_in(build, due_on=date(2026, 12, 9))
    card_in(build, due_on=date(2026, 12, 9)).archive(by=ada)
    card_in(build, due_on=date(2026, 12, 9)).move_to(done, by=ada)
    card_in(build)
    assert list(due(board)) == [9, 24]
    assert [number for number, *_ in due(board)[9]] == [2]


def test_what_is_overdue_or_blocked_is_at_risk(board, ideas, build, card_in, ada):
    card_in(build, due_on=TODAY - timedelta(days=1))
    card_in(build, due_on=TODAY)
    card_in(ideas, due_on=TODAY + timedelta(days=1)).block(reason="no key", by=ada)
    assert due(board) == {1: [(1, "overdue")], 2: [(2,)], 3: [(3, "blocked for 1 day")]}


def test_what_has_fewer_days_left_than_expected_is_at_risk(
    board, expecting, ideas, build, card_in, time_machine
):
    card_in(build, due_on=date(2026, 12, 8))
    for day in (5, 6, 7):
        card_in(ideas, due_on=date(2026, 12, day))
    time_machine.shift(timedelta(days=1))
    found = due(board)
    assert found[8] == [(1,)]
    assert found[5] == [(2, "not started, and expected to take 5 days")]
    assert found[7] == [(4,)]


def test_a_month_has_its_weeks(board, ideas, card_in):
    card_in(ideas, due_on=date(2026, 11, 30))
    card_in(ideas, due_on=date(2027, 1, 3))
    card_in(ideas, due_on=date(2027, 1, 4))
    december = DueDates(board, date(2026, 12, 1))
    assert (december.weeks[0][0].day, december.weeks[-1][-1].day) == (
        date(2026, 11, 30),
        date(2027, 1, 3),
    )
    assert len(december.days) == 2
    assert (december.previous, december.next) == (date(2026, 11, 1), date(2027, 1, 1))


@pytest.mark.parametrize(
    ("said", "month"),
    [("2027-02", date(2027, 2, 1)), ("2027-13", TODAY), ("0001-01", TODAY), ("9999-12", TODAY)]
    + [(odd, TODAY) for odd in ("", "x", "2027-2", "٢٠٢٧-٠٢", "2027-02-01", "9" * 5000)],
)
def test_an_odd_month_is_this_one(said, month):
    assert month_of(said, TODAY) == month.replace(day=1)


def test_both_pages_say_what_is_due_and_cost_no_statement_each(
    board, ideas, card_in, browser_of, vera, grace
):
    see, pages = browser_of(vera), ["/boards/SLU/due/", "/boards/SLU/due/month/?month=2026-12"]

    def asked(page):
        with CaptureQueriesContext(connection) as found:
            words = see.get(page).content.decode()
        assert "Pay &lt;b&gt;" in words
        assert "<bdi>Grace</bdi>" in words
        return len(found)

    card_in(ideas, title="Pay <b>", due_on=TODAY, assignees=[grace])
    [asked(page) for page in pages]
    few = [asked(page) for page in pages]
    for _nth in range(4):
        card_in(ideas, due_on=TODAY)
    assert [asked(page) for page in pages] == few
