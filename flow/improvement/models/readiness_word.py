from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from board.models.checks import check_fields
from board.models.event import Kind
from board.models.name import NameField, folded
from flow.metrics.models.parts import about

if TYPE_CHECKING:
    from board.models import Board, Person

OF_READINESS = "readiness"  # what the log calls it


class Criterion(models.TextChoices):
    """The criteria of a team that is done with this phase of continuous delivery."""

    SMALL_BATCHES = "small_batches", _("Most changes are small enough to be deployed on their own")
    FLAGS = "flags", _("Flags let unfinished work be deployed safely")
    WIP_LIMITS = "wip_limits", _("WIP limits keep the work flowing")
    MEASURES = "measures", _("Delivery is measured, looked at, and acted on")


class ReadinessWordQuerySet(models.QuerySet["ReadinessWord"]):
    def of(self, board: "Board") -> "dict[str, ReadinessWord]":
        """Return the word of a team on each criterion that has one, by its name."""
        return {each.criterion: each for each in self.filter(board=board)}

    def say(
        self, board: "Board", criterion: Criterion, *, is_there: bool, note: str, by: "Person"
    ) -> "ReadinessWord":
        """Save the word of the team, in place of the one before. Its author is not saved."""
        with board.turn(by=by) as turn:
            former = self.filter(board=board, criterion=criterion).first()
            word = former or ReadinessWord(board=board, criterion=criterion)
            word.is_there, word.note = is_there, folded(note)
            word.said_on = board.day_of(timezone.now())
            check_fields(word, "criterion", "note")
            word.save()
            turn.record(
                Kind.SETTINGS_CHANGED, of=OF_READINESS, criterion=criterion, is_there=is_there
            )
        return word


class ReadinessWord(models.Model):
    """The word of a team on one criterion of the phase: yes or not yet, with a note."""

    board = about("board.Board", db_index=True)
    criterion = models.CharField(max_length=20, choices=Criterion)
    is_there = models.BooleanField()
    note = NameField(_("note"), max_length=500, blank=True)
    said_on = models.DateField()

    objects = ReadinessWordQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["board", "criterion"], name="a_team_says_one_thing_of_a_criterion"
            ),
            models.CheckConstraint(
                condition=Q(criterion__in=Criterion.values), name="readiness_is_of_a_criterion"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.board_id}: {self.criterion}"
