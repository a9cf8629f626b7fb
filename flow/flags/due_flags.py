"""The due steps of a board's flags, further opening and removal, for standup and digest."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from board.models import Board
from board.models.words import isolated
from flow.alerts.few import Few
from flow.alerts.morning.sections import DigestSection, SectionLine
from flow.flags.models import Cause, Flag, FlagStage, causes_of
from flow.flags.rollout import next_step
from flow.standup.calls import BoardCall

if TYPE_CHECKING:
    from flow.alerts.morning.facts import Morning
    from flow.standup.walk import Walk

A_STEP = timedelta(days=1)  # that a share stands before the next is proposed
MOST = 5  # of each that a standup calls


@dataclass(frozen=True)
class Coming:
    """A flag, and what is to be done with it: removed for a cause, or ramped."""

    flag: Flag
    cause: Cause | None = None

    @property
    def words(self) -> str:
        if self.cause:
            words = _("Flag to remove: %(flag)s, %(cause)s")
            facts = {"flag": isolated(self.flag.key), "cause": self.cause.due.label}
            return words % facts
        words = _("Flag to open further: %(flag)s, to %(share)s %%")
        return words % {"flag": isolated(self.flag.key), "share": next_step(self.flag.share or 0)}

    @property
    def path(self) -> str:
        return reverse("flag", args=[self.flag.board.key, self.flag.key])


def to_remove(board: Board, now: datetime) -> list[Coming]:
    """In one statement."""
    today = board.day_of(now)
    coming = []
    for flag in Flag.objects.of(board).living().temporary().staged().select_related("removal_card"):
        flag.board = board
        if causes := causes_of(flag, today):
            coming.append(Coming(flag, causes[0]))
    return coming


def to_ramp(board: Board, now: datetime) -> list[Coming]:
    """Return the flags that have kept their share for a day or longer, in one statement."""
    coming = []
    for flag in Flag.objects.of(board).living().temporary().staged().standing_since(now - A_STEP):
        if flag.stage in (FlagStage.DARK, FlagStage.RAMPING):
            flag.board = board
            coming.append(Coming(flag))
    return coming


def calls(walk: "Walk") -> Iterator[BoardCall]:
    """The due flags, as a standup shows them."""
    now = timezone.now()
    for coming in (*to_remove(walk.board, now)[:MOST], *to_ramp(walk.board, now)[:MOST]):
        yield BoardCall(coming.words, coming.path)


def section(morning: "Morning") -> DigestSection | None:
    """The due flags, as the digest shows them; only those to remove are a reason to write one."""
    removed, ramped = (ask(morning.board, morning.now) for ask in (to_remove, to_ramp))
    if not removed and not ramped:
        return None
    lines = [SectionLine(each.words, path=each.path) for each in (*removed, *ramped)]
    words = ngettext("%(n)d flag to remove", "%(n)d flags to remove", len(removed))
    headline = words % {"n": len(removed)} if removed else ""
    return DigestSection(_("Flags"), Few(lines), headline)
