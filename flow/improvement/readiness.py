"""Whether a team is done with this phase: four criteria, the evidence of each, and the team's word.

Evidence is computed, of the last 28 complete days and of now. The word is a person's: nothing here
decides that a team is there.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _later
from django.utils.translation import ngettext

from board import extensions
from board.models import Board, Card, Override
from board.models.limit.limit import Scope
from flow.delivery.display.words import percent
from flow.experiments.models import Experiment, Target
from flow.experiments.words import amount
from flow.flags.models import Flag, FlagStage
from flow.flags.summary import summary
from flow.improvement.models import Retrospective
from flow.improvement.models.readiness_word import Criterion, ReadinessWord
from flow.improvement.models.retrospective.action import share_done
from flow.metrics.figures import FigureValue, figures
from flow.metrics.reports import DayWindow

DAYS = 28
A_QUARTER = timedelta(days=90)


@dataclass(frozen=True)
class Evidence:
    """One fact, and the address of the page that shows it."""

    words: str
    path: str


@dataclass(frozen=True)
class ReadinessOfCriterion:
    """A criterion with its evidence and the word of the team, if there is one."""

    criterion: Criterion
    evidence: list[Evidence]
    word: ReadinessWord | None

    @property
    def title(self) -> str:
        return str(self.criterion.label)

    @property
    def state(self) -> str:
        """Return the state to draw: there, not, or unsaid."""
        if self.word is None:
            return "unsaid"
        return "there" if self.word.is_there else "not"


def readiness(board: Board) -> list[ReadinessOfCriterion]:
    """Return the four criteria of a board, with today's evidence."""
    words_of_team, now = ReadinessWord.objects.of(board), timezone.now()
    more = list(_of_other_apps(board, now))
    return [
        ReadinessOfCriterion(
            each,
            [*EVIDENCE[each](board, now), *(fact for name, fact in more if name == each)],
            words_of_team.get(each),
        )
        for each in Criterion
    ]


def _of_other_apps(board: Board, now: datetime) -> Iterator[tuple[str, Evidence]]:
    """The evidence that installed apps add as `evidence_of_readiness`, with its criterion.

    That is the path of a function from a board and a moment to a criterion's name, a sentence, and
    the name of the URL of the page that shows it, which takes the board's key.
    """
    for evidence_of in extensions.named("evidence_of_readiness", board):
        for criterion, words, page in evidence_of(board, now):
            yield criterion, Evidence(words, _page(page, board))


def _of_small_batches(board: Board, now: datetime) -> Iterator[Evidence]:
    page = _page("delivery", board)
    small = _figure(board, "small_changes", now)
    if small is not None:
        words = ngettext(
            "%(share)s of %(n)d change was small", "%(share)s of %(n)d changes were small", small.n
        )
        facts = {"share": percent(small.value or 0), "n": small.n}
        yield Evidence(words % facts if small.value is not None else small.why, page)
    within = _figure(board, "within_target", now)
    if within is not None:
        words = ngettext(
            "%(share)s of %(n)d finished card took no longer than the target days",
            "%(share)s of %(n)d finished cards took no longer than the target days",
            within.n,
        )
        facts = {"share": percent(within.value or 0), "n": within.n}
        flow = _page("flow", board)
        yield Evidence(words % facts if within.value is not None else within.why, flow)
    often = _figure(board, "deployment_frequency", now)
    if often is not None:
        words = ngettext(
            "%(n)d deployment to production", "%(n)d deployments to production", often.n
        )
        yield Evidence(words % {"n": often.n}, page)


def _of_flags(board: Board, now: datetime) -> Iterator[Evidence]:
    page = _page("flags", board)
    behind = [
        flag
        for flag in Flag.objects.of(board).living().temporary().staged().select_related("card")
        if flag.stage in BEHIND and flag.card is not None and flag.card.finished_at is None
    ]
    words = ngettext(
        "%(n)d unfinished card is in production behind a flag",
        "%(n)d unfinished cards are in production behind a flag",
        len(behind),
    )
    yield Evidence(words % {"n": len(behind)}, page)
    sums = summary(board, board.day_of(now))
    words = ngettext(
        "%(n)d incident was ended by a flag", "%(n)d incidents were ended by a flag", sums.incidents
    )
    yield Evidence(words % {"n": sums.incidents}, page)
    words = ngettext(
        "%(n)d flag is past its removal day", "%(n)d flags are past their removal day", sums.overdue
    )
    yield Evidence(words % {"n": sums.overdue}, page)


