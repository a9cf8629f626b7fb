"""Actions and retrospectives that are due, for the standup, the digest and the alerts."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _later
from django.utils.translation import ngettext

from board.models import Board
from board.models.words import isolated
from flow.alerts.few import Few
from flow.alerts.kinds import KindOfAlert
from flow.alerts.morning.sections import DigestSection, SectionLine
from flow.alerts.rules import Crossing
from flow.improvement.models import Cadence, ImprovementAction, Retrospective
from flow.standup.calls import BoardCall

if TYPE_CHECKING:
    from flow.alerts.morning.facts import Morning
    from flow.standup.walk import Walk

MOST_CALLED = 5
A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class ActionDue:
    """An action of a retrospective whose day has come."""

    action: ImprovementAction
    today: date

    @property
    def is_late(self) -> bool:
        return self.action.by < self.today

    @property
    def words(self) -> str:
        card = self.action.card
        assert card is not None
        facts = {
            "card": card.key,
            "title": isolated(self.action.title),
            "day": date_format(self.action.by, "j F"),
        }
        if self.is_late:
            return _("Action due since %(day)s: %(card)s %(title)s") % facts
        return _("Action due today: %(card)s %(title)s") % facts

    def path(self, board: Board) -> str:
        assert self.action.card is not None
        return reverse("card", args=[board.key, self.action.card.number])


def actions_due(board: Board, today: date) -> list[ActionDue]:
    """Return the actions that are not done on their day, the longest due first; one statement."""
    late = ImprovementAction.objects.of_board(board).open_by(today)
    rows = []
    for action in late.select_related("card").order_by("by", "pk"):
        assert action.card is not None
        action.card.board = board
        rows.append(ActionDue(action, today))
    return rows


def next_one(board: Board, now: datetime) -> str:
    """Return that a retrospective begins today or tomorrow, in words; "" if none does."""
    at = _next_at(board, now)
    if at is None:
        return ""
    when = {"at": f"{at.astimezone(board.zone):%H:%M}"}
    days = (board.day_of(at) - board.day_of(now)).days
    if days == 0:
        return _("Retrospective today at %(at)s") % when
    return _("Retrospective tomorrow at %(at)s") % when if days == 1 else ""


def _next_at(board: Board, now: datetime) -> datetime | None:
    open_one = Retrospective.objects.going_on(board)
    if open_one is not None:
        planned = open_one.planned_at
        return planned if planned and planned > now else None
    chosen = Cadence.objects.of(board)
    return chosen.next_after(now) if chosen else None


def calls_of_a_standup(walk: "Walk") -> Iterator[BoardCall]:
    for due in actions_due(walk.board, walk.day)[:MOST_CALLED]:
        yield BoardCall(due.words, due.path(walk.board), presses=due.is_late)
    if words := next_one(walk.board, timezone.now()):
        yield BoardCall(words, reverse("improve", args=[walk.board.key]))


def section_of_the_digest(morning: "Morning") -> DigestSection | None:
    """The same for the morning's mail; that a retrospective comes is a reason to write it."""
    board = morning.board
    due = actions_due(board, morning.today)
    lines = [SectionLine(each.words, path=each.path(board)) for each in due]
    coming = next_one(board, morning.now)
    if coming:
        lines.append(SectionLine(coming, path=reverse("improve", args=[board.key])))
    if not lines:
        return None
    words = ngettext("%(n)d action is due", "%(n)d actions are due", len(due)) % {"n": len(due)}
    return DigestSection(_("Improvement"), Few(lines), words if due else coming)


def crossings(board: Board, days: int | None, now: datetime) -> Iterator[Crossing]:
    """Yield the actions that have been due for this many days."""
    today = board.day_of(now)
    for due in actions_due(board, today - timedelta(days or 0)):
        card = due.action.card
        assert card is not None
        since = due.action.by
        yield Crossing(KIND, f"{due.action.pk} {since}", since, card=card.pk, column=card.column_id)


KIND = "action_due"
KINDS_OF_ALERTS = (
    KindOfAlert(
        KIND,
        _later("an action that is due"),
        1,
        rule=_later("An action of a retrospective is not done, %(days)d days after its day."),
        says=_later("An action of a retrospective, due since %(day)s."),
        crossings=crossings,
    ),
)
