"""A retrospective: a meeting of five timed parts that ends with one to three actions."""

import secrets
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from board.models import Board, NotPossible
from board.models.name import NameField
from flow.delivery.models import Incident
from flow.improvement.models.cadence import USUAL_MINUTES
from flow.improvement.models.retrospective.action import ImprovementAction
from flow.improvement.models.retrospective.agenda import Part, lengths_of_parts
from flow.improvement.models.retrospective.decision import RetrospectiveDecision
from flow.improvement.models.retrospective.headings import HEADINGS, NoteTemplate
from flow.improvement.models.retrospective.note import Note
from flow.improvement.models.retrospective.notes import RetrospectiveNotes
from flow.improvement.models.retrospective.vote import Vote
from flow.improvement.models.retrospective.votes import RetrospectiveVotes
from flow.improvement.refusals import AlreadyOpen
from flow.improvement.snapshot import frozen, frozen_target
from flow.metrics.models.parts import LOOSE, about
from flow.together.meeting import Meeting, MeetingQuerySet

if TYPE_CHECKING:
    from board.models import Person

LEFT_ALONE = timedelta(days=1)  # without a sign of life, it is over
TOO_LATE = timedelta(days=1)  # nobody waits for the mail any more


class RetrospectiveQuerySet(MeetingQuerySet["Retrospective"]):
    def of(self, board: Board) -> "RetrospectiveQuerySet":
        """Return the retrospectives of a board, the last first."""
        return self.filter(board=board).select_related("led_by").order_by("-number")

    def with_actions(self) -> "RetrospectiveQuerySet":
        """With their actions, owners and cards, in four statements for all."""
        return self.prefetch_related("actions__owner", "actions__card__column")

    def closed(self, board: Board) -> "RetrospectiveQuerySet":
        return self.of(board).exclude(ended_at=None)

    def forgotten(self, now: datetime) -> "RetrospectiveQuerySet":
        """Return the retrospectives that nobody has had open for a day."""
        return self.filter(led_at__lt=now - LEFT_ALONE, ended_at=None)

    def to_mail(self, now: datetime) -> "RetrospectiveQuerySet":
        """Return the retrospectives that ended with actions or a reason and have not been mailed."""
        ended = self.filter(ended_at__gt=now - TOO_LATE, told_at=None)
        return ended.filter(Q(actions__isnull=False) | ~Q(reason="")).distinct()

    def after(self, earlier: "Retrospective") -> "RetrospectiveQuerySet":
        return self.filter(board=earlier.board_id, number__gt=earlier.number)


