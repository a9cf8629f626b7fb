"""The due experiments and targets, for faces, the standup, alerts and the digest."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _later
from django.utils.translation import ngettext

from board.display.fact import Fact, Facts
from board.models import Board
from board.models.words import isolated
from flow.alerts.few import Few
from flow.alerts.kinds import KindOfAlert
from flow.alerts.morning.sections import DigestSection, SectionLine
from flow.alerts.rules import Crossing
from flow.experiments.models import Experiment, Target
from flow.experiments.models.experiment import ExperimentState
from flow.experiments.shown import ShownExperiment, shown
from flow.experiments.words import amount
from flow.flags.facts import FlagFact
from flow.flags.models import Flag
from flow.standup.calls import BoardCall

if TYPE_CHECKING:
    from board.models.card.queries import FaceRow
    from flow.alerts.morning.facts import Morning
    from flow.standup.walk import Walk

MONDAY = 0
A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Due:
    """Something that somebody should say now: in words, on a page, since a day."""

    name: str  # among the things that are due of this board; 10 characters at most
    words: str
    path: str
    since: date


def due_of(board: Board, today: date) -> list[Due]:
    """Return the experiments whose time has ended, undecided ones, and a target past its day.

    In six statements, however many there are.
    """
    rows = shown(board, list(Experiment.objects.of(board).undecided().with_nouns()), today)
    return [*_results(board, rows), *_past_targets(board, today)]


def _results(board: Board, rows: Sequence[ShownExperiment]) -> Iterator[Due]:
    for row in rows[::-1]:
        each = row.experiment
        path = reverse("experiment", args=[board.key, each.number])
        facts = {"number": each.number, "change": isolated(each.change)}
        if row.state == ExperimentState.ENDED and row.last is not None:
            words = _("The result of experiment %(number)s is due: %(change)s") % facts
            yield Due(f"r{each.number}", words, path, row.last + A_DAY)
        elif each.closed_at is not None:
            words = _("Experiment %(number)s waits for a decision: %(change)s") % facts
            yield Due(f"d{each.number}", words, path, board.day_of(each.closed_at))


def _past_targets(board: Board, today: date) -> Iterator[Due]:
    for target in Target.objects.of(board).open():
        if target.by_day < today:
            words = _("The target is past its day: %(title)s") % {"title": target.title}
            path = reverse("targets", args=[board.key])
            yield Due(f"t{target.pk}", words, path, target.by_day + A_DAY)


def facts_of_faces(board: Board, rows: "Sequence[FaceRow]") -> Facts:
    """The experiment that a card carries, in one statement for all cards."""
    by_pk = {row.pk: row for row in rows}
    facts: Facts = {}
    for each in Experiment.objects.undecided().of_cards(by_pk):
        assert each.card_id is not None
        row = by_pk[each.card_id]
        if row.finished_at and each.closed_at is None:
            words = _("Experiment %s goes on")
        elif each.closed_at is not None:
            words = _("Experiment %s waits for a decision")
        else:
            words = _("Experiment %s")
        fact = Fact("search", words % each.number, presses=each.closed_at is not None)
        facts.setdefault(row.number, []).append(fact)
    return facts


def facts_of_a_flag(flag: Flag) -> Iterator[FlagFact]:
    """The experiments that a flag carries, with their states."""
    experiments = list(Experiment.objects.undecided().of_flag(flag).with_nouns())
    for row in shown(flag.board, experiments):
        facts = {"number": row.experiment.number, "state": row.state.label}
        yield FlagFact(
            _("Experiment %(number)s: %(state)s") % facts,
            reverse("experiment", args=[flag.board.key, row.experiment.number]),
        )


def calls_of_a_standup(walk: "Walk") -> Iterator[BoardCall]:
    """Yield the due experiments, and on Mondays the state of the target."""
    for due in due_of(walk.board, walk.day):
        yield BoardCall(due.words, due.path, presses=True)
    if line := target_on_mondays(walk.board, walk.day):
        yield BoardCall(line, reverse("targets", args=[walk.board.key]))


def section_of_the_digest(morning: "Morning") -> DigestSection | None:
    """The same for the morning's mail; a target alone is no reason to write it."""
    due = due_of(morning.board, morning.today)
    lines = [SectionLine(each.words, path=each.path) for each in due]
    if line := target_on_mondays(morning.board, morning.today):
        lines.append(SectionLine(line, path=reverse("targets", args=[morning.board.key])))
    if not lines:
        return None
    headline = ngettext("%(n)d result is due", "%(n)d results are due", len(due)) % {"n": len(due)}
    return DigestSection(_("Experiments"), Few(lines), headline if due else "")


def target_on_mondays(board: Board, today: date) -> str:
    """Where the target of a board is, on a Monday; "" on other days and without one."""
    if today.weekday() != MONDAY:
        return ""
    target = Target.objects.of(board).open().first()
    if target is None:
        return ""
    target.board = board
    now = target.measured()
    facts = {
        "title": target.title,
        "now": amount(now.value, target.unit),
        "to": amount(target.to, target.unit),
        "day": date_format(target.by_day, "j F"),
    }
    return _("Target: %(title)s, now %(now)s; %(to)s by %(day)s") % facts


def crossings(board: Board, days: int | None, now: datetime) -> Iterator[Crossing]:
    """Return what has been due for at least these days."""
    today = board.day_of(now)
    for due in due_of(board, today):
        if (today - due.since).days >= (days or 0):
            yield Crossing(KIND, due.name, due.since, title=due.words[:300], address=due.path)


KIND = "result_due"
KINDS_OF_ALERTS = (
    KindOfAlert(
        KIND,
        _later("a result that is due"),
        1,
        rule=_later(
            "The result or the decision of an experiment, or a target past its day, has been due for "
            "%(days)d days."
        ),
        says=_later("%(title)s, since %(day)s."),
        crossings=crossings,
    ),
)


def event_says(data: dict) -> str:
    """An event of an experiment or a target, without who did it and without its words."""
    if data["of"] == "targets":
        return str(OF_TARGETS[data["what"]])
    return str(OF_EXPERIMENTS[data["what"]]) % {"number": data["number"]}


OF_TARGETS = {
    "set": _later("set a target"),
    "changed": _later("changed the target"),
    "ended": _later("ended the target"),
}
OF_EXPERIMENTS = {
    "written": _later("wrote experiment %(number)s down"),
    "changed": _later("changed experiment %(number)s"),
    "closed": _later("closed experiment %(number)s"),
    "decided": _later("decided about experiment %(number)s"),
    "run_again": _later("ran an experiment again, as experiment %(number)s"),
}
