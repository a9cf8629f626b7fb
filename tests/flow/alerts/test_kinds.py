"""A kind of alert that another app adds: its rule, its alerts, and how it clears."""

from datetime import date

import pytest
from django.apps import apps

from flow.alerts.kinds import KindOfAlert
from flow.alerts.models import Alert, Watch
from flow.alerts.rules import Crossing
from flow.alerts.scans import catch_up

OPEN: list[str] = []


def crossings(board, days, now):
    for title in OPEN:
        yield Crossing("tide", title, date(2026, 11, 3), title=title, address="/boards/SLU/tide/")


KINDS = [
    KindOfAlert(
        "tide",
        "high tide",
        2,
        rule="The tide is high for more than %(days)d days.",
        says="%(title)s since %(day)s.",
        crossings=crossings,
        presses=True,
    )
]


@pytest.fixture(autouse=True)
def tide(monkeypatch):
    monkeypatch.setattr(
        apps.get_app_config("standup"), "kinds_of_alerts", f"{__name__}.KINDS", raising=False
    )
    OPEN[:] = ["North quay"]
    yield
    OPEN.clear()


def look(board):
    Watch.objects.look_again(board)
    catch_up(board.pk)


def test_its_alert_stands_in_the_list_and_clears_by_itself(board, ada, browser_of):
    look(board)
    page = browser_of(ada).get("/boards/SLU/alerts/").content.decode()
    assert "North quay since 3 November." in page
    assert '<a href="/boards/SLU/tide/"><bdi>North quay</bdi></a>' in page
    OPEN.clear()
    look(board)
    assert not Alert.objects.of(board).standing().exists()
    OPEN.append("North quay")
    look(board)
    assert Alert.objects.of(board).standing().count() == Alert.objects.of(board).count() == 1


def test_its_rule_can_be_switched_off(board, ada, browser_of):
    look(board)
    page = browser_of(ada).get("/boards/SLU/alerts/rules/").content.decode()
    assert "The tide is high for more than 2 days." in page
    assert "It would have raised 1 alert in the last month." in page
    answer = browser_of(ada).post(
        "/boards/SLU/alerts/rules/",
        {"days_tide": 3} | {f"days_{kind}": 1 for kind in ("blocked", "due", "over", "still")},
    )
    assert answer.status_code == 302
    look(board)
    assert not Alert.objects.of(board).standing().exists()
    log = browser_of(ada).get("/boards/SLU/settings/changes/").content.decode()
    assert "high tide: off, 3 days, not 2" in log


def test_its_practice_off_takes_it_away(board, monkeypatch):
    look(board)
    monkeypatch.setattr(apps.get_app_config("standup"), "practice", "improvement", raising=False)
    look(board)
    assert not Alert.objects.of(board).standing().exists()
