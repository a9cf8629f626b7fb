"""The notes of a retrospective: write, rewrite, withdraw, reveal, put together."""

import secrets
from collections.abc import Collection
from random import SystemRandom
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from board.models import NotHere
from board.models.checks import check_fields
from board.models.most import Most
from flow.improvement.models.retrospective.note import Note, digest_of, random_id
from flow.improvement.models.retrospective.vote import Vote
from flow.improvement.refusals import NotRevealed

if TYPE_CHECKING:
    from board.models import Person
    from flow.improvement.models.retrospective.retrospective import Retrospective

_dice = SystemRandom()


class RetrospectiveNotes(models.Model):
    """The side of a retrospective that keeps its notes. Nobody is named."""

    MOST_NOTES = Most(200, _("A retrospective has at most %(most)s notes."))

    class Meta:
        abstract = True

    def write(self: "Retrospective", text: str, *, heading: str = "") -> tuple[Note, str]:
        """Return a new note and its key, which only its writer gets. No author is saved.

        All notes are written again in random order, so that no order of rows shows who wrote when.
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

    def rewrite(self: "Retrospective", note: Note, text: str) -> Note:
        """Change the text of a note. Raises NotHere if it was taken back meanwhile."""
        with self._step() as meeting:
            now = meeting.notes.filter(pk=note.pk).first()
            if now is None:
                raise NotHere(_now("This note is not here any more."))
            now.text = text
            check_fields(now, "text")
            now.save(update_fields=["text"])
            meeting._shuffle(list(meeting.notes.all()))
        return now

    def withdraw(self: "Retrospective", note: Note) -> None:
        """Delete a note. A second call does nothing."""
        with self._step() as meeting:
            meeting.notes.filter(pk=note.pk).delete()

    def reveal(self: "Retrospective", *, by: "Person | None" = None) -> "Retrospective":
        """Show the notes to everybody, in random order."""
        with self._step(by) as meeting:
            if meeting.revealed_at is None:
                meeting.revealed_at = timezone.now()
                meeting._shuffle(list(meeting.notes.all()))
        return meeting

    def group(self: "Retrospective", notes: Collection[int]) -> "Retrospective":
        """Put these notes together. Raises NotRevealed before the reveal."""
        with self._step() as meeting:
            meeting._must_be_revealed()
            grouped = meeting.notes.filter(pk__in=notes)
            if len(grouped) < len(set(notes)) or not notes:
                raise ValidationError({"notes": _now("One of these notes is not here.")})
            grouped.update(group=random_id() if len(set(notes)) > 1 else None)
        return meeting

    def counted_notes(self: "Retrospective") -> list[Note]:
        """The notes in random order (that of their ids), each with its votes."""
        counted = self.notes.annotate(so_far=Count("given")).order_by("pk")
        notes: list[Note] = []
        for note in counted:
            note.votes = note.votes or note.so_far
            notes.append(note)
        return notes

    def _must_be_revealed(self: "Retrospective") -> None:
        if self.revealed_at is None:
            raise NotRevealed(_now("The notes are still hidden. Reveal them first."))

    def _shuffle(self: "Retrospective", notes: list[Note]) -> None:
        """Write the notes again, in random order; each keeps its id and its votes."""
        votes = list(Vote.objects.filter(note__retrospective=self))
        self.notes.all().delete()
        _dice.shuffle(notes)
        Note.objects.bulk_create(notes)
        self._shuffle_votes(votes)
