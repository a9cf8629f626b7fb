"""A retrospective: a meeting of five timed parts that ends with one to three actions."""

import hmac
import secrets
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256
from random import SystemRandom
from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from board.models import Board, NotHere, NotPossible
from board.models.checks import check_fields
from board.models.most import Most
from board.models.name import NameField, folded
from flow.delivery.models import Incident
from flow.improvement.freezing import frozen, frozen_target
from flow.improvement.models.action import ImprovementAction
from flow.improvement.models.cadence import USUAL_MINUTES
from flow.improvement.models.note import Note, digest_of, random_id
from flow.improvement.models.vote import Vote
from flow.improvement.refusals import AlreadyClosed, AlreadyOpen, NotRevealed, NoVotesLeft
from flow.metrics.models.parts import LOOSE, about
from flow.together.meeting import Meeting, MeetingQuerySet

if TYPE_CHECKING:
    from board.models import Person

VOTES, ON_ONE = 3, 2
MOST_ACTIONS = 3
LEFT_ALONE = timedelta(days=1)  # without a sign of life, it is over
TOO_LATE = timedelta(days=1)  # nobody waits for the mail any more
SHARES = (1, 2, 2, 2, 5)
_dice = SystemRandom()


class Part(models.IntegerChoices):
    MISSION = 1, _("What are we here for?")
    FIGURES = 2, _("What do the figures say?")
    EXPERIMENTS = 3, _("What did we try, and learn?")
    LAST_ACTIONS = 4, _("What became of our actions?")
    TALK = 5, _("Talk, and decide")


PARTS = list(Part)
SHORT: dict[Part, Any] = {  # where there is little room
    Part.MISSION: _("Mission"),
    Part.FIGURES: _("Figures"),
    Part.EXPERIMENTS: _("Experiments"),
    Part.LAST_ACTIONS: _("Last actions"),
    Part.TALK: _("Talk"),
}


class NoteTemplate(models.TextChoices):
    START_STOP_CONTINUE = "start_stop_continue", _("Start, stop, continue")
    FOUR_LS = "four_ls", _("Liked, learned, lacked, longed for")


HEADINGS: dict[str, dict[str, Any]] = {
    NoteTemplate.START_STOP_CONTINUE: {
        "start": _("Start"),
        "stop": _("Stop"),
        "continue": _("Continue"),
    },
    NoteTemplate.FOUR_LS: {
        "liked": _("Liked"),
        "learned": _("Learned"),
        "lacked": _("Lacked"),
        "longed_for": _("Longed for"),
    },
}


@dataclass(frozen=True)
class ToDo:
    """An action as it is decided: what, whose, by when, and how it will be seen."""

    title: str
    owner: "Person | None"
    by: date | None
    measure: str


class RetrospectiveQuerySet(MeetingQuerySet["Retrospective"]):
    def of(self, board: Board) -> "RetrospectiveQuerySet":
        """Those of a board, the last first."""
        return self.filter(board=board).select_related("led_by").order_by("-number")

    def with_actions(self) -> "RetrospectiveQuerySet":
        """With their actions, owners and cards, in four statements for all."""
        return self.prefetch_related("actions__owner", "actions__card__column")

    def closed(self, board: Board) -> "RetrospectiveQuerySet":
        return self.of(board).exclude(ended_at=None)

    def forgotten(self, now: datetime) -> "RetrospectiveQuerySet":
        """Those that nobody has had open for a day."""
        return self.filter(led_at__lt=now - LEFT_ALONE, ended_at=None)

    def to_tell(self, now: datetime) -> "RetrospectiveQuerySet":
        """Those that came to an end with actions or a reason and have not been mailed."""
        ended = self.filter(ended_at__gt=now - TOO_LATE, told_at=None)
        return ended.filter(Q(actions__isnull=False) | ~Q(reason="")).distinct()

    def after(self, earlier: "Retrospective") -> "RetrospectiveQuerySet":
        return self.filter(board=earlier.board_id, number__gt=earlier.number)


