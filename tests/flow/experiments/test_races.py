"""Two at once, each with a connection of its own: one comes first, and nothing is done twice."""

from datetime import timedelta

import pytest

from board.models import Refusal
from flow.experiments.models import Experiment, Observation, Target
from flow.experiments.refusals import TargetOpen
from flow.flags.models import Flag, FlagEntry, FlagState
from tests.board.races.crowd import at_once
from tests.flow.experiments.predicted import predicted

pytestmark = pytest.mark.django_db(transaction=True)


def fresh(pk):
    return Experiment.objects.select_related("board").get(pk=pk)


def test_two_who_close_end_it_once(board, ada, grace, today):
    flag = Flag.make(
        *(board, "pay-later"),
        kind="experiment",
        by=ada,
        owner=ada,
        purpose="Pay later",
        remove_by=today + timedelta(20),
    )
    state = flag.states.select_related("environment").get(environment__production=True)
    state.flag = flag
    state.switch(by=ada, enabled=True, rollout=1)
    made = predicted(board, by=ada, flag="pay-later")
    made.observe("a", by=ada, n=5000, value=3)
    early = {"stopped_early": "it hurts"}
    one, two = at_once(
        [
            lambda: fresh(made.pk).close(by=ada, **early),
            lambda: fresh(made.pk).close(by=grace, **early),
        ]
    )
    assert (one.verdict, one.closed_at, one.closed_by_id) == (
        two.verdict,
        two.closed_at,
        two.closed_by_id,
    )
    assert not FlagState.objects.filter(enabled=True).exists()
    assert FlagEntry.objects.filter(now__enabled=False, was__enabled=True).count() == 1


def test_two_who_send_one_observation_keep_it_once(board, ada):
    made = predicted(board, by=ada)
    answers = at_once(
        [lambda: fresh(made.pk).observe("a", by=ada, n=1, value=3)[1] for _nth in range(4)]
    )
    assert sorted(answers) == [False, False, False, True]
    assert Observation.objects.count() == 1


def test_two_who_run_it_again_make_two_reruns_and_the_third_none(board, ada):
    made = predicted(board, by=ada)
    made.close(by=ada)
    answers = at_once([lambda: fresh(made.pk).rerun(by=ada) for _nth in range(3)])
    assert sum(isinstance(each, Refusal) for each in answers) == 1
    assert sorted(Experiment.objects.values_list("number", flat=True)) == [1, 2, 3]


def test_two_who_set_a_target_set_one(board, ada, grace, today):
    answers = at_once(
        [
            lambda by=by: Target.choose(board, "wip", by=by, to=3, by_day=today)
            for by in (ada, grace)
        ]
    )
    assert sum(isinstance(each, TargetOpen) for each in answers) == 1
    assert Target.objects.count() == 1


def test_who_bends_a_criterion_while_the_flag_ramps_is_first_or_refused(board, ada, today):
    flag = Flag.make(
        *(board, "pay-later"),
        kind="experiment",
        by=ada,
        owner=ada,
        purpose="Pay later",
        remove_by=today + timedelta(20),
    )
    made = predicted(board, by=ada, flag="pay-later")
    state = flag.states.select_related("environment", "flag__board").get(
        environment__production=True
    )
    bent, _switched = at_once(
        [
            lambda: fresh(made.pk).revise(by=ada, success_at=7),
            lambda: state.switch(by=ada, enabled=True, rollout=1),
        ]
    )
    is_refused = isinstance(bent, Refusal)
    assert fresh(made.pk).success_at == (8 if is_refused else 7)
    if is_refused:
        assert bent.code == "criteria_locked"