class Retrospective(RetrospectiveNotes, RetrospectiveVotes, RetrospectiveDecision, Meeting):
    """One retrospective of a board. It is a draft until somebody leads it.

    `figures` and `target` are frozen when it is opened. `secret` and the digests of notes are
    deleted when it ends: from then on nothing in the database says who wrote or voted for what.
    """

    SUBJECT = "retrospective"

    number = models.PositiveIntegerField()
    led_by = about("board.Person", null=True)  # None: a draft
    planned_at = models.DateTimeField(null=True)  # when the meeting is to begin
    minutes = models.PositiveSmallIntegerField(default=USUAL_MINUTES)
    template = models.CharField(
        max_length=20, choices=NoteTemplate, default=NoteTemplate.START_STOP_CONTINUE
    )
    part = models.PositiveSmallIntegerField(choices=Part, default=Part.MISSION)
    part_at = models.DateTimeField()  # since when it is at this part
    revealed_at = models.DateTimeField(null=True)
    reason = NameField(max_length=300, blank=True)  # why it ended without an action
    told_at = models.DateTimeField(null=True)
    figures = models.JSONField(default=dict)
    target = models.JSONField(null=True)  # the open target and where it was then; None: no target
    incident = models.ForeignKey(  # the one that it is about
        Incident, models.SET_NULL, null=True, db_index=False, **LOOSE
    )
    secret = models.CharField(max_length=64, blank=True)

    objects: ClassVar[Any] = RetrospectiveQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["board"],
                condition=Q(ended_at=None),
                name="a_board_holds_one_retrospective_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["board", "number"], name="a_retrospective_has_its_number_alone"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(secret=""),
                name="a_retrospective_that_has_ended_has_no_secret",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.board_id}: {self.number}"

    @classmethod
    def open(
        cls,
        board: Board,
        *,
        by: "Person | None",
        planned_at: datetime | None = None,
        minutes: int = USUAL_MINUTES,
        template: str = NoteTemplate.START_STOP_CONTINUE,
        incident: Incident | None = None,
        at: datetime | None = None,
    ) -> "Retrospective":
        """Open one now, or as if it were `at`, with the figures of then. Raises AlreadyOpen.

        Without a person it is a draft: the first who has it open leads it.
        """
        now = at or timezone.now()
        figures, target = frozen(board, now), frozen_target(board, now)  # before the lock
        with transaction.atomic():
            board = Board.objects.locked(board.pk)
            if board.archived_at is not None:
                raise NotPossible(_("%(board)s is archived.") % {"board": board.name})
            if cls.objects.going_on(board) is not None:
                raise AlreadyOpen(_("A retrospective is open here already."))
            last = cls.objects.of(board).first()
            made = cls.objects.create(
                board=board,
                number=last.number + 1 if last else 1,
                started_at=now,
                led_by=by,
                led_at=now,
                part_at=now,
                planned_at=planned_at,
                minutes=minutes,
                template=template,
                figures=figures,
                target=target,
                incident=incident,
                secret=secrets.token_hex(32),
            )
            if by is not None and "improvement" not in board.practices_on:
                board.switch_practices(by=by, improvement=True)
            board.hint(cls.SUBJECT)
        return made

    @property
    def is_open(self) -> bool:
        return self.ended_at is None

    @property
    def is_revealed(self) -> bool:
        return self.revealed_at is not None

    @property
    def headings(self) -> dict[str, Any]:
        """The headings of the notes, by name."""
        return HEADINGS[self.template]

    @property
    def lengths(self) -> list[tuple[Part, int]]:
        """Each part with its seconds."""
        return lengths_of_parts(self.minutes)

    def attend(self, person: "Person") -> bool:
        """A sign of life; the first who has a draft open leads it."""
        draft = Retrospective.objects.filter(pk=self.pk, ended_at=None, led_by=None)
        if draft.update(led_by=person, led_at=timezone.now(), part_at=timezone.now()):
            self.board.hint(self.SUBJECT)
            return True
        return super().attend(person)

    def go_to(self, part: int, *, by: "Person") -> "Retrospective":
        """Let the meeting be at a part; who leads does that."""
        with self._step(by) as meeting:
            meeting.part, meeting.part_at = Part(part), timezone.now()
        return meeting

    @property
    def earlier(self) -> "Retrospective | None":
        """The one before it."""
        before = Retrospective.objects.filter(board=self.board_id, number__lt=self.number)
        return before.order_by("-number").first()

    @property
    def opens_a_quarter(self) -> bool:
        """Whether it is the first one of its board in its quarter."""
        day = self.board.day_of(self.started_at)
        first = day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)
        earlier = self.earlier
        return earlier is None or self.board.day_of(earlier.started_at) < first

    @property
    def last_actions(self) -> list[ImprovementAction]:
        """The actions of the one before it: this one begins with what became of them."""
        return list(self.earlier.actions.in_order()) if self.earlier else []

    def _finish(self, at: datetime) -> None:
        """Count the votes, and delete what could show whose a note or a vote was."""
        for note in self.counted_notes():
            Note.objects.filter(pk=note.pk).update(votes=note.votes, digest="")
        Vote.objects.filter(note__retrospective=self).delete()
        self.secret = ""
        self.revealed_at = self.revealed_at or at

    def _has_ended(self) -> str:
        return _("This retrospective has been closed.")

    def _another_leads(self) -> str:
        if self.led_by is None:
            return _("Nobody leads this retrospective yet.")
        return _("%(person)s leads this retrospective now.") % {"person": self.led_by}
