"""What is due is told on the face of a card, at the standup, by an alert and in the digest."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from board.display.card.history import HistoryPage
from board.display.settings.log import ChangesPage
from flow.alerts.models import Alert, Watch
from flow.alerts.morning.facts import Morning
from flow.alerts.scans import catch_up
from flow.experiments.due import due_of, facts_of_faces, target_on_mondays
from flow.experiments.models import Experiment, Target
from flow.flags.models import Flag
from flow.standup.calls import calls_of
from flow.standup.models import Standup
from flow.standup.walk import Walk
from tests.flow.experiments.predicted import predicted


@pytest.fixture
def card(board, ideas, ada):
    return board.create_card("Instalments", by=ada, column=ideas)


@pytest.fixture
def over(board, ada, card, build):
    """Experiment 1 of SLU-1, which ended yesterday."""
    made = predicted(board, by=ada, card=card)
    card.as_now().move_to(build, by=ada)
    board.refresh_from_db()
    return made


def page(browser, path=""):
    return " ".join(browser.get(f"/boards/SLU/{path}").content.decode().split())


def test_a_card_says_which_experiment_it_carries(browser_of, grace, board, over, ada):
    assert "Experiment 1" in page(browser_of(grace))
    over.close(by=ada)
    assert "Experiment 1 waits for a decision" in page(browser_of(grace))
    over.decide("keep", by=ada, learning="They pay.")
    assert "Experiment 1" not in page(browser_of(grace))


def test_facts_cost_one_statement_for_all_cards(board, ideas, ada):
    class Row:
        def __init__(self, card):
            self.pk, self.number, self.finished_at = card.pk, card.number, None

    rows = []
    for nth in range(5):
        card = board.create_card(f"Card {nth}", by=ada, column=ideas)
        predicted(board, by=ada, card=card)
        rows.append(Row(card))
    with CaptureQueriesContext(connection) as asked:
        assert len(facts_of_faces(board, rows)) == 5
    assert len(asked) == 1


def test_a_result_that_is_due_is_called_at_the_standup(board, over, grace):
    standup = Standup.begin(board, by=grace, since_version=0)
    walk = Walk(standup, board, grace, timezone.now())
    [call] = [each for each in calls_of(walk) if "experiment" in each.words]
    assert call.words.startswith("The result of experiment 1 is due")
    assert (call.href, call.presses) == ("/boards/SLU/experiments/1/", True)


def test_the_page_of_a_flag_says_which_experiment_it_carries(browser_of, board, ada, today):
    facts = {"by": ada, "owner": ada, "purpose": "Pay later", "remove_by": today}
    Flag.make(board, "pay-later", kind="experiment", **facts)
    predicted(board, by=ada, flag="pay-later")
    found = '<a href="/boards/SLU/experiments/1/">Experiment 1: ready</a>'
    assert found in page(browser_of(ada), "flags/pay-later/")


def test_an_alert_is_raised_for_it_and_clears_when_it_is_decided(
    board, over, ada, today, browser_of
):
    Experiment.objects.update(ends_on=today - timedelta(3))
    Watch.objects.look_again(board)
    catch_up(board.pk)
    assert "The result of experiment 1 is due" in page(browser_of(ada), "alerts/")
    over.close(by=ada).decide("keep", by=ada, learning="They pay.")
    Watch.objects.look_again(board)
    catch_up(board.pk)
    assert not Alert.objects.of(board).standing().exists()


def test_the_digest_tells_of_it(board, over):
    section = {each.title: each for each in Morning(board, None, timezone.now()).sections}
    found = section["Experiments"]
    assert found.headline == "1 result is due"
    assert next(line.path for line in found.lines) == "/boards/SLU/experiments/1/"


def test_where_the_target_is_is_told_on_mondays(board, ada, today):
    monday = date(2026, 11, 30)
    assert target_on_mondays(board, monday) == ""
    Target.choose(board, "throughput", by=ada, to=9, by_day=date(2099, 12, 18))
    said = "Target: Cards finished in a week, now 0 cards; 9 cards by 18 December"
    assert target_on_mondays(board, monday) == said
    assert target_on_mondays(board, monday + timedelta(1)) == ""


def test_a_target_past_its_day_is_due(board, ada, today):
    target = Target.choose(board, "wip", by=ada, to=3, by_day=today)
    assert due_of(board, today) == []
    [due] = due_of(board, today + timedelta(1))
    assert due.words == "The target is past its day: Cards in progress, on average"
    target.end("missed", by=ada)
    assert due_of(board, today + timedelta(1)) == []


def test_the_log_tells_what_happened_without_its_words(board, over, card, ada, grace):
    over.revise(by=grace, confounders="Winter tariffs")
    over.close(by=ada)
    lines = [line.words for line in HistoryPage(card.as_now()).lines]
    assert any("closed experiment 1" in words for words in lines)
    assert any("changed experiment 1" in words for words in lines)
    assert any("wrote experiment 1 down" in words for words in lines)
    assert not any("Winter" in words for words in lines)
    target = Target.choose(board, "wip", by=ada, to=3, by_day=date(2099, 12, 18))
    target.end("given_up", by=ada)
    told = [change.words for change in ChangesPage(board).changes]
    assert told[:2] == ["ended the target", "set a target"]


def test_a_retry_makes_nothing_twice(board, ada, calls_with_key):
    made, again = (
        calls_with_key("k1", "experiments", {"change": "three rates"}) for _nth in range(2)
    )
    assert (made[0], again[0], made[1]["id"]) == (201, 200, again[1]["id"])
    assert calls_with_key("k1", "experiments", {"change": "four rates"})[0] == 422
    said = {"metric": "wip", "to": 3, "by": "2099-12-31"}
    one, two = (calls_with_key("k2", "targets", said) for _nth in range(2))
    assert (one[0], two[0], one[1]["id"]) == (201, 200, two[1]["id"])
    closed = predicted(board, by=ada)
    closed.close(by=ada)
    path = f"experiments/{closed.pk}/rerun"
    one, two = (calls_with_key("k3", path, None) for _nth in range(2))
    assert (one[0], two[0], one[1]["id"]) == (201, 200, two[1]["id"])
    assert Experiment.objects.count() == 3


@pytest.fixture
def calls_with_key(ask):
    return lambda key, path, body: ask("POST", path, body, key=key)
