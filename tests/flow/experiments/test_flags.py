"""An experiment and its flag: the ramp locks, the verdict switches."""

from datetime import timedelta

import pytest
from django.utils import timezone
from openfeature import api
from openfeature.contrib.provider.ofrep import OFREPProvider
from openfeature.flag_evaluation import Reason

from flow.experiments import tasks
from flow.experiments.models import Experiment
from flow.flags.models import Environment, Flag, FlagEntry, FlagState, FlagToken
from tests.patience import eventually
from tests.processes import procfile_process


@pytest.fixture
def flag(board, ada, today):
    return Flag.make(
        board,
        "pay-later",
        kind="experiment",
        by=ada,
        owner=ada,
        purpose="Pay later",
        remove_by=today + timedelta(20),
    )


@pytest.fixture
def production(flag):
    state = FlagState.objects.select_related("flag__board", "environment").get(
        flag=flag, environment__production=True
    )
    state.flag.board = flag.board
    return state


def bend(ask, made):
    status, answer = ask("PATCH", f"experiments/{made['id']}", {"success_at": 7})
    return status, answer.get("code")


def test_the_ramp_locks_the_criteria(predict, running, ask, flag, production, grace):
    made = predict(**running, flag="pay-later")
    assert (made["state"], made["locked"]) == ("ready", None)
    production.switch(by=grace, enabled=True)  # dark
    assert bend(ask, made) == (200, None)
    production.switch(by=grace, rollout=1)
    now = ask("GET", f"experiments/{made['id']}")[1]
    assert (now["state"], now["locked"]["by"]) == ("running", "grace@example.org")
    assert now["locked"]["because"] == "The flag pay-later went to 1 % in production."
    production.switch(by=grace, enabled=False)
    status, refused = ask("PATCH", f"experiments/{made['id']}", {"success_at": 9})
    assert (status, refused["code"]) == (409, "criteria_locked")
    status, refused = ask("POST", "experiments", running | {"flag": "pay-later"})
    assert (status, refused["code"]) == (409, "already_running")


@pytest.mark.parametrize(
    ("observed", "is_on", "on_top"), [(4, False, True), (6, True, False), (9, True, True)]
)
def test_what_follows_from_the_verdict(
    predict, criteria, ask, flag, production, board, ideas, ada, observed, is_on, on_top
):
    other = board.create_card("Other", by=ada, column=ideas)
    other.move_to(ideas, by=ada, before=flag.removal_card)
    production.switch(by=ada, enabled=True, rollout=50, reason="all at once")
    made = predict(**criteria, flag="pay-later")
    ask("POST", f"experiments/{made['id']}/observations", {"id": "a", "n": 5000, "value": observed})
    early = {"stopped_early": "it is seen already"}
    assert ask("POST", f"experiments/{made['id']}/close", early)[0] == 200
    production.refresh_from_db()
    assert (production.enabled, production.rollout) == (is_on, 50)
    first = board.cards.filter(column=ideas).order_by("rank").first()
    assert (first == flag.removal_card) == on_top


SWITCH = "flags/pay-later/environments/production"


def test_a_draft_is_refused_before_its_flag_leaves_0_percent(predict, running, ask, flag):
    made = predict(change="three instalments", flag="pay-later")
    assert ask("PUT", SWITCH, {"enabled": True, "allowed": ["ada"]})[0] == 200
    status, refused = ask("PUT", SWITCH, {"rollout": 1})
    assert (status, refused["code"]) == (409, "experiment_not_ready")
    assert "the outcome" in refused["detail"]
    assert ask("PUT", SWITCH, {"rollout": 1, "reason": "urgent"})[0] == 409  # it names no refusal
    assert ask("PUT", SWITCH, {"rollout": 1, "passes": ["experiment_not_ready"]})[0] == 409
    staging = SWITCH.replace("production", "staging")
    assert ask("PUT", staging, {"enabled": True, "rollout": 100})[0] == 200
    passing = {"rollout": 1, "reason": "urgent", "passes": ["experiment_not_ready"]}
    assert ask("PUT", SWITCH, passing)[0] == 200
    assert ask("GET", f"experiments/{made['id']}")[1]["locked"]["because"].startswith("The flag")
    assert ask("PUT", SWITCH, {"rollout": 5})[0] == 200  # it has left 0 %
    assert ask("PUT", SWITCH, {"enabled": False})[0] == 200
    assert ask("PUT", SWITCH, {"enabled": True})[1]["code"] == "experiment_not_ready"