class Retrospective(Meeting):
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

    MOST_NOTES = Most(200, _("A retrospective has at most %(most)s notes."))

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
                raise NotPossible(_now("%(board)s is archived.") % {"board": board.name})
            if cls.objects.going_on(board) is not None:
                raise AlreadyOpen(_now("A retrospective is open here already."))
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
        """Each part with its seconds; they are 1 to 2 to 2 to 2 to 5 parts of the whole."""
        whole = self.minutes * 60
        return [
            (part, whole * share // sum(SHARES)) for part, share in zip(PARTS, SHARES, strict=True)
        ]

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

    def write(self, text: str, *, heading: str = "") -> tuple[Note, str]:
        """A new note and its key, which only its writer gets. Nobody is named.

        All notes are written anew in random order, so that no order of rows tells who came when.
        """
        key = secrets.token_urlsafe(18)
        with self._step() as meeting:
            notes = list(meeting.notes.all())
            self.MOST_NOTES.check(len(notes))
            if heading not in meeting.headings:
                heading = next(iter(meeting.headings))
            note = Note(retrospective=meeting, text=text, heading=heading, digest=digest_of(key))
            check_fields(note, "text")
            meeting._shuffle([*notes, note])
        return note, key

    def rewrite(self, note: Note, text: str) -> Note:
        """Let a note say something else. Raises NotHere if it was taken back meanwhile."""
        with self._step() as meeting:
            now = meeting.notes.filter(pk=note.pk).first()
            if now is None:
                raise NotHere(_now("This note is not here any more."))
            now.text = text
            check_fields(now, "text")
            now.save(update_fields=["text"])
            meeting._shuffle(list(meeting.notes.all()))
        return now

    def withdraw(self, note: Note) -> None:
        """Take a note back. Nothing happens if it was already."""
        with self._step() as meeting:
            meeting.notes.filter(pk=note.pk).delete()

    def reveal(self, *, by: "Person | None" = None) -> "Retrospective":
        """Show the notes to everybody, in random order."""
        with self._step(by) as meeting:
            if meeting.revealed_at is None:
                meeting.revealed_at = timezone.now()
                meeting._shuffle(list(meeting.notes.all()))
        return meeting

    def group(self, notes: Collection[int]) -> "Retrospective":
        """Put these notes together. Raises NotRevealed before the reveal."""
        with self._step() as meeting:
            meeting._must_be_revealed()
            found = meeting.notes.filter(pk__in=notes)
            if len(found) < len(set(notes)) or not notes:
                raise ValidationError({"notes": _now("A note of these is not here.")})
            found.update(group=random_id() if len(set(notes)) > 1 else None)
        return meeting

    def vote(self, note_id: int, *, by: "Person") -> "Retrospective":
        """Give a note one of three votes, two at most. Raises NoVotesLeft, NotRevealed."""
        with self._step() as meeting:
            meeting._must_be_revealed()
            note = meeting.notes.filter(pk=note_id).first()
            if note is None:
                raise ValidationError({"note": _now("This note is not here.")})
            given = list(meeting._votes_of(by).select_related("note"))
            if len(given) >= VOTES:
                raise NoVotesLeft(_now("You have given your three votes."))
            if sum(each.note.is_one_with(note) for each in given) >= ON_ONE:
                raise NoVotesLeft(_now("A note gets two of your votes at most."))
            meeting._shuffle_votes([Vote(note=note, voter=meeting.voter(by))])
        return meeting

    def take_vote_back(self, note_id: int, *, by: "Person") -> "Retrospective":
        """Take one of one's own votes back from a note. Nothing happens if it has none."""
        with self._step() as meeting:
            meeting._must_be_revealed()
            given = meeting._votes_of(by).filter(note=note_id).first()
            if given is not None:
                given.delete()
        return meeting

    def votes_of(self, person: "Person") -> Counter[int]:
        """How many votes somebody has given each note, as long as that is known."""
        given = self._votes_of(person).values_list("note", flat=True) if self.secret else ()
        return Counter(given)

    def votes_left(self, person: "Person") -> int:
        return max(VOTES - self.votes_of(person).total(), 0) if self.secret else 0

    def counted_notes(self) -> list[Note]:
        """The notes in random order (that of their ids), each with its votes."""
        counted = self.notes.annotate(so_far=Count("given")).order_by("pk")
        notes: list[Note] = []
        for note in counted:
            note.votes = note.votes or note.so_far
            notes.append(note)
        return notes

    def voter(self, person: "Person") -> str:
        """The name under which a person votes here; nothing in the database makes it."""
        key = settings.SECRET_KEY.encode()
        return hmac.new(key, f"{self.secret}:{person.pk}".encode(), sha256).hexdigest()

    def close(
        self, actions: Sequence[ToDo], *, by: "Person", reason: str = "", on_top: bool = False
    ) -> "Retrospective":
        """End it with one to three actions, each of which becomes a card; or with a reason.

        Raises ValidationError for what is not said whole, AlreadyClosed, and GateRefusal if no
        queue column has room for a card.
        """
        reason = folded(reason)
        with transaction.atomic():
            board = Board.objects.locked(self.board_id)  # before the meeting: always in this order
            board.role = self.board.role
            meeting = self._locked()
            if meeting.ended_at is not None:
                raise AlreadyClosed(_now("This retrospective has been closed."))
            _check(board, actions, reason)
            for each in reversed(actions) if on_top else actions:
                assert each.by is not None
                card = board.queue_card(
                    each.title,
                    by=by,
                    assignees=[each.owner] if each.owner else [],
                    description=each.measure,
                    due_on=each.by,
                    on_top=on_top,
                )
                action = ImprovementAction(
                    retrospective=meeting,
                    title=each.title,
                    owner=each.owner,
                    by=each.by,
                    measure=each.measure,
                    card=card,
                )
                check_fields(action, "title", "measure")
                action.save()
            meeting.reason = "" if actions else reason
            meeting.ended_at = max(meeting.started_at, timezone.now())
            meeting._wind_up(meeting.ended_at)
            meeting.steps += 1
            meeting.save()
            board.hint(self.SUBJECT)
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

    def _votes_of(self, person: "Person") -> models.QuerySet[Vote]:
        return Vote.objects.filter(note__retrospective=self, voter=self.voter(person))

    def _must_be_revealed(self) -> None:
        if self.revealed_at is None:
            raise NotRevealed(_now("The notes are hidden still. Reveal them first."))

    def _shuffle(self, notes: list[Note]) -> None:
        """Write the notes anew, in random order; each keeps its id and its votes."""
        votes = list(Vote.objects.filter(note__retrospective=self))
        self.notes.all().delete()
        _dice.shuffle(notes)
        Note.objects.bulk_create(notes)
        self._shuffle_votes(votes)

    def _shuffle_votes(self, more: Collection[Vote]) -> None:
        """Write the votes anew with these, in random order: none stands last because it came last."""
        here = Vote.objects.filter(note__retrospective=self)
        votes = [*here, *more]
        here.delete()
        _dice.shuffle(votes)
        Vote.objects.bulk_create(Vote(note_id=each.note_id, voter=each.voter) for each in votes)

    def _wind_up(self, at: datetime) -> None:
        """Count the votes, and forget what could tell whose a note or a vote was."""
        for note in self.counted_notes():
            Note.objects.filter(pk=note.pk).update(votes=note.votes, digest="")
        Vote.objects.filter(note__retrospective=self).delete()
        self.secret = ""
        self.revealed_at = self.revealed_at or at

    def _has_ended(self) -> str:
        return _now("This retrospective has been closed.")

    def _another_leads(self) -> str:
        if self.led_by is None:
            return _now("Nobody leads this retrospective yet.")
        return _now("%(person)s leads this retrospective now.") % {"person": self.led_by}


def _check(board: Board, actions: Sequence[ToDo], reason: str) -> None:
    """Raise ValidationError, by the names of the fields, for what is not said whole."""
    if not actions and not reason:
        words = _now("Decide on one to three actions, or say why there is none.")
        raise ValidationError({"actions": words})
    if len(actions) > MOST_ACTIONS:
        raise ValidationError({"actions": _now("At most three actions: fewer are done sooner.")})
    team = {seat.person_id for seat in board.memberships.exclude(role="viewer")}
    wrong = {
        f"actions.{at}.{field}": words
        for at, each in enumerate(actions)
        for field, words in _missing(each, team).items()
    }
    if wrong:
        raise ValidationError(wrong)


def _missing(action: ToDo, team: Collection[int]) -> dict[str, str]:
    """What is not said of an action, by field, in words."""
    wrong = {
        "title": not folded(action.title) and _now("Say what is to be done."),
        "owner": (action.owner is None or action.owner.pk not in team)
        and _now("Say whose it is: a member of the board."),
        "by": action.by is None and _now("Say by which day."),
        "measure": not folded(action.measure) and _now("Say how you will see that it worked."),
    }
    return {field: words for field, words in wrong.items() if words}
