"""The votes of a retrospective: give one, take one back, count those of a person."""

import hmac
from collections import Counter
from collections.abc import Collection
from hashlib import sha256
from random import SystemRandom
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from flow.improvement.models.retrospective.vote import Vote
from flow.improvement.refusals import NoVotesLeft

if TYPE_CHECKING:
    from board.models import Person
    from flow.improvement.models.retrospective.retrospective import Retrospective

VOTES, ON_ONE = 3, 2  # of a person in all, and on one topic
_dice = SystemRandom()


class RetrospectiveVotes(models.Model):
    """The side of a retrospective that counts votes, each under a name that only the server makes."""

    class Meta:
        abstract = True

    def vote(self: "Retrospective", note_id: int, *, by: "Person") -> "Retrospective":
        """Give a note one of three votes, two at most. Raises NoVotesLeft, NotRevealed."""
        with self._step() as meeting:
            meeting._must_be_revealed()
            note = meeting.notes.filter(pk=note_id).first()
            if note is None:
                raise ValidationError({"note": _("This note is not here.")})
            given = list(meeting._votes_of(by).select_related("note"))
            if len(given) >= VOTES:
                raise NoVotesLeft(_("You have given your three votes."))
            if sum(each.note.is_one_with(note) for each in given) >= ON_ONE:
                raise NoVotesLeft(_("A note gets two of your votes at most."))
            meeting._shuffle_votes([Vote(note=note, voter=meeting.voter(by))])
        return meeting

    def take_vote_back(self: "Retrospective", note_id: int, *, by: "Person") -> "Retrospective":
        """Take one vote of this person back from a note. Without one it does nothing."""
        with self._step() as meeting:
            meeting._must_be_revealed()
            given = meeting._votes_of(by).filter(note=note_id).first()
            if given is not None:
                given.delete()
        return meeting

    def votes_of(self: "Retrospective", person: "Person") -> Counter[int]:
        """Return how many votes a person has given each note; none after the end."""
        given = self._votes_of(person).values_list("note", flat=True) if self.secret else ()
        return Counter(given)

    def votes_left(self: "Retrospective", person: "Person") -> int:
        return max(VOTES - self.votes_of(person).total(), 0) if self.secret else 0

    def voter(self: "Retrospective", person: "Person") -> str:
        """Return the name under which a person votes; nothing in the database computes it."""
        key = settings.SECRET_KEY.encode()
        return hmac.new(key, f"{self.secret}:{person.pk}".encode(), sha256).hexdigest()

    def _votes_of(self: "Retrospective", person: "Person") -> models.QuerySet[Vote]:
        return Vote.objects.filter(note__retrospective=self, voter=self.voter(person))

    def _shuffle_votes(self: "Retrospective", more: Collection[Vote]) -> None:
        """Write the votes and these again in random order: the last vote is not the last row."""
        here = Vote.objects.filter(note__retrospective=self)
        votes = [*here, *more]
        here.delete()
        _dice.shuffle(votes)
        Vote.objects.bulk_create(Vote(note_id=each.note_id, voter=each.voter) for each in votes)