def test_a_flag_does_not_ramp_for_two_experiments(predict, running, ask, flag):
    predict(**running, flag="pay-later")
    second = predict(**running, flag="pay-later")
    status, refused = ask("PUT", SWITCH, {"enabled": True, "rollout": 1})
    assert (status, refused["code"]) == (409, "already_running")
    ask("PATCH", f"experiments/{second['id']}", {"flag": None})
    assert ask("PUT", SWITCH, {"enabled": True, "rollout": 1})[0] == 200


def test_half_a_percent_is_refused_and_locks_nothing(predict, running, ask, flag):
    made = predict(**running, flag="pay-later")
    status, refused = ask("PUT", SWITCH, {"enabled": True, "rollout": 0.5})
    assert (status, refused["errors"][0]["field"]) == (422, "rollout")
    assert ask("GET", f"experiments/{made['id']}")[1]["locked"] is None


def test_its_days_begin_at_the_ramp(predict, criteria, ask, flag, production, ada, today):
    made = predict(**criteria, flag="pay-later")
    assert (made["state"], made["runs_from"], made["runs_to"]) == ("ready", None, None)
    status, refused = ask("POST", f"experiments/{made['id']}/close", {})
    assert (status, refused["code"]) == (409, "too_early")
    assert "has not left 0 %" in refused["detail"]
    production.switch(by=ada, enabled=True, rollout=1)
    now = ask("GET", f"experiments/{made['id']}")[1]
    length = timedelta(14)
    assert (now["state"], now["starts_on"]) == ("running", criteria["starts_on"])
    assert (now["runs_from"], now["runs_to"]) == (str(today), str(today + length))
    assert ask("POST", f"experiments/{made['id']}/close", {})[1]["code"] == "too_early"
    past = timezone.now() - timedelta(14)
    Experiment.objects.update(made_at=past - timedelta(1))
    FlagEntry.objects.filter(now__rollout=1).update(at=past)
    assert ask("GET", f"experiments/{made['id']}")[1]["runs_to"] == str(today)
    assert ask("POST", f"experiments/{made['id']}/close", {})[0] == 200


def test_the_owner_hears_of_the_end_that_the_ramp_gave(
    predict, criteria, flag, production, ada, mailoutbox
):
    predict(**criteria, flag="pay-later")
    production.switch(by=ada, enabled=True, rollout=1)
    tasks.notify_owners()
    assert mailoutbox == []  # its last day was yesterday by its days, and is in two weeks
    past = timezone.now() - timedelta(15)
    Experiment.objects.update(made_at=past)
    FlagEntry.objects.filter(now__rollout=1).update(at=past)
    tasks.notify_owners()
    assert len(mailoutbox) == 1


@pytest.mark.django_db(transaction=True)
def test_who_asks_with_openfeature_gets_an_invalidated_flag_no_more(
    predict, running, ask, flag, production, ada, board, tmp_path
):
    """The next evaluation of an unmodified client answers DISABLED."""
    made = predict(**running, flag="pay-later")
    production.switch(by=ada, enabled=True, rollout=100, reason="all at once")
    [environment] = [each for each in Environment.objects.kept_of(board) if each.production]
    _row, secret = FlagToken.issue(board, environment, name="web", by=ada)
    with procfile_process("flags", tmp_path / "flags.log") as server:
        headers = {"Authorization": f"Bearer {secret}"}
        url = f"http://127.0.0.1:{server.port}"
        api.set_provider(OFREPProvider(url, headers_factory=lambda: headers))
        client = api.get_client()
        eventually(lambda: client.get_boolean_value("pay-later", False) is True)
        path = f"experiments/{made['id']}"
        ask("POST", f"{path}/observations", {"id": "a", "n": 5000, "value": 4})
        status, closed = ask("POST", f"{path}/close", {"stopped_early": "it hurts"})
        assert (status, closed["verdict"]) == (200, "invalidated")
        eventually(
            lambda: client.get_boolean_details("pay-later", True).reason == Reason.DISABLED, 2
        )
        assert client.get_boolean_value("pay-later", True) is False
    api.clear_providers()
