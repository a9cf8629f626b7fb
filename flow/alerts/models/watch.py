"""How far a board has been scanned for alerts, and since when a limit of it is exceeded."""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from board.models import Board
from flow.alerts.models.mailing import USUAL_TIME, Mailing
from flow.metrics.models import Cursor
from flow.metrics.models.parts import one_for_each

A_NIGHT = timedelta(minutes=5)  # at most, until it is said what changes with the day


class WatchQuerySet(models.QuerySet["Watch"]):
    def held(self, board_id: int, *, waits: bool) -> "Watch | None":
        """The watch of a board, held until the transaction ends; None while another holds it.

        A caller that `waits` always gets it: a telling task does not leave it to a scan.
        """
        self.bulk_create([self.model(board_id=board_id)], ignore_conflicts=True)
        here = self.filter(board=board_id)
        return here.select_for_update(no_key=True, skip_locked=not waits).first()

    def look_again(self, board: Board) -> None:
        """Its rules have changed: what was seen counts for nothing."""
        self.filter(board=board).update(version=None)

    def mail_again(self, board_id: int) -> None:
        """Look again for alerts to mail, after a change of preferences."""
        self.filter(board=board_id).update(tells_again_at=None)


class Watch(models.Model):
    """`version` is that of the facts that were looked at last, on `day`, a day of the board's zone."""

    board = one_for_each("board.Board", primary_key=True)
    version = models.PositiveBigIntegerField(null=True)
    day = models.DateField(null=True)
    looks_again_at = models.DateTimeField(null=True)  # when a limit will have been over for long
    tells_again_at = models.DateTimeField(
        null=True
    )  # people have been notified of all open alerts; null: it is due
    digested_on = models.DateField(null=True)  # the last morning of which a digest was made
    digested_version = models.PositiveBigIntegerField(null=True)  # and the board's version then

    objects = WatchQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.board_id} at {self.version}"

    def reach(self, version: int, day: date, looks_again_at: datetime | None) -> None:
        self.version, self.day, self.looks_again_at = version, day, looks_again_at
        self.tells_again_at = None
        self.save(update_fields=["version", "day", "looks_again_at", "tells_again_at"])

    def rest_from_mailing(self, until: datetime) -> None:
        """Rest, since people have been notified of all; new facts and a new day end the rest."""
        self.tells_again_at = until
        self.save(update_fields=["tells_again_at"])

    def note_digest(self, board: Board, day: date) -> None:
        """Its digest was made, or there was nothing to say."""
        self.digested_on, self.digested_version = day, board.version
        self.save(update_fields=["digested_on", "digested_version"])


def boards_to_look_at(only: int | None = None) -> Collection[int]:
    """The ids of the boards with new facts, with a new day, or with a limit exceeded for long enough;
    of all, or of one.

    A new day waits for the night, which may say another pace; if that does not come, not for long.
    """
    now = timezone.now()
    seen = Watch.objects.filter(board=models.OuterRef("board"))
    counted = Cursor.objects.filter(version__isnull=False).annotate(
        seen=models.Subquery(seen.values("version")),
        seen_on=models.Subquery(seen.values("day")),
        again=models.Subquery(seen.values("looks_again_at")),
    )
    if only is not None:
        counted = counted.filter(board=only)
    is_news = Q(seen=None) | Q(version__gt=F("seen")) | Q(again__lte=now)
    boards = set(counted.filter(is_news).values_list("board", flat=True))
    # Only boards whose zone may have a new day are asked for it: the latest zone is 14 hours ahead.
    aged = counted.filter(seen_on__lt=(now + timedelta(hours=14)).date())
    for pk, zone, day, night in aged.values_list(
        "board", "board__time_zone", "seen_on", "reconciled_on"
    ):
        board = Board(time_zone=zone)
        today = board.day_of(now)
        if day < today and today in (night, board.day_of(now - A_NIGHT)):
            boards.add(pk)
        elif day < today:
            boards.discard(pk)
    return sorted(boards)


def boards_in_the_morning() -> Collection[int]:
    """The ids of the boards whose digest is due: by their own clock, on a day that counts.

    One that was missed goes out later the same day. A board has none for what was before it.
    """
    now = timezone.now()
    times = dict(Mailing.objects.values_list("board", "digest_at"))
    done = dict(Watch.objects.values_list("board", "digested_on"))
    boards = []
    for board in Board.objects.open().filter(pk__in=list(done)):
        there = now.astimezone(board.zone)
        at = datetime.combine(there.date(), times.get(board.pk, USUAL_TIME), board.zone)
        is_due = board.made_at <= at <= there and done[board.pk] != there.date()
        if is_due and board.calendar.works_on(there.date()):
            boards.append(board.pk)
    return boards
