from collections.abc import Collection, Sequence
from datetime import date, datetime

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from board.models import Board, Event
from flow.metrics.definitions.workflow import Step
from flow.metrics.models.parts import one_for_each


class CursorQuerySet(models.QuerySet["Cursor"]):
    def held(self, board_id: int, *, waits: bool = True) -> "Cursor | None":
        """The cursor of a board, held until the transaction ends; None where another holds it.

        A caller that `waits` gets it in any case. The facts of a board change only while it is held,
        since each change adds what is new less what is stored.
        """
        here = self.filter(board=board_id)
        return here.select_for_update(no_key=True, skip_locked=not waits).first()

    def begin(self, board_id: int) -> None:
        """Let there be a cursor of this board."""
        self.bulk_create([self.model(board_id=board_id)], ignore_conflicts=True)


class Cursor(models.Model):
    """How far the history of a board has been digested.

    `version` is that of the board whose facts these are; None if they have never been counted.
    `reconciled_version` is how far the nightly task has counted once more, on `reconciled_on`, a
    day of the board's zone. `is_to_propose` says that a day that has ended was changed since pace and
    expectation were proposed.
    """

    board = one_for_each("board.Board", primary_key=True)
    version = models.PositiveBigIntegerField(null=True)
    # The columns under which all was counted, as `Workflow` keeps them: arrays of the facts have a
    # place for each. None where that was before they were noted.
    steps = models.JSONField(null=True)
    reconciled_version = models.PositiveBigIntegerField(default=0)
    reconciled_on = models.DateField(null=True)
    is_to_propose = models.BooleanField(default=False, db_default=False)

    objects = CursorQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.board_id} at {self.version}"

    @property
    def is_new(self) -> bool:
        return self.version is None

    def reach(self, board: Board, changed: date | None) -> None:
        """Note the version that is digested, and whether that changed a day that has ended.

        `changed` is the first day that it has changed.
        """
        self.version = board.version
        self._note(board, changed)
        self.save(update_fields=["version", "is_to_propose"])

    def count(self, steps: Sequence[Step]) -> None:
        """Note the columns under which all cards have been counted."""
        self.steps = [list(step) for step in steps]
        self.save(update_fields=["steps"])

    def reconcile(self, board: Board, version: int, changed: date | None) -> None:
        """Note that all up to this version is counted, and counted once more."""
        self.version = self.reconciled_version = version
        self.reconciled_on = board.day_of(timezone.now())
        self._note(board, changed)
        self.save(update_fields=["version", "reconciled_version", "reconciled_on", "is_to_propose"])

    def _note(self, board: Board, changed: date | None) -> None:
        if changed and changed < board.day_of(timezone.now()):  # today is proposed by the night
            self.is_to_propose = True


def boards_behind() -> Collection[int]:
    """The ids of the boards on which something has happened that is not digested, or from whose
    history nothing was proposed since."""
    known = Cursor.objects.filter(board=models.OuterRef("pk")).values("version")
    boards = Board.objects.annotate(digested=Coalesce(models.Subquery(known), -1))
    to_propose = Cursor.objects.filter(is_to_propose=True).values("board")
    behind = boards.filter(Q(version__gt=F("digested")) | Q(pk__in=to_propose))
    return list(behind.values_list("pk", flat=True))


def digest_lag() -> tuple[int, datetime | None]:
    """How many boards have news that are not digested, and when the oldest of these happened."""
    known = Cursor.objects.filter(board=models.OuterRef("pk")).values("version")
    behind = Board.objects.annotate(digested=Coalesce(models.Subquery(known), 0))
    news = Event.objects.filter(board=models.OuterRef("pk"), number__gt=models.OuterRef("digested"))
    first = models.Subquery(news.order_by("number").values("at")[:1])
    late = behind.filter(version__gt=F("digested")).annotate(since=first)
    moments = list(late.values_list("since", flat=True))
    return len(moments), min(filter(None, moments), default=None)


def boards_at_night() -> Collection[int]:
    """The ids of the boards whose day has changed since they were reconciled, however long ago."""
    ids: list[int] = []
    now = timezone.now()
    known = Cursor.objects.filter(board=models.OuterRef("pk")).values("reconciled_on")
    boards = Board.objects.annotate(on=models.Subquery(known)).order_by("time_zone")
    for zone in boards.values_list("time_zone", flat=True).distinct():
        there = boards.filter(time_zone=zone)
        today = Board(time_zone=zone).day_of(now)
        ids += there.filter(Q(on=None) | Q(on__lt=today)).values_list("pk", flat=True)
    return ids
