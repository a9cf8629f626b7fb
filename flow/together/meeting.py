"""A meeting of a board: it is open or has ended, a person leads it, and its steps are counted.

A standup and a retrospective are meetings; what they are about is in their models.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, ClassVar, Self, TypeVar

from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from board.models import Board, NotPossible
from flow.metrics.models.parts import about

if TYPE_CHECKING:
    from board.models import Person

AWAY = timedelta(minutes=1)  # without a sign of the leader, another person leads
FORGOTTEN = timedelta(minutes=15)  # without a sign of anybody, it is over
LONGEST = timedelta(hours=2)


Kind = TypeVar("Kind", bound="Meeting")


class MeetingQuerySet(models.QuerySet[Kind]):
    def going_on(self, board: Board) -> Kind | None:
        """The meeting of this kind that the team of a board holds now; None if there is none."""
        going = self.filter(board=board, ended_at=None).select_related("led_by")
        return going.first()

    def forgotten(self, now: datetime) -> Self:
        """Return the open meetings that nobody has open, or that are too long."""
        left = Q(led_at__lt=now - FORGOTTEN) | Q(started_at__lt=now - LONGEST)
        return self.filter(left, ended_at=None)


class Meeting(models.Model):
    """One meeting of a board; every open page of it shows the same step.

    `steps` rises with every change, so that an open page knows whether it shows the present one.
    `SUBJECT` is the hint that open pages get when something has changed.
    """

    SUBJECT: ClassVar[str]

    board = about("board.Board", db_index=True)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    led_by = about("board.Person")
    led_at = models.DateTimeField()  # the last sign of life of the leader
    steps = models.PositiveIntegerField(default=0)

    objects: ClassVar[Any] = MeetingQuerySet.as_manager()

    class Meta:
        abstract = True

    def hand_over(self, to: "Person", *, by: "Person") -> Self:
        """Let another person lead from now on. Only the leader does that."""
        with self._step(by) as meeting:
            meeting.led_by = to
            meeting._note_leader(to, timezone.now())
        return meeting

    def take_over(self, *, by: "Person") -> Self:
        """Lead from now on."""
        with self._step() as meeting:
            meeting.led_by, meeting.led_at = by, timezone.now()
            meeting._note_leader(by, meeting.led_at)
        return meeting

    def attend(self, person: "Person") -> bool:
        """Note a sign of life of a person who may change cards; return whether they lead since now.

        After a minute without a sign of the leader, the next person who gives one leads.
        """
        now = timezone.now()
        going = type(self)._default_manager.filter(pk=self.pk, ended_at=None)
        if going.filter(led_by=person).update(led_at=now):
            return True
        replaced = going.filter(led_at__lt=now - AWAY).update(
            led_by=person, led_at=now, steps=F("steps") + 1
        )
        if replaced:
            self._note_leader(person, now)
            self.board.hint(self.SUBJECT)
        return bool(replaced)

    def end(self) -> Self:
        """End the meeting, at the time when everybody had left it. A second call does nothing."""
        with transaction.atomic():
            meeting = self._locked()
            if meeting.ended_at is None:
                now = timezone.now()
                is_forgotten = meeting.led_at < now - FORGOTTEN
                meeting.ended_at = max(meeting.started_at, meeting.led_at) if is_forgotten else now
                meeting._finish(meeting.ended_at)
                meeting.steps += 1
                meeting.save()
                meeting.board.hint(self.SUBJECT)
        return meeting

    @property
    def seconds(self) -> int:
        """How long it has lasted, or did last."""
        return int(((self.ended_at or timezone.now()) - self.started_at).total_seconds())

    def _note_leader(self, person: "Person", at: datetime) -> None:
        """Save that this person leads, in meetings that save leaders."""

    def _finish(self, at: datetime) -> None:
        """Save what stays of a meeting that ends at this moment."""

    def _has_ended(self) -> str:
        return _("This meeting has ended.")

    def _another_leads(self) -> str:
        return _("%(person)s leads this meeting now.") % {"person": self.led_by}

    def _locked(self) -> Self:
        kind: Any = type(self)
        return kind.objects.select_for_update(of=("self",)).get(pk=self.pk)

    @contextmanager
    def _step(self, by: "Person | None" = None) -> Iterator[Self]:
        """Lock the meeting for one change, by its leader if `by` is given, and hint open pages.

        Raises NotPossible if it has ended, or if somebody else leads.
        """
        with transaction.atomic():
            meeting = self._locked()
            if meeting.ended_at is not None:
                raise NotPossible(meeting._has_ended())
            if by is not None and meeting.led_by_id != by.pk:
                raise NotPossible(meeting._another_leads())
            meeting.led_at = timezone.now() if by else meeting.led_at
            yield meeting
            meeting.steps += 1
            meeting.save()
            meeting.board.hint(self.SUBJECT)
