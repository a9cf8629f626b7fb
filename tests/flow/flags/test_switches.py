"""Who gets a flag: on, off, a share, those allowed; a ramp in production; history."""

import psycopg
import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from board.models import NotPossible, StalePart
from flow.flags.models import Environment, Flag, FlagEntry
from tests import services


def test_a_ramp_goes_step_by_step_in_production(make_flag, state_of, grace):
    state = state_of(make_flag())
    for share in (1, 5, 25, 50, 100):
        state = state.switch(by=grace, enabled=True, rollout=share)
    assert state.full_since == state.first_full_at
    state = state.switch(by=grace, rollout=25)
    assert state.full_since is None
    assert state.first_full_at


@pytest.mark.parametrize(("was", "wanted"), [(0, 5), (1, 6), (25, 51), (3, 25), (50, 100)])
def test_a_raise_that_skips_a_step_wants_a_reason(make_flag, state_of, grace, was, wanted):
    state = state_of(make_flag()).switch(by=grace, enabled=True, rollout=was, reason="Begin")
    if wanted == 100:
        assert state.switch(by=grace, rollout=wanted).rollout == 100  # the next step
        return
    with pytest.raises(ValidationError) as refused:
        state.switch(by=grace, rollout=wanted)
    assert {*refused.value.message_dict} == {"reason"}
    assert state.switch(by=grace, rollout=wanted, reason="It is small").rollout == wanted


def test_elsewhere_and_for_permanent_kinds_nothing_is_asked(make_flag, state_of, grace):
    staging = state_of(make_flag(), "staging")
    assert staging.switch(by=grace, enabled=True, rollout=100).rollout == 100
    valve = state_of(make_flag("ops.valve", kind="ops"))
    assert valve.switch(by=grace, enabled=True, rollout=100).rollout == 100


def test_off_keeps_the_share_and_on_returns_to_it(make_flag, state_of, grace):
    state = state_of(make_flag()).switch(by=grace, enabled=True, rollout=25, reason="Begin")
    state = state.switch(by=grace, enabled=False)
    assert state.rollout == 25
    assert state.switch(by=grace, enabled=True).rollout == 25


def test_who_saw_another_version_is_told(make_flag, state_of, grace):
    state = state_of(make_flag())
    state.switch(by=grace, rollout=1, expected_version=1)
    with pytest.raises(StalePart) as refused:
        state.switch(by=grace, rollout=5, expected_version=1)
    assert refused.value.thing.as_answer["rollout"] == 1


def test_each_change_is_in_the_history_and_raises_the_version(make_flag, state_of, grace, board):
    flag = make_flag()
    before = Environment.objects.get(board=board, production=True).version
    state_of(flag).switch(by=grace, enabled=True, rollout=5, reason="Small", allowed=["a", "a"])
    last, first = FlagEntry.objects.latest_first()
    assert (first.what, last.what, last.by, last.environment) == (
        *("made", "switched"),
        grace,
        "production",
    )
    assert last.now == {"enabled": True, "rollout": 5, "allowed": ["a"]}
    assert Environment.objects.get(board=board, production=True).version == before + 1
    state_of(flag).switch(by=grace, rollout=5)  # nothing new
    assert FlagEntry.objects.count() == 2


def test_a_removed_flag_and_one_of_an_archived_board_can_only_be_turned_off(
    make_flag, state_of, grace, ada, board, done
):
    flag, other = make_flag(), make_flag("other")
    for each in (flag, other):
        state_of(each).switch(by=grace, enabled=True, rollout=1)
    flag.removal_card.move_to(done, by=grace)
    board.archive(by=ada)
    for each in (flag, other):
        state = state_of(Flag.objects.get(pk=each.pk))
        with pytest.raises(NotPossible):
            state.switch(by=grace, rollout=5)
        assert not state.switch(by=grace, enabled=False).enabled


@pytest.mark.django_db(transaction=True)
def test_a_held_board_does_not_hold_up_a_switch(make_flag, state_of, grace, board):
    """As an import holds it, for as long as that takes."""
    state = state_of(make_flag())
    with psycopg.connect(services.environment()["DATABASE_URL"]) as other:
        other.execute("SELECT * FROM board_board WHERE id = %s FOR UPDATE", [board.pk])
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '5s'")
        assert state.switch(by=grace, enabled=True).enabled
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = 0")


def test_stages_follow_production(make_flag, state_of, grace, done, now):
    flag = make_flag()

    def stage() -> str:
        return Flag.objects.staged().get(pk=flag.pk).stage

    assert stage() == "made"
    flag.states.filter(environment__name="staging").update(enabled=True, rollout=100)
    assert stage() == "made"
    flag.states.filter(environment__production=True).update(first_asked_at=now)
    assert stage() == "deployed"
    state = state_of(flag).switch(by=grace, enabled=True)
    assert stage() == "dark"
    state.switch(by=grace, rollout=1)
    assert stage() == "ramping"
    state.switch(by=grace, rollout=100, reason="Done")
    assert stage() == "everybody"
    flag.removal_card.move_to(done, by=grace)
    assert stage() == "removed"