def _of_wip_limits(board: Board, now: datetime) -> Iterator[Evidence]:
    page, limits = _page("board", board), board.shape.limits
    going = Card.objects.filter(board=board).started_first().count()
    whole = next((each for each in limits if each.scope == Scope.BOARD), None)
    words = ngettext("%(n)d card is in progress", "%(n)d cards are in progress", going)
    sentence = words % {"n": going}
    if whole is not None:
        facts = {"going": sentence, "maximum": whole.maximum}
        sentence = _("%(going)s, the limit is %(maximum)d") % facts
    yield Evidence(sentence, page)
    since = now - timedelta(DAYS)
    passed = Override.objects.filter(limit__board=board, at__gte=since).count()
    words = ngettext(
        "%(n)d card was let past a limit in 28 days",
        "%(n)d cards were let past a limit in 28 days",
        passed,
    )
    yield Evidence(words % {"n": passed}, page)
    refused = sum(each[DAYS] for each in board.refused.by_limit(board.day_of(now)).values())
    words = ngettext(
        "The limits refused %(n)d card in 28 days",
        "The limits refused %(n)d cards in 28 days",
        refused,
    )
    yield Evidence(words % {"n": refused}, page)
    time = _figure(board, "cycle_time", now)
    if time is not None and time.value is not None:
        facts = {"time": amount(time.value, "days")}
        yield Evidence(_("Half of the cards finish within %(time)s") % facts, _page("flow", board))


def _of_measures(board: Board, now: datetime) -> Iterator[Evidence]:
    window = DayWindow.of(board, days=DAYS, now=now)
    five = [figure.ask(board, window) for figure in figures().values() if figure.confirms]
    known = sum(measured.value is not None for measured in five)
    words = ngettext(
        "%(n)d of %(all)d measures has data", "%(n)d of %(all)d measures have data", known
    )
    yield Evidence(words % {"n": known, "all": len(five)}, _page("delivery", board))
    held = Retrospective.objects.closed(board).filter(ended_at__gte=now - A_QUARTER).count()
    words = ngettext("%(n)d retrospective in 90 days", "%(n)d retrospectives in 90 days", held) % {
        "n": held
    }
    done = share_done(board)
    if done["all"]:
        words = _("%(held)s; %(done)d of %(all)d actions are done") % {"held": words, **done}
    yield Evidence(words, _page("improve", board))
    target = Target.objects.of(board).open().first()
    running = Experiment.objects.of(board).open().count()
    trying = ngettext("%(n)d experiment is open", "%(n)d experiments are open", running) % {
        "n": running
    }
    if target is None:
        sentence = _("No target is set; %(trying)s") % {"trying": trying}
    else:
        sentence = _("Target: %(title)s; %(trying)s") % {"title": target.title, "trying": trying}
    yield Evidence(sentence, _page("targets", board))


BEHIND = (FlagStage.DEPLOYED, FlagStage.DARK, FlagStage.RAMPING)
EVIDENCE: dict[Criterion, Callable[[Board, datetime], Iterator[Evidence]]] = {
    Criterion.SMALL_BATCHES: _of_small_batches,
    Criterion.FLAGS: _of_flags,
    Criterion.WIP_LIMITS: _of_wip_limits,
    Criterion.MEASURES: _of_measures,
}


def in_words(data: dict[str, object]) -> str:
    """Return the sentence of the log about a team's word."""
    titles = dict(Criterion.choices)
    words = SAID_THERE if data.get("is_there") else SAID_NOT_YET
    return str(words) % {"title": titles.get(str(data.get("criterion")), "?")}


SAID_THERE = _later("answered “%(title)s”: we are there")
SAID_NOT_YET = _later("answered “%(title)s”: not yet")


def _figure(board: Board, name: str, now: datetime) -> FigureValue | None:
    """A figure in the last 28 complete days; None where no installed app has it."""
    figure = figures().get(name)
    return figure.ask(board, DayWindow.of(board, days=DAYS, now=now)) if figure else None


def _page(name: str, board: Board) -> str:
    return reverse(name, args=[board.key])
