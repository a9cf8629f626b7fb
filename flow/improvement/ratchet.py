"""The ratchet: a limit is proposed at set-up, and one place fewer after four clean weeks.

A week is clean if no limit was passed by override, no limit was changed, and no proposal was answered
"not now". The last day with one of these is day 0: on day 28 one step is proposed, if no fewer cards
were finished in the last 28 days than in the 28 before. Nothing is ever applied by itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from board.display.page.gate import MOST_DRAWN
from board.models import Board, Event, Limit, Mode, Override, Person
from board.models.event import Kind
from board.models.limit.limit import Scope
from board.models.limit.tally import Tally
from flow.improvement.refusals import NothingProposed
from flow.metrics.reports import DayWindow, Flow

CLEAN_DAYS = 28
MORE_THAN_PEOPLE = 2
MOST_PEOPLE = 500
Refused = Mapping[int, Mapping[int, int]]  # of each limit, how many cards in 7 and in 28 days
ABOUT = "ratchet"  # what the log calls an answer to a proposal
LIMITS = (Kind.LIMIT_ADDED, Kind.LIMIT_CHANGED, Kind.LIMIT_REMOVED)


@dataclass(frozen=True)
class Proposal:
    """A limit to set: of `limit`, or a new one for the whole board; from how many, to how many."""

    limit: Limit | None
    was: int | None
    to: int
    because: str
    people: int | None = None  # at set-up: of how many
    count: int = 0  # the cards that count in the limit now

    @property
    def slots(self) -> list[bool]:
        """Each place of the limit, True for those that stay; none when there are too many."""
        if self.was is None or self.was > MOST_DRAWN:
            return []
        return [place < self.to for place in range(self.was)]

    @property
    def is_exceeded(self) -> bool:
        """Whether more cards count now than the proposed limit allows."""
        return self.count > self.to

    @property
    def as_answer(self) -> dict[str, object]:
        """The proposal as the API answers it."""
        return {
            "limit": self.limit.pk if self.limit else None,
            "from": self.was,
            "to": self.to,
            "because": self.because,
        }


def proposal(board: Board, now: datetime | None = None) -> Proposal | None:
    """Return what the ratchet proposes now; None if nothing."""
    now = now or timezone.now()
    if not board.shape.limits:
        return at_set_up(board)
    since = clean_since(board)
    if since is None or (board.day_of(now) - since).days < CLEAN_DAYS:
        return None
    refused = board.refused.by_limit(board.day_of(now))
    limit = _widest(board, refused)
    if limit is None:
        return None
    last, before = finished(board, now)
    if last < before:
        return None
    return Proposal(
        limit,
        limit.maximum,
        limit.maximum - 1,
        _reasons(limit, refused, last, before),
        count=Tally.of_all(board).count(limit),
    )


def at_set_up(board: Board, people: int | None = None) -> Proposal | None:
    """Return people + 2 for a board without a limit on the whole board; None for others.

    People are the members who may change cards, unless a number is given.
    """
    if any(each.scope == Scope.BOARD for each in board.shape.limits):
        return None
    people = people or board.memberships.exclude(role="viewer").count()
    words = ngettext(
        "%(people)s person works here. Two cards more than people leave room for a hand-over.",
        "%(people)s people work here. Two cards more than people leave room for a hand-over.",
        people,
    )
    because = words % {"people": people}
    return Proposal(None, None, people + MORE_THAN_PEOPLE, because, people)


def accept(board: Board, *, by: Person, people: int | None = None) -> Limit:
    """Set the limit that is proposed. Raises NothingProposed."""
    with transaction.atomic():
        Board.objects.locked(board.pk)  # two who accept at once take one step
        asked = at_set_up(board, people) if people else None
        asked = asked or proposal(board)
        if asked is None:
            raise NothingProposed(_("Nothing is proposed now."))
        if asked.limit is None:
            return board.add_limit(by=by, maximum=asked.to, mode=Mode.REASON)
        return board.change_limit(asked.limit, by=by, maximum=asked.to)


def not_now(board: Board, *, by: Person) -> None:
    """Propose nothing before four more clean weeks."""
    if proposal(board) is None:
        raise NothingProposed(_("Nothing is proposed now."))
    with board.turn(by=by) as turn:
        turn.record(Kind.SETTINGS_CHANGED, of=ABOUT, answer="not now")


def in_words(data: dict[str, object]) -> str:
    """Return the sentence of the log about an answer to a proposal."""
    return _("left the limits as they are: asked again after four clean weeks")


def clean_since(board: Board) -> date | None:
    """Return the last day that was not clean; None before the first limit."""
    events = Event.objects.filter(board=board)
    answered = events.filter(kind=Kind.SETTINGS_CHANGED, data__of=ABOUT)
    moments = [
        (events.of_kinds(LIMITS) | answered).aggregate(last=Max("at"))["last"],
        Override.objects.filter(limit__board=board).aggregate(last=Max("at"))["last"],
    ]
    known = [moment for moment in moments if moment is not None]
    return board.day_of(max(known)) if known else None


def finished(board: Board, now: datetime) -> tuple[int, int]:
    """Return how many cards were finished in the last 28 complete days, and in the 28 before."""
    window = DayWindow.of(board, days=CLEAN_DAYS, now=now)
    last = window.first - timedelta(1)
    before = DayWindow(last - timedelta(CLEAN_DAYS - 1), last)
    return Flow(board, window).finished.count(), Flow(board, before).finished.count()


def _widest(board: Board, refused: Refused) -> Limit | None:
    """Return the limit that refused the fewest cards in 28 days; of several that of the board, then
    the largest."""
    lowered = [each for each in board.shape.limits if each.maximum > 1]
    return min(
        lowered,
        key=lambda each: (
            refused.get(each.pk, {}).get(CLEAN_DAYS, 0),
            each.scope != Scope.BOARD,
            -each.maximum,
            each.pk,
        ),
        default=None,
    )


def _reasons(limit: Limit, refused: Refused, last: int, before: int) -> str:
    times = refused.get(limit.pk, {}).get(CLEAN_DAYS, 0)
    clean = _("No limit was passed for four weeks.")
    through = _("%(last)s cards were finished in 28 days, %(before)s in the 28 before.") % {
        "last": last,
        "before": before,
    }
    met = ngettext(
        "%(limit)s refused %(refused)s card in 28 days.",
        "%(limit)s refused %(refused)s cards in 28 days.",
        times,
    ) % {"limit": limit.title, "refused": times}
    return f"{clean} {through} {met}"
