"""A target: one at a time, from a baseline that is frozen, with what is in the way of it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from flow.experiments.models import Experiment
from flow.metrics.figures import figures
from flow.metrics.reports import DayWindow

ONE = "targets/{id}"


def test_its_baseline_is_the_last_14_complete_days_and_stays(ask, finish, today):
    for ago, days in ((2, 3), (5, 7), (9, 9), (20, 40), (0, 1)):
        finish(ago, days)
    by = (today + timedelta(30)).isoformat()
    said = {"metric": "cycle_time", "to": 4, "by": by, "why": "What waits is worth nothing."}
    status, made = ask("POST", "targets", said)
    assert status == 201, made
    assert {name: made[name] for name in said} == said
    assert (made["baseline"], made["unit"], made["better"]) == (7, "days", "less")
    assert made["baseline_of"] == {
        "first": (today - timedelta(14)).isoformat(),
        "last": (today - timedelta(1)).isoformat(),
        "n": 3,
        "why": None,
    }
    assert (made["now"], made["is_met"]) == ({"value": 7, "n": 3, "why": None}, False)
    for ago in (1, 1, 3, 3):
        finish(ago, 2)
    now = ask("GET", ONE.format(**made))[1]
    assert (now["baseline"], now["baseline_of"]) == (made["baseline"], made["baseline_of"])
    assert (now["now"]["value"], now["now"]["n"], now["is_met"]) == (2, 7, True)
    assert ask("GET", "targets")[1]["items"] == [now]


def test_a_second_open_one_is_refused(ask, target, today):
    said = {"metric": "throughput", "to": 9, "by": today.isoformat()}
    status, refused = ask("POST", "targets", said)
    assert (status, refused["code"]) == (409, "target_open")
    assert ask("POST", f"targets/{target['id']}/end", {"became": "missed"})[0] == 200
    status, second = ask("POST", "targets", said)
    assert status == 201
    items = ask("GET", "targets")[1]["items"]
    assert [(each["id"], each["became"]) for each in items] == [
        (second["id"], None),
        (target["id"], "missed"),
    ]


@pytest.mark.parametrize("became", ["reached", "missed", "given_up"])
def test_its_end_says_what_became_of_it(ask, target, became):
    path = f"targets/{target['id']}/end"
    status, ended = ask("POST", path, {"became": became, "note": "Reviews moved to the mornings"})
    assert (status, ended["became"], ended["now"]) == (200, became, None)
    assert ended["note"] == "Reviews moved to the mornings"
    again = {"became": became, "note": "Reviews moved to the mornings"}
    assert ask("POST", path, again) == (200, ended)
    status, refused = ask("POST", path, again | {"note": "else"})
    assert (status, refused["code"]) == (409, "not_possible")
    status, refused = ask("PATCH", ONE.format(**target), {"to": 3})
    assert (status, refused["code"]) == (409, "not_possible")


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"metric": "velocity"}, "metric"),
        ({"metric": ""}, "metric"),
        ({"to": "4"}, "to"),
        ({"to": 1e400}, "to"),
        ({"to": None}, "to"),
        ({"to": -1}, "to"),
        ({"metric": "efficiency", "to": 101}, "to"),
        ({"by": "2020-01-01"}, "by"),
        ({"by": "2999-01-01"}, "by"),
        ({"by": "soon"}, "by"),
        ({"why": "x" * 501}, "why"),
        ({"from": 3}, "from"),
    ],
)
def test_what_cannot_be_is_named(ask, said, field, today):
    whole = {"metric": "wip", "to": 4, "by": (today + timedelta(9)).isoformat(), "why": "x"}
    status, answer = ask("POST", "targets", whole | said)
    assert (status, [each["field"] for each in answer["errors"]]) == (422, [field]), answer


@pytest.mark.parametrize("name", figures())
def test_every_figure_may_be_a_target_and_says_why_it_has_no_value(ask, today, name):
    said = {"metric": name, "to": 4, "by": today.isoformat()}
    status, made = ask("POST", "targets", said)
    assert (status, made["unit"], made["better"]) == (
        201,
        figures()[name].unit,
        figures()[name].better,
    )
    assert (made["baseline"] is None) == bool(made["baseline_of"]["why"])
    assert made["confirms"] == (name in FIVE)


FIVE = {
    *("deployment_frequency", "change_lead_time", "change_fail_rate"),
    *("failed_deployment_recovery_time", "deployment_rework_rate"),
}


def test_it_may_be_changed_while_it_is_open(ask, target, today):
    path, by = ONE.format(**target), (today + timedelta(9)).isoformat()
    status, changed = ask("PATCH", path, {"to": 3.5, "by": by, "why": "Sooner"})
    assert (status, changed["to"], changed["by"], changed["why"]) == (200, 3.5, by, "Sooner")
    assert (changed["revision"], changed["baseline"]) == (2, target["baseline"])
    status, refused = ask("PATCH", path, {"to": 2, "expected_revision": 1})
    assert (status, refused["code"]) == (409, "stale_target")
    assert ask("PATCH", path, {"to": 2, "expected_revision": 2})[1]["revision"] == 3
    assert ask("PATCH", path, {"metric": "wip"})[0] == 422
    assert ask("PATCH", path, {"by": "2020-01-01"})[0] == 422


def test_one_of_its_obstacles_is_worked_on(ask, target):
    path = f"targets/{target['id']}/obstacles"

    def add(text, **said):
        status, made = ask("POST", path, {"text": text, **said})
        assert status == 201
        return made

    first, second = add("Releases in the morning", note="3 of 10 waited"), add("Nothing on Fridays")
    assert ask("PATCH", f"{path}/{first['id']}", {"taken": True})[1]["taken"]
    assert ask("PATCH", f"{path}/{second['id']}", {"taken": True})[1]["taken"]
    told = ask("GET", ONE.format(**target))[1]["obstacles"]
    assert [each["taken"] for each in told] == [False, True]
    over = ask("PATCH", f"{path}/{second['id']}", {"overcome": True, "note": "Done"})[1]
    assert (over["taken"], over["overcome"], over["note"]) == (False, True, "Done")
    assert ask("PATCH", f"{path}/{first['id']}", {"taken": True})[1]["taken"]
    assert ask("DELETE", f"{path}/{first['id']}")[0] == 204
    assert ask("DELETE", f"{path}/{first['id']}")[0] == 404
    assert ask("POST", path, {"text": " "})[0] == 422
    ask("POST", f"targets/{target['id']}/end", {"became": "reached"})
    assert ask("POST", path, {"text": "Too late"})[0] == 409


def test_three_fields_make_an_experiment_of_it(ask, predict, finish, today):
    for ago, days in ((2, 3), (5, 7), (9, 9)):
        finish(ago, days)
    by = (today + timedelta(30)).isoformat()
    target = ask("POST", "targets", {"metric": "cycle_time", "to": 4, "by": by})[1]
    said = {"change": "review in pairs", "outcome": "half within 4 days", "reason": "no one waits"}
    made = predict(**said, target=target["id"])
    assert (made["state"], made["missing"], made["kind"]) == ("running", [], "process")
    assert made["metric"] == {
        "name": "Cycle time of a card, median",
        "unit": "days",
        "better": "less",
        "source": "cycle_time",
    }
    found = [made[name] for name in ("baseline", "success_at", "failure_at", "sample", "method")]
    assert found == [7, 4, 7, 3, "before_after"]
    assert made["starts_on"] == today.isoformat()
    assert made["ends_on"] == (today + timedelta(14)).isoformat()
    assert ask("GET", ONE.format(**target))[1]["experiments"] == [made["id"]]


def test_what_is_said_wins_over_what_the_target_proposes(predict, running, target):
    made = predict(**running, target=target["id"])
    assert {name: made[name] for name in running} == running


def test_without_a_baseline_its_experiment_is_a_draft(predict, target):
    made = predict(change="a", outcome="b", reason="c", target=target["id"])
    assert (made["state"], made["missing"]) == ("draft", ["baseline", "failure_at"])


def test_an_ended_target_gets_no_experiment(ask, predict, running, target):
    made = predict(**running, target=target["id"])
    ask("POST", f"targets/{target['id']}/end", {"became": "given_up"})
    status, wrong = ask("POST", "experiments", running | {"target": target["id"]})
    assert (status, wrong["errors"][0]["field"]) == (422, "target")
    path = f"experiments/{made['id']}"
    assert ask("PATCH", path, {"confounders": "Winter"})[0] == 200
    assert Experiment.objects.get().target == target["id"]


def test_the_first_target_switches_the_practice_on(board, target):
    board.refresh_from_db()
    assert board.practices["improvement"]


def test_a_stranger_sees_none(ask, target, sam, vera):
    assert ask("GET", ONE.format(**target), who=sam)[0] == 404
    assert ask("GET", ONE.format(**target), who=vera)[0] == 200
    assert ask("GET", "targets/9223372036854775807")[0] == 404
    assert ask("GET", f"targets/{target['id']}/obstacles/9223372036854775807")[0] == 405


def test_a_figure_costs_the_same_however_many_cards(board, finish):
    def statements():
        board.refresh_from_db()
        with CaptureQueriesContext(connection) as asked:
            for figure in figures().values():
                figure.ask(board, DayWindow.of(board, days=14))
        return len(asked)

    finish(2, 3)
    few = statements()
    for ago in range(1, 12):
        finish(ago, 2)
    assert statements() <= few
