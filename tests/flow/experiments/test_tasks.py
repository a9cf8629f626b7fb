"""What Celery does for experiments: it observes, and it tells owners that the time is over."""

from datetime import datetime, time, timedelta

import pytest
from django.utils import timezone

from flow.experiments import tasks
from flow.experiments.models import Experiment
from flow.experiments.models.experiment import ExperimentState
from flow.experiments.shown import one
from flow.flags.models import Flag, FlagEntry
from flow.metrics.figures import figures
from tests.flow.experiments.predicted import predicted


@pytest.mark.parametrize("source", figures())
def test_a_metric_that_sluice_knows_is_observed_once_a_day(board, ada, today, source):
    made = predicted(board, by=ada, source=source, ends_on=today + timedelta(7))
    tasks.observe()
    tasks.observe()
    seen = list(made.observations.all())
    assert len(seen) == (1 if source in ("throughput", "wip") else 0)  # nothing finished
    assert {each.external_id for each in seen} <= {f"sluice {today - timedelta(1)}"}


def test_what_waits_for_its_card_is_not_observed(board, ada, ideas, build):
    card = board.create_card("Instalments", by=ada, column=ideas)
    made = predicted(board, by=ada, source="throughput", card=card, ends_on="2099-01-01")
    made.refresh_from_db()
    made.board = board
    assert one(made).state == ExperimentState.READY
    tasks.observe()
    assert not made.observations.exists()
    card.move_to(build, by=ada)
    tasks.observe()
    assert made.observations.get().value == 0


def test_the_owner_is_told_once_that_the_time_is_over(board, ada, grace, mailoutbox):
    predicted(board, by=grace)
    Experiment.predict(board, by=ada, change="a draft")
    predicted(board, by=ada).close(by=ada)
    tasks.notify_owners()
    tasks.notify_owners()
    [mail] = mailoutbox
    assert mail.to == ["grace@example.org"]
    assert mail.subject == "The result of experiment 1 of Harbour is due"
    assert "/boards/SLU/experiments/1/" in mail.body


def test_who_has_left_the_board_is_not_told(board, ada, grace, mailoutbox):
    predicted(board, by=grace)
    board.memberships.get(person=grace).delete()
    tasks.notify_owners()
    assert mailoutbox == []


def test_what_is_observed_is_what_flow_tells(board, ada, ask, today, finish):
    """The median of the cycle times and the cards in seven days, by hand and by the API of flow."""
    for ago, days in ((1, 3), (2, 8), (3, 5), (30, 90), (0, 1)):
        finish(ago, days)
    facts = {"by": ada, "starts_on": today - timedelta(7), "ends_on": today + timedelta(7)}
    times = predicted(board, source="cycle_time", **facts)
    cards = predicted(board, source="throughput", **facts)
    share = predicted(board, source="efficiency", **facts)
    tasks.observe()
    seen = times.observations.get()
    assert (seen.value, seen.n) == (5, 3)
    days = f"from={today - timedelta(7)}&to={today - timedelta(1)}"
    told = ask("GET", f"flow/cycle-time?{days}")[1]
    assert (told["percentiles"]["50"], told["count"]) == (seen.value, seen.n)
    seen = cards.observations.get()
    assert (seen.value, seen.n) == (3, 3)
    assert ask("GET", f"flow/throughput?{days}")[1]["total"] == seen.n
    told = ask("GET", f"flow/efficiency?{days}")[1]
    assert share.observations.get().value == pytest.approx(100 * told["efficiency"])
    assert seen.at == datetime.combine(today, time(), board.zone)


def test_the_days_of_a_flag_s_experiment_are_observed_from_its_ramp(board, ada, today, finish):
    flag = Flag.make(
        *(board, "pay-later"),
        kind="experiment",
        by=ada,
        owner=ada,
        purpose="Pay later",
        remove_by=today + timedelta(20),
    )
    for ago in (1, 2, 6):
        finish(ago, 2)
    made = predicted(board, by=ada, source="throughput", flag="pay-later")
    tasks.observe()
    assert not made.observations.exists()
    state = flag.states.select_related("environment").get(environment__production=True)
    state.flag = flag
    state.switch(by=ada, enabled=True, rollout=1)
    past = timezone.now() - timedelta(3)
    Experiment.objects.update(made_at=past - timedelta(9))
    FlagEntry.objects.filter(now__rollout=1).update(at=past)
    tasks.observe()
    assert made.observations.get().n == 2  # of the last three days, not of all fifteen
