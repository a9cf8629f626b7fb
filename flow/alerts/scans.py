"""Look a board over: raise what has crossed a threshold, clear what has not any more."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from board.models import Board
from flow.alerts.board_now import BoardNow
from flow.alerts.kinds import further
from flow.alerts.models import Alert, Excess, Rule, Watch
from flow.alerts.models.alert import key_of
from flow.alerts.models.watch import boards_to_look_at
from flow.alerts.rules import AlertKind, Crossing
from flow.metrics.ledger.digests import catch_up_if_quick
from flow.metrics.models import Cursor

A_DAY = timedelta(days=1)


def catch_up(board_id: int) -> None:
    """Look a board over if there is something new, before people are notified of it.

    After an outage tasks come in any order, and nobody is notified of what has ended.
    """
    board = Board.objects.filter(pk=board_id).first()
    if board:
        catch_up_if_quick(board)
        if boards_to_look_at(board_id):
            scan(board_id)


def scan(board_id: int) -> None:
    """Make the alerts of a board those of now. Twice is as once; who comes second leaves it to the
    first."""
    with transaction.atomic():
        watch = Watch.objects.held(board_id, waits=False)
        board = Board.objects.filter(pk=board_id).first()
        version = Cursor.objects.filter(board=board_id).values_list("version", flat=True).first()
        if watch is None or board is None or version is None:
            return
        here = BoardNow(board, Rule.objects.in_force(board), timezone.now())
        excesses = _excesses(here)
        crossings = [*here.crossings(), *_of_limits(here, excesses), *_of_apps(here)]
        _keep(board, crossings, here.now)
        watch.reach(version, here.today, _next_look(here, excesses))


def _excesses(here: BoardNow) -> list[Excess]:
    """Return since when each limit is exceeded: since the last event, when it is first seen."""
    over = here.limits_over()
    known = {each.limit_id: each for each in Excess.objects.filter(board=here.board)}
    if ended := [each.pk for each in known.values() if each.limit_id not in over]:
        Excess.objects.filter(pk__in=ended).delete()
    fresh = [limit for limit in over if limit not in known]
    if fresh:
        since = here.board.events.latest_first().values_list("at", flat=True).first() or here.now
        made = [Excess(board=here.board, limit_id=limit, since=since) for limit in fresh]
        Excess.objects.bulk_create(made)
        known |= {each.limit_id: each for each in made}
    return [known[limit] for limit in sorted(over)]


def _of_limits(here: BoardNow, excesses: Collection[Excess]) -> list[Crossing]:
    return [
        Crossing(
            AlertKind.OVER,
            each.since.isoformat(),
            here.board.day_of(each.since),
            limit=each.limit_id,
        )
        for each in excesses
        if each.since + _patience(here) <= here.now
    ]


def _of_apps(here: BoardNow) -> list[Crossing]:
    """Return the crossings of other apps; none on an archived board."""
    kinds = {} if here.board.archived_at else further(here.board)
    return [
        crossing
        for name, kind in kinds.items()
        if name in here.rules
        for crossing in kind.crossings(here.board, here.rules[name], here.now)
    ]


def _next_look(here: BoardNow, excesses: Collection[Excess]) -> datetime | None:
    """When the next of these limits will have been over for long."""
    coming = [each.since + _patience(here) for each in excesses]
    return min((at for at in coming if at > here.now), default=None)


def _patience(here: BoardNow) -> timedelta:
    return (here.rules.get(AlertKind.OVER) or 1) * A_DAY


def _keep(board: Board, crossings: Collection[Crossing], now: datetime) -> None:
    """Keep exactly these alerts open, in five statements."""
    keys = {
        key_of(each.card, each.limit, each.passage, each.kind, each.threshold): each
        for each in crossings
    }
    cards = [each.card for each in crossings if each.card]
    kinds = {each.kind for each in crossings if each.address}
    known = {alert.key: alert for alert in Alert.objects.of(board).about_any(cards, kinds)}
    new = [Alert.raised(board, keys[key], now) for key in keys if key not in known]
    again = [known[key].pk for key in keys if key in known and known[key].cleared_at]
    gone = [alert.pk for key, alert in known.items() if key not in keys and not alert.cleared_at]
    other = [alert for key, alert in known.items() if key in keys and alert.follow(keys[key])]
    if new:
        Alert.objects.bulk_create(new, ignore_conflicts=True, batch_size=500)
    if again:
        Alert.objects.filter(pk__in=again).update(cleared_at=None)
    if gone:
        Alert.objects.filter(pk__in=gone).update(cleared_at=now)
    if other:
        Alert.objects.bulk_update(other, ["chance", "column", "title"], batch_size=500)
