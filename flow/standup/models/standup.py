"""A standup: where the team is on its walk over the board, and who leads it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from board.models import Board, NotPossible
from flow.metrics.models.parts import LOOSE, about

if TYPE_CHECKING:
    from board.models import Card, Column, Person

AWAY = timedelta(minutes=1)  # without a sign of life of who leads, somebody else does
FORGOTTEN = timedelta(minutes=15)  # without anybody's, it is over
LONGEST = timedelta(hours=2)
LONGEST_LOOK = 600  # seconds; who leaves for a coffee has not talked about a card all the time


class StandupQuerySet(models.QuerySet["Standup"]):
    def going_on(self, board: Board) -> "Standup | None":
        """The standup that the team of a board holds now."""
        return self.filter(board=board, ended_at=None).select_related("led_by", "card").first()

    def kept(self, board: Board) -> "StandupQuerySet":
        """Those that have ended, the last first."""
        ended = self.filter(board=board, ended_at__isnull=False)
        return ended.select_related("led_by").order_by("-started_at")

    def forgotten(self, now: datetime) -> "StandupQuerySet":
        """Those that nobody has open any more, or that never come to an end."""
        left = Q(led_at__lt=now - FORGOTTEN) | Q(started_at__lt=now - LONGEST)
        return self.filter(left, ended_at=None)

    def to_tell(self) -> "StandupQuerySet":
        """Those that have ended, and whose summary has not gone to who wants it."""
        return self.filter(ended_at__isnull=False, told_at=None)


class Standup(models.Model):
    """One daily walk of a board; everybody who has it open sees where it is.

    `since_version` is where the board was at the end of the last one (or when the last working day
    began): what happened after it is news. It ends at `until_version`. `steps` rises with every
    change, so that an open page knows whether it shows the present one.
    """

    board = about("board.Board", db_index=True)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)  # when its summary went out
    led_by = about("board.Person")
    led_at = models.DateTimeField()  # the last sign of life of who leads
    since_version = models.PositiveBigIntegerField()
    from_version = models.PositiveBigIntegerField()
    until_version = models.PositiveBigIntegerField(null=True)
    column = models.ForeignKey("board.Column", models.SET_NULL, null=True, **LOOSE)
    card = models.ForeignKey("board.Card", models.SET_NULL, null=True, **LOOSE)
    came_at = models.DateTimeField()  # to this column and card
    steps = models.PositiveIntegerField(default=0)

    objects = StandupQuerySet.as_manager()

    class Meta:
        ordering = ["-started_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["board"],
                condition=Q(ended_at=None),
                name="a_board_holds_one_standup_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(until_version__isnull=False),
                name="a_standup_that_has_ended_knows_until_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.board_id} on {self.started_at:%Y-%m-%d}"

    @classmethod
    def begin(cls, board: Board, *, by: "Person", since_version: int) -> "Standup":
        """The standup of this board: a new one, or the one that somebody has begun already."""
        with transaction.atomic():
            board = Board.objects.locked(board.pk)  # two who begin at once hold one
            going = cls.objects.going_on(board)
            if going is not None:
                return going
            now = timezone.now()
            standup = cls.objects.create(
                board=board,
                started_at=now,
                led_by=by,
                led_at=now,
                came_at=now,
                since_version=since_version,
                from_version=board.version,
            )
            board.hint()
        return standup

    def come_to(self, column: "Column", card: "Card | None", *, by: "Person") -> "Standup":
        """Let the walk be at a column, and at one of its cards if it has any."""
        with self._step(by) as standup:
            now = timezone.now()
            standup._leave_the_card(now)
            standup.column, standup.card, standup.came_at = column, card, now
        return standup

    def skip(self, *, by: "Person") -> "Standup":
        """Note that the team does not talk about the present card."""
        with self._step(by) as standup:
            if standup.card_id is not None:
                standup.looks.update_or_create(
                    card_id=standup.card_id,
                    defaults={"is_skipped": True},
                    create_defaults={"is_skipped": True, "at": standup.came_at},
                )
                standup.card = None
        return standup

    def note(self, text: str, *, by: "Person") -> None:
        """Keep something that the team agreed to do."""
        with self._step() as standup:
            standup.actions.create(text=text, by=by)

    def hand_over(self, to: "Person", *, by: "Person") -> "Standup":
        """Let somebody else lead from now on; who leads does that."""
        with self._step(by) as standup:
            standup.led_by = to
        return standup

    def take_over(self, *, by: "Person") -> "Standup":
        """Lead from now on."""
        with self._step() as standup:
            standup.led_by, standup.led_at = by, timezone.now()
        return standup

    def attend(self, person: "Person") -> bool:
        """A sign of life of somebody who has it open and may change cards; True if that leads now.

        Who leads goes on leading; when they have been away for a minute, who comes first leads.
        """
        now = timezone.now()
        going = Standup.objects.filter(pk=self.pk, ended_at=None)
        if going.filter(led_by=person).update(led_at=now):
            return True
        replaced = going.filter(led_at__lt=now - AWAY).update(
            led_by=person, led_at=now, steps=F("steps") + 1
        )
        if replaced:
            self.board.hint()
        return bool(replaced)

    def end(self) -> "Standup":
        """The walk is over, or was when everybody left; nothing happens if it was already."""
        with transaction.atomic():
            standup = Standup.objects.select_for_update().get(pk=self.pk)
            if standup.ended_at is None:
                now = timezone.now()
                is_forgotten = standup.led_at < now - FORGOTTEN
                standup.ended_at = max(standup.started_at, standup.led_at) if is_forgotten else now
                standup._leave_the_card(standup.ended_at)
                standup.until_version = standup._version_at(standup.ended_at)
                standup.steps += 1
                standup.save()
                standup.board.hint()
        return standup

    @property
    def seconds(self) -> int:
        """For how long it goes on, or went on."""
        return int(((self.ended_at or timezone.now()) - self.started_at).total_seconds())

    @contextmanager
    def _step(self, by: "Person | None" = None) -> Iterator["Standup"]:
        """Hold the standup for one change by who leads it; tell who has it open.

        Raises NotPossible if it has ended, or if somebody else leads.
        """
        with transaction.atomic():
            standup = Standup.objects.select_for_update().get(pk=self.pk)
            if standup.ended_at is not None:
                raise NotPossible(_("This standup has ended."))
            if by is not None and standup.led_by_id != by.pk:
                raise NotPossible(
                    _("%(person)s leads this standup now.") % {"person": standup.led_by}
                )
            standup.led_at = timezone.now() if by else standup.led_at
            yield standup
            standup.steps += 1
            standup.save()
            standup.board.hint()

    def _version_at(self, moment: datetime) -> int:
        """The version that the board had then; what came later belongs to the next standup."""
        return max(self.from_version, self.board.events.version_at(moment))

    def _leave_the_card(self, now: datetime) -> None:
        """Keep how long the team has talked about the present card until now."""
        if self.card_id is None:
            return
        seconds = max(int((now - self.came_at).total_seconds()), 0)
        look, _made = self.looks.get_or_create(card_id=self.card_id, defaults={"at": self.came_at})
        look.seconds += min(seconds, LONGEST_LOOK)
        look.is_skipped = False
        look.save()
