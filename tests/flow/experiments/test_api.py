"""Experiments by the API: written down, observed, closed, decided, run again."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

ONE = "experiments/{id}"


def seen(ask, made, expected=201, **observation):
    status, answer = ask("POST", f"experiments/{made['id']}/observations", observation)
    assert status == expected, answer


def test_what_is_predicted_is_told_as_one_sentence(predict, criteria, ask):
    made = predict(**criteria)
    assert made["sentence"] == (
        "We believe paying in three instalments will produce more finished bookings because "
        "skippers stop at 1,240 € at once."
    )
    assert {name: made[name] for name in criteria} == criteria
    assert (made["number"], made["state"], made["locked"], made["verdict"]) == (
        1,
        "ended",
        None,
        None,
    )
    assert ask("GET", ONE.format(**made)) == (200, made)
    assert ask("GET", "experiments")[1]["items"] == [made]


def test_a_draft_says_what_is_missing_and_is_completed_later(predict, criteria, ask):
    made = predict(change="three instalments")
    assert made["state"] == "draft"
    assert made["missing"][0] == "outcome"
    assert "metric.unit" in made["missing"]
    status, refused = ask("POST", f"experiments/{made['id']}/observations", {"id": "1", "value": 4})
    assert (status, refused["code"]) == (409, "experiment_not_ready")
    status, refused = ask("POST", f"experiments/{made['id']}/close", {})
    assert (status, refused["code"]) == (409, "experiment_not_ready")
    status, whole = ask("PATCH", ONE.format(**made), criteria)
    assert (status, whole["state"], whole["missing"]) == (200, "ended", [])
    status, draft = ask("PATCH", ONE.format(**made), {"success_at": None, "metric": {"unit": None}})
    assert (status, draft["missing"]) == (200, ["metric.unit", "success_at"])


def test_without_card_and_flag_it_runs_from_its_first_day(predict, running, today):
    assert predict(**running)["state"] == "running"
    days = {"starts_on": today + timedelta(1), "ends_on": today + timedelta(8)}
    later = running | {name: day.isoformat() for name, day in days.items()}
    assert predict(**later)["state"] == "ready"


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"ends_on": "2026-11-07", "starts_on": "2026-11-01"}, "ends_on"),
        ({"success_at": 5}, "success_at"),
        ({"success_at": 4}, "success_at"),
        ({"metric": {"name": "hours", "unit": "h", "better": "less"}}, "success_at"),
        ({"method": "ab", "metric": {"name": "x", "unit": "h", "better": "more"}}, "metric.unit"),
        ({"metric": {"better": "most"}}, "metric.better"),
        ({"metric": {"source": "mood"}}, "metric.source"),
        ({"method": "guess"}, "method"),
        ({"sample": 0}, "sample"),
        ({"sample": "many"}, "sample"),
        ({"baseline": 1e400}, "baseline"),
        ({"card": 99}, "card"),
        ({"flag": "nobody-made-it"}, "flag"),
        ({"starts_on": "soon"}, "starts_on"),
        ({"starts_on": "1000-01-01"}, "starts_on"),
        ({"change": "x" * 501}, "change"),
        ({"verdict": "validated"}, "verdict"),
        ({"target": 2**31}, "target"),
        ({"target": 7}, "target"),
    ],
)
def test_what_cannot_be_is_named(ask, criteria, said, field):
    status, answer = ask("POST", "experiments", criteria | said)
    assert (status, [each["field"] for each in answer["errors"]]) == (422, [field]), answer
    assert ask("GET", "experiments")[1]["count"] == 0


@pytest.mark.parametrize(
    ("observed", "verdict"), [(4, "invalidated"), (6, "inconclusive"), (9, "validated")]
)
def test_the_worked_example_is_closed_with_its_verdict(predict, criteria, ask, observed, verdict):
    made = predict(**criteria)
    seen(ask, made, id="all", value=observed, n=5000)
    status, closed = ask("POST", f"experiments/{made['id']}/close", {})
    assert (status, closed["verdict"], closed["state"]) == (200, verdict, "closed")
    assert (closed["value"], closed["sample_reached"]) == (observed, True)
    assert closed["explanation"].lower().startswith(f"{verdict}:")
    assert ask("GET", ONE.format(**made)) == (200, closed)


def test_an_ab_test_shows_z_and_p(predict, criteria, ask):
    said = {"method": "ab", "success_at": 44, "failure_at": 42.6}
    made = predict(**(criteria | said))
    seen(ask, made, id="on", variant="on", n=5000, hits=2250)
    seen(ask, made, id="off", variant="off", n=5000, hits=2130)
    _status, closed = ask("POST", f"experiments/{made['id']}/close", {})
    assert (closed["value"], closed["control"], closed["verdict"]) == (45, 42.6, "validated")
    assert closed["z"] == pytest.approx(2.4186667428)
    assert closed["p_value"] == pytest.approx(0.0155775, abs=1e-6)


def test_the_same_observation_changes_nothing(predict, criteria, ask):
    made = predict(**criteria)
    seen(ask, made, id="a", n=100, hits=7)
    seen(ask, made, id="a", n=900, hits=90, expected=200)
    assert ask("GET", ONE.format(**made))[1]["value"] == 7


def test_the_latest_total_counts_in_whatever_order_they_come(predict, criteria, ask):
    made = predict(**criteria)
    seen(ask, made, id="b", n=200, hits=20, at="2026-11-20T12:00:00Z")
    seen(ask, made, id="a", n=100, hits=7, at="2026-11-19T12:00:00Z")
    assert ask("GET", ONE.format(**made))[1]["value"] == 10
    seen(ask, made, id="c", n=300, hits=33, at="2026-11-20T12:00:00Z")  # of the same moment
    assert ask("GET", ONE.format(**made))[1]["value"] == 11


def test_what_comes_late_counts_until_it_is_closed(predict, criteria, ask, today):
    """Its last day was yesterday: a total that speaks of today, or that comes days later, counts."""
    made = predict(**criteria)
    seen(ask, made, id="a", n=5000, value=4, at=f"{today - timedelta(3)}T12:00:00Z")
    assert ask("GET", ONE.format(**made))[1]["state"] == "ended"
    seen(ask, made, id="b", n=5000, value=9)
    assert ask("GET", ONE.format(**made))[1]["value"] == 9
    assert ask("POST", f"experiments/{made['id']}/close", {})[1]["verdict"] == "validated"


def test_who_has_seen_another_revision_changes_nothing(predict, criteria, ask):
    made = predict(**criteria)
    path = ONE.format(**made)
    assert made["revision"] == 1
    changed = ask("PATCH", path, {"confounders": "Winter", "expected_revision": 1})[1]
    assert changed["revision"] == 2
    status, refused = ask("PATCH", path, {"confounders": "Spring", "expected_revision": 1})
    assert (status, refused["code"]) == (409, "stale_experiment")
    assert ask("PATCH", path, {"confounders": "Winter"})[1]["revision"] == 2  # nothing changed


def test_nothing_new_is_observed_after_closing(predict, criteria, ask):
    made = predict(**criteria)
    seen(ask, made, id="a", n=5000, hits=450)
    ask("POST", f"experiments/{made['id']}/close", {})
    status, refused = ask("POST", f"experiments/{made['id']}/observations", {"id": "b", "value": 1})
    assert (status, refused["code"]) == (409, "not_possible")
    seen(ask, made, id="a", n=1, hits=1, expected=200)
    assert ask("GET", ONE.format(**made))[1]["value"] == 9


@pytest.mark.parametrize(
    ("method", "said", "field"),
    [
        ("ab", {"n": 1, "hits": 1}, "variant"),
        ("ab", {"variant": "control", "value": 3}, "value"),
        ("ab", {"variant": "control", "n": 3}, "hits"),
        ("cohort", {}, "value"),
        ("cohort", {"value": 1, "hits": 1, "n": 2}, "value"),
        ("cohort", {"hits": 1}, "n"),
        ("cohort", {"hits": 3, "n": 2}, "hits"),
        ("cohort", {"value": 1, "n": -1}, "n"),
        ("cohort", {"value": 1, "variant": "both"}, "variant"),
        ("cohort", {"value": 1, "at": "0001-01-01T00:00:00+14:00"}, "at"),
        ("cohort", {"value": "x"}, "value"),
        ("cohort", {"value": 1, "id": ""}, "id"),
    ],
)
def test_an_observation_that_cannot_be_is_named(predict, criteria, ask, method, said, field):
    made = predict(**(criteria | {"method": method}))
    status, answer = ask("POST", f"experiments/{made['id']}/observations", {"id": "a"} | said)
    assert (status, answer["errors"][0]["field"]) == (422, field), answer


def test_before_its_last_day_it_closes_only_with_a_reason(predict, running, ask):
    made = predict(**running)
    status, refused = ask("POST", f"experiments/{made['id']}/close", {})
    assert (status, refused["code"]) == (409, "too_early")
    status, refused = ask("POST", f"experiments/{made['id']}/close", {"stopped_early": " "})
    assert (status, refused["code"]) == (409, "too_early")
    seen(ask, made, id="a", n=5000, hits=450)
    status, closed = ask("POST", f"experiments/{made['id']}/close", {"stopped_early": "it hurts"})
    assert (status, closed["stopped_early"], closed["verdict"]) == (200, "it hurts", "validated")


def test_on_its_last_day_it_closes_whatever_the_sample(predict, running, ask, today):
    made = predict(**(running | {"ends_on": today.isoformat()}))
    assert made["state"] == "running"
    status, closed = ask("POST", f"experiments/{made['id']}/close")
    assert (status, closed["verdict"], closed["sample_reached"]) == (200, "inconclusive", False)
    assert closed["stopped_early"] is None


def test_to_close_again_changes_nothing(predict, criteria, ask, grace):
    made = predict(**criteria)
    first = ask("POST", f"experiments/{made['id']}/close", {})
    assert ask("POST", f"experiments/{made['id']}/close", {}, who=grace) == first


def test_a_decision_demands_a_learning(predict, criteria, ask):
    made = predict(**criteria)
    path = f"experiments/{made['id']}/decide"
    decision = {"decision": "keep", "learning": "They pay.", "next": "Four rates"}
    assert ask("POST", path, decision)[1]["code"] == "not_possible"
    ask("POST", f"experiments/{made['id']}/close", {})
    assert ask("POST", path, {"decision": "keep"})[0] == 422
    assert ask("POST", path, {"decision": "keep", "learning": " "})[0] == 422
    assert ask("POST", path, {"decision": "drop", "learning": "x"})[0] == 422
    status, decided = ask("POST", path, decision)
    assert (status, decided["state"], decided["learning"]) == (200, "decided", "They pay.")
    assert (decided["decision"], decided["next"]) == ("keep", "Four rates")
    assert ask("POST", path, decision) == (200, decided)
    status, refused = ask("POST", path, decision | {"decision": "abandon"})
    assert (status, refused["code"]) == (409, "not_possible")


def test_what_found_nothing_is_run_again_twice_at_most(predict, criteria, ask, today):
    first = predict(**criteria)
    assert ask("POST", f"experiments/{first['id']}/rerun")[1]["code"] == "not_possible"
    ask("POST", f"experiments/{first['id']}/close", {})
    status, second = ask("POST", f"experiments/{first['id']}/rerun")
    assert (status, second["rerun_of"], second["state"]) == (201, first["id"], "running")
    assert second["ends_on"] == (today + timedelta(14)).isoformat()
    assert second["locked"]["by"] == "ada@example.org"
    ask("POST", f"experiments/{second['id']}/close", {"stopped_early": "too few"})
    status, third = ask("POST", f"experiments/{second['id']}/rerun")
    assert (status, third["number"]) == (201, 3)
    for each in (first, second, third):
        status, refused = ask("POST", f"experiments/{each['id']}/rerun")
        assert (status, refused["code"]) == (409, "no_more_reruns")


def test_what_was_invalidated_is_not_run_again(predict, criteria, ask):
    made = predict(**criteria)
    seen(ask, made, id="a", n=5000, value=3)
    ask("POST", f"experiments/{made['id']}/close", {})
    assert ask("POST", f"experiments/{made['id']}/rerun")[0] == 409


def test_one_experiment_runs_at_a_time_for_a_target(predict, running, ask, target):
    tie = {"target": target["id"]}
    running_one = predict(**running, **tie)
    status, refused = ask("POST", "experiments", running | tie)
    assert (status, refused["code"]) == (409, "already_running")
    other = predict(**running)
    status, refused = ask("PATCH", f"experiments/{other['id']}", tie)
    assert (status, refused["code"]) == (409, "already_running")
    ask("POST", f"experiments/{running_one['id']}/close", {"stopped_early": "done"})
    assert ask("PATCH", f"experiments/{other['id']}", tie)[0] == 200


def test_they_are_found_by_words_state_and_verdict(predict, criteria, ask):
    made = predict(**criteria)
    predict(change="a mail two days before arrival")
    ask("POST", f"experiments/{made['id']}/close", {})
    ask("POST", f"experiments/{made['id']}/decide", {"decision": "keep", "learning": "Ask Bo"})

    def found(query):
        return [each["number"] for each in ask("GET", f"experiments?{query}")[1]["items"]]

    assert found("") == [2, 1]
    assert found("q=ask+instalments") == [1]
    assert found("state=draft") == [2]
    assert found("verdict=inconclusive") == [1]
    assert found("verdict=validated") == []
    assert ask("GET", "experiments?state=odd")[0] == 422


def test_a_viewer_looks_a_member_changes_a_stranger_sees_nothing(
    predict, criteria, ask, vera, grace, sam
):
    made = predict(**criteria)
    for who, look, change in ((vera, 200, 403), (grace, 200, 200), (sam, 404, 404)):
        assert ask("GET", ONE.format(**made), who=who)[0] == look
        assert ask("PATCH", ONE.format(**made), {"confounders": "x"}, who=who)[0] == change
    assert ask("GET", "experiments/9223372036854775807")[0] == 404


def test_the_first_experiment_switches_the_practice_on(predict, board):
    assert not board.practices["improvement"]
    predict(change="x")
    board.refresh_from_db()
    assert board.practices["improvement"]


def test_a_list_costs_the_same_however_long(predict, running, ask):
    def statements():
        with CaptureQueriesContext(connection) as asked:
            ask("GET", "experiments")
        return len(asked)

    predict(**running)
    few = statements()
    for _nth in range(4):
        seen(ask, predict(**running), id="a", value=3, n=2)
    assert statements() <= few
