"""Who changes the rules of alerts, or when the digest goes out, stands in the log of the board."""

import pytest
from django.test import modify_settings

from board.display.settings.log import ChangesPage
from board.models import Kind
from flow.alerts.models import Mailing, Rule
from flow.alerts.rules import USUAL

RULES = {f"on_{kind}": "on" for kind in USUAL} | {
    f"days_{kind}": str(days) for kind, days in USUAL.items() if days
}


@pytest.fixture
def say(browser_of, ada):
    """Post to a page of alerts as Ada, who leads."""
    return lambda page, data: browser_of(ada).post(f"/boards/SLU/alerts/{page}/", data)


@pytest.fixture
def log(browser_of, grace):
    def read():
        page = browser_of(grace).get("/boards/SLU/settings/changes/").content.decode()
        return " ".join(page.split())

    return read


def test_a_change_of_the_rules_says_what_was_changed_and_by_whom(board, say, log):
    changed = RULES | {"days_blocked": "4"}
    del changed["on_watch"]
    say("rules", changed)
    said = "changed the rules of alerts: blocked for long: 4 days, not 2; to watch: off"
    assert said in log()
    event = board.events.last()
    assert (event.kind, event.by.first_name) == (Kind.SETTINGS_CHANGED, "Ada")
    say("rules", RULES)
    assert "blocked for long: 2 days, not 4; to watch: on" in log()
    assert Rule.objects.in_force(board) == USUAL


def test_a_change_of_the_mailing_says_what_was_changed(board, say, log):
    say("mailing", {"digest_at": "07:45", "leads_after": "2"})
    assert "changed mail about alerts: the digest goes out at 07:45<" in log()
    say("mailing", {"digest_at": "08:00", "leads_after": "1"})
    said = "the digest goes out at 08:00; leads are notified of alerts after 1 day<"
    assert f"changed mail about alerts: {said}" in log()
    assert Mailing.of(board).leads_after == 1


def test_what_changes_nothing_is_not_recorded(board, say):
    say("rules", RULES)
    say("mailing", {"digest_at": "08:30", "leads_after": "2"})
    board.refresh_from_db()
    say("rules", RULES)
    say("mailing", {"digest_at": "08:30", "leads_after": "2"})
    assert not board.events.filter(kind=Kind.SETTINGS_CHANGED).exists()


def test_an_open_page_of_the_board_is_told_that_nothing_on_it_is_out_of_date(
    board, say, browser_of, grace
):
    since = board.events.last().number
    say("mailing", {"digest_at": "07:45", "leads_after": "2"})
    answer = browser_of(grace).get(f"/boards/SLU/changes/?since={since}")
    assert "HX-Refresh" not in answer
    assert 'hx-target="#column-' not in answer.content.decode()


@modify_settings(INSTALLED_APPS={"remove": ["flow.metrics", "flow.alerts", "flow.standup"]})
def test_the_log_can_be_read_where_alerts_are_switched_off(board, ada):
    with board.turn(by=ada) as turn:
        turn.record(Kind.SETTINGS_CHANGED, of="alerts", was={}, now={})
    assert ChangesPage(board).changes[0].words == "changed the settings"
