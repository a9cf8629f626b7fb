"""The alerts of flags: past its day, full, silent, asked after its removal, due for a review."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from board.models import Board
from flow.alerts.kinds import KindOfAlert
from flow.alerts.rules import Crossing
from flow.flags.models import Flag, FlagEntry
from flow.flags.models.flag_queries import FlagQuerySet
from flow.flags.models.removal import FULL_FOR, SILENT_FOR

Crossings = Iterator[Crossing]
NEWS = timedelta(days=7)  # for which a removal card that was made again is news


def _late(board: Board, days: int | None, now: datetime) -> Crossings:
    for flag in _flags(board).overdue(board.day_of(now)):
        yield _crossing("flag_late", board, flag, flag.remove_by, flag.remove_by)


def _full(board: Board, days: int | None, now: datetime) -> Crossings:
    until = now - timedelta(days=days or FULL_FOR.days)
    for flag in _flags(board).living().temporary().full_before(until + timedelta(days=1)):
        day = board.day_of(flag.full_since)
        if day <= board.day_of(until):
            yield _crossing("flag_full", board, flag, day, day)


def _silent(board: Board, days: int | None, now: datetime) -> Crossings:
    until = now - timedelta(days=days or SILENT_FOR.days)
    for flag in _flags(board).living().temporary().silent_since(until + timedelta(days=1)):
        day = board.day_of(flag.last_asked_at or flag.made_at)
        if day <= board.day_of(until):
            yield _crossing("flag_quiet", board, flag, day, day)


def _asked_after(board: Board, days: int | None, now: datetime) -> Crossings:
    for flag in _flags(board).asked_after_removal():
        yield _crossing("flag_ghost", board, flag, flag.removed_at, board.day_of(flag.removed_at))


def _to_review(board: Board, days: int | None, now: datetime) -> Crossings:
    for flag in _flags(board).to_review(board.day_of(now)):
        yield _crossing("flag_look", board, flag, flag.review_on, flag.review_on)


def _without_owner(board: Board, days: int | None, now: datetime) -> Crossings:
    lost_at = FlagEntry.objects.owners_lost(board)
    for flag in _flags(board).living().temporary().without_owner():
        lost = lost_at.get(flag.pk)
        yield _crossing("flag_owner", board, flag, lost or "", board.day_of(lost or now))


def _remade(board: Board, days: int | None, now: datetime) -> Crossings:
    for entry in FlagEntry.objects.remade_since(board, now - NEWS):
        yield _crossing("flag_card", board, entry.flag, entry.pk, board.day_of(entry.at))


def _flags(board: Board) -> FlagQuerySet:
    return Flag.objects.of(board).staged()


def _crossing(
    kind: str, board: Board, flag: Flag, threshold: object, since: date | None
) -> Crossing:
    assert since
    page = reverse("flag", args=[board.key, flag.key])
    return Crossing(kind, f"{flag.pk} {threshold}", since, title=flag.key, address=page)


KINDS: Iterable[KindOfAlert] = [
    KindOfAlert(
        "flag_ghost",
        _("asked after its removal"),
        None,
        rule=_("Production asks for a flag after its removal."),
        says=_("Production still asks for %(title)s, removed on %(day)s."),
        crossings=_asked_after,
        presses=True,
    ),
    KindOfAlert(
        "flag_late",
        _("flag past its removal day"),
        None,
        rule=_("A flag is still there after the day by which it was to be removed."),
        says=_("The flag %(title)s was to be removed by %(day)s."),
        crossings=_late,
    ),
    KindOfAlert(
        "flag_full",
        _("flag open for everybody"),
        FULL_FOR.days,
        rule=_("A flag has been open for everybody for %(days)d days."),
        says=_("The flag %(title)s has been open for everybody since %(day)s: remove it."),
        crossings=_full,
    ),
    KindOfAlert(
        "flag_quiet",
        _("flag that nobody asks for"),
        SILENT_FOR.days,
        rule=_("Production has not asked for a flag for %(days)d days."),
        says=_("Production has not asked for the flag %(title)s since %(day)s: remove it."),
        crossings=_silent,
    ),
    KindOfAlert(
        "flag_look",
        _("flag to review"),
        None,
        rule=_("The review day of a permanent flag has come."),
        says=_("The flag %(title)s is permanent. Its review has been due since %(day)s."),
        crossings=_to_review,
    ),
    KindOfAlert(
        "flag_owner",
        _("flag without an owner"),
        None,
        rule=_("The owner of a flag has left the board."),
        says=_("The flag %(title)s has had no owner since %(day)s."),
        crossings=_without_owner,
    ),
    KindOfAlert(
        "flag_card",
        _("removal card created again"),
        None,
        rule=_("The removal card of a flag was archived or deleted, and was created again."),
        says=_("The removal card of the flag %(title)s was created again on %(day)s."),
        crossings=_remade,
    ),
]
