"""What was decided beforehand cannot be bent once the work has started."""

import pytest

from board.models import Terms
from flow.experiments.models import Experiment

BENT = {"success_at": 7}


@pytest.fixture
def card(board, ideas, ada):
    return board.create_card("Instalments", by=ada, column=ideas)


@pytest.fixture
def made(predict, running, card):
    return predict(**running, card=card.number)


@pytest.fixture
def now(ask, made):
    return lambda: ask("GET", f"experiments/{made['id']}")[1]


@pytest.fixture
def bend(ask, made):
    """Move the goalposts: the status, and the code of a refusal."""

    def bend(**said):
        status, answer = ask("PATCH", f"experiments/{made['id']}", said or BENT)
        return status, answer.get("code")

    return bend


LOCKED = (409, "criteria_locked")


def test_before_the_pull_everything_may_change(made, bend, now):
    assert (made["state"], made["locked"]) == ("ready", None)
    assert bend() == (200, None)
    assert now()["success_at"] == 7


@pytest.mark.parametrize(
    ("door", "body"),
    [
        ("cards/1/move", {"column": "Build"}),
        ("cards/1/move", {"column": "Done"}),
        ("moves", {"moves": [{"number": 1, "column": "Review"}]}),
    ],
)
def test_the_pull_locks_the_criteria_through_every_door(made, bend, now, ask, grace, door, body):
    assert ask("POST", door, body, who=grace)[0] == 200
    lock = now()["locked"]
    assert lock["by"] == "grace@example.org"
    assert lock["because"].startswith("SLU-1 was pulled into ")
    assert now()["state"] == "running"
    assert bend() == LOCKED


def test_a_drag_a_form_and_a_new_place_lock_them(made, bend, now, browser_of, grace, build, review):
    """The page sends the same form for a drag and for "Move to"."""
    browser = browser_of(grace)
    path = "/boards/SLU/cards/1/move/"
    moved = browser.post(path, {"column": build.pk, "expected_version": 1})
    assert moved.status_code == 302
    assert now()["locked"]["because"] == "SLU-1 was pulled into Build."
    assert bend() == LOCKED


def test_a_swap_locks_them(made, bend, now, ask, board, build, ada):
    board.create_card("Other", by=ada, column=build)
    assert ask("POST", "cards/2/swap", {"with": 1})[0] == 200
    assert now()["locked"]["because"] == "SLU-1 was pulled into Build."
    assert bend() == LOCKED


@pytest.mark.parametrize(
    "said",
    [
        {"change": "x"},
        {"outcome": "x"},
        {"reason": "x"},
        {"metric": {"name": "x"}},
        {"metric": {"better": "less"}, "success_at": 1},
        {"method": "cohort"},
        {"baseline": 1},
        {"failure_at": 1},
        {"sample": 1},
        {"starts_on": "2026-01-01"},
        {"ends_on": "2027-12-31"},
        {"card": None},
        {"target": 1},
        {"sample": None},
    ],
)
def test_each_criterion_is_locked(card, build, ada, bend, said):
    card.move_to(build, by=ada)
    assert bend(**said) == LOCKED


def test_confounders_stay_open_and_what_is_the_same_bends_nothing(
    card, build, ada, bend, now, running
):
    card.move_to(build, by=ada)
    assert bend(confounders="Winter tariffs begin") == (200, None)
    assert bend(**running, card=1) == (200, None)
    assert now()["confounders"] == "Winter tariffs begin"


def test_a_return_to_the_backlog_keeps_the_lock(card, build, ada, bend, now):
    moved = card.move_to(build, by=ada)
    at = now()["locked"]["at"]
    moved.return_to_backlog(by=ada)
    assert bend() == LOCKED
    assert now()["locked"]["at"] == at


def test_an_undone_drag_lifts_the_lock(card, build, ada, bend, now):
    card.move_to(build, by=ada).undo(by=ada)
    assert now()["locked"] is None
    assert bend() == (200, None)


def test_without_a_card_the_first_observation_locks(predict, running, ask):
    made = predict(**running)
    path = f"experiments/{made['id']}"
    assert ask("PATCH", path, BENT)[0] == 200
    ask("POST", f"{path}/observations", {"id": "1", "value": 3, "n": 10})
    status, refused = ask("PATCH", path, {"success_at": 6})
    assert (status, refused["code"]) == LOCKED


def test_a_card_with_a_draft_is_refused_at_the_pull(predict, ask, card):
    made = predict(change="three instalments", card=1)
    status, refused = ask("POST", "cards/1/move", {"column": "Build"})
    assert (status, refused["code"]) == (409, "experiment_not_ready")
    [objection] = refused["objections"]
    assert objection["facts"]["experiment"] == made["id"]
    assert "outcome" in objection["facts"]["missing"]
    assert ask("POST", "cards/1/move", {"column": "Ideas"})[0] == 200
    passed = {"column": "Build", "override_reason": "urgent", "passes": ["experiment_not_ready"]}
    assert ask("POST", "cards/1/move", passed)[0] == 200


def test_what_was_never_given_is_given_after_a_pull_that_passed(
    predict, ask, card, build, ada, running
):
    made = predict(change="three instalments", card=1)
    terms = Terms(override_reason="urgent", passes=["experiment_not_ready"])
    card.as_now().move_to(build, by=ada, terms=terms)
    status, whole = ask("PATCH", f"experiments/{made['id']}", running | {"change": made["change"]})
    assert (status, whole["state"]) == (200, "running")
    assert (
        ask("PATCH", f"experiments/{made['id']}", {"change": "x"})[1]["code"] == "criteria_locked"
    )


def test_a_card_is_not_pulled_for_two_experiments(predict, ask, running, made):
    predict(**running, card=1)
    status, refused = ask("POST", "cards/1/move", {"column": "Build"})
    assert (status, refused["code"]) == (409, "already_running")


def test_a_card_that_runs_one_gets_no_other(ask, running, made, card, build, ada):
    card.move_to(build, by=ada)
    status, refused = ask("POST", "experiments", running | {"card": 1})
    assert (status, refused["code"]) == (409, "already_running")


def test_a_card_is_asked_about_as_long_as_it_has_an_open_experiment(made, ask, card):
    assert card.as_now().asked_by == ["flow.experiments"]
    ask("PATCH", f"experiments/{made['id']}", {"card": None})
    assert card.as_now().asked_by == []
    ask("PATCH", f"experiments/{made['id']}", {"card": 1})
    ask("POST", f"experiments/{made['id']}/close", {"stopped_early": "x"})
    assert card.as_now().asked_by == []


def test_a_deleted_card_leaves_its_experiment(made, card, ada):
    card.as_now().delete()
    assert Experiment.objects.get().card is None
