"""The target of the demo board and what its team tries: made by the verbs, and dated back."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from board.models import Board, Person
from flow.experiments.models import Experiment, Target, TargetObstacle
from flow.metrics.reports import DayWindow

SET_AGO, DUE_IN = timedelta(days=8), timedelta(days=18)
BASELINE_DAYS = 14
OBSTACLES = (
    ("Releases only in the morning", "What is merged after ten waits for the next day"),
    ("Nothing is released on a Friday", "It waits for Monday"),
    ("Review has no time before lunch", "Three cards stand there"),
)


def add_to(board: Board, owner: Person) -> None:
    """A target that was set in the last retrospective, and two experiments."""
    today = board.day_of(timezone.now())
    set_on = today - SET_AGO
    _past(board, owner)
    target = Target.choose(
        board,
        "change_lead_time",
        by=owner,
        to=6,
        by_day=today + DUE_IN,
        why="What is merged and not live is worth nothing.",
    )
    window = DayWindow(set_on - timedelta(BASELINE_DAYS), set_on - timedelta(1))
    figure = target.figure
    assert figure is not None
    then = figure.ask(board, window)
    Target.objects.filter(pk=target.pk).update(
        made_at=_at(board, set_on),
        baseline=then.value,
        baseline_n=then.n,
        baseline_why=then.why,
        baseline_first=window.first,
        baseline_last=window.last,
    )
    target.refresh_from_db()
    target.board = board
    first, *_others = [
        TargetObstacle.add(target, text, note=note, by=owner) for text, note in OBSTACLES
    ]
    first.target = target
    first.revise(by=owner, taken=True)
    Experiment.predict(
        board,
        by=owner,
        target=target.pk,
        change="merging before ten and deploying the same morning",
        outcome="a lead time of 6 hours",
        reason="no change waits for the next day",
        starts_on=today - timedelta(5),
        ends_on=today + timedelta(9),
    )


def _past(board: Board, owner: Person) -> None:
    """An experiment that was closed and decided before the target was set."""
    today = board.day_of(timezone.now())
    begun, ended = today - timedelta(36), today - timedelta(22)
    experiment = Experiment.predict(
        board,
        by=owner,
        change="a lower limit in Review",
        outcome="reviews that begin on the day when a card comes",
        reason="a full column is looked at first",
        metric_name="cards that waited a night for their review",
        unit="%",
        better="less",
        method="before_after",
        baseline=60,
        success_at=30,
        failure_at=55,
        sample=10,
        starts_on=begun,
        ends_on=ended,
    )
    experiment.observe("the last two weeks", by=owner, n=17, value=24)
    experiment.close(by=owner)
    experiment.decide(
        "keep", by=owner, learning="Three places are enough: who is free reviews before pulling."
    )
    at = _at(board, ended)
    Experiment.objects.filter(pk=experiment.pk).update(
        made_at=_at(board, begun), closed_at=at, decided_at=at
    )


def _at(board: Board, day: date) -> datetime:
    """The middle of a day of the board."""
    return datetime.combine(day, time(15), board.zone)
