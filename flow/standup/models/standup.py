"""A standup: where the team is on its walk over the board, and who leads it."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from board.models import Board
from board.models.checks import check_fields
from flow.metrics.models.parts import LOOSE
from flow.standup.models.action import Action
from flow.together.meeting import Meeting, MeetingQuerySet

if TYPE_CHECKING:
    from board.models import Card, Column, Person

TOO_LATE = timedelta(days=1)  # nobody waits for the summary of a standup any more
LONGEST_LOOK = 600  # seconds; who leaves for a coffee has not talked about a card all the time


class StandupQuerySet(MeetingQuerySet["Standup"]):
    def going_on(self, board: Board) -> "Standup | None":
        """The standup that the team of a board holds now."""
        going = self.filter(board=board, ended_at=None).select_related("led_by", "card")
        return going.first()

    def kept(self, board: Board) -> "StandupQuerySet":
        """Return the standups that have ended, the last first."""
        ended = self.filter(board=board, ended_at__isnull=False)
        led = ended.select_related("led_by").prefetch_related("leaders__person")
        return led.order_by("-started_at")

    def to_mail(self, now: datetime) -> "StandupQuerySet":
        """Return the standups whose summary has not gone to its readers; after a day it is given
        up.
        """
        return self.filter(ended_at__gt=now - TOO_LATE, told_at=None)


class Standup(Meeting):
    """One daily walk of a board; everybody who has it open sees where it is.

    `since_version` is where the board was at the end of the last one (or when the last working day
    began): what happened after it is news. It ends at `until_version`.
    """

    SUBJECT = "standup"

    told_at = models.DateTimeField(null=True)  # when its summary went out
    since_version = models.PositiveBigIntegerField()
    from_version = models.PositiveBigIntegerField()
    until_version = models.PositiveBigIntegerField(null=True)
    column = models.ForeignKey("board.Column", models.SET_NULL, null=True, **LOOSE)
    card = models.ForeignKey("board.Card", models.SET_NULL, null=True, **LOOSE)
    came_at = models.DateTimeField()  # to this column and card

    objects: ClassVar[Any] = StandupQuerySet.as_manager()

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
            standup.leaders.create(person=by, at=now)
            board.hint(cls.SUBJECT)
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
            Action.MOST.check(standup.actions.count())
            action = Action(standup=standup, text=text, by=by)
            check_fields(action, "text")
            action.save()

    @property
    def leading(self) -> str:
        """Everybody who led it, by name, in order; at least who led it last."""
        people = [leader.person for leader in self.leaders.all()] or [self.led_by]
        return get_text_list(list(dict.fromkeys(each.short_name for each in people)), _("and"))

    def _note_leader(self, person: "Person", at: datetime) -> None:
        self.leaders.create(person=person, at=at)

    def _finish(self, at: datetime) -> None:
        self._leave_the_card(at)
        self.until_version = self._version_at(at)

    def _has_ended(self) -> str:
        return _("This standup has ended.")

    def _another_leads(self) -> str:
        return _("%(person)s leads this standup now.") % {"person": self.led_by}

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
