"""The terms of each board for coordinated releases, and the shares from which its words begin."""

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _

from board.models import Kind
from flow.metrics.models.parts import one_for_each
from flow.ownership.measures.coordination import USUAL_TERMS, CoordinationTerms
from flow.ownership.models.ownership_month import OwnershipMonth

if TYPE_CHECKING:
    from board.models import Board, Person

MOST_HOURS = 168
SETTING = "coordination"  # in the events and in the API of a board


class CoordinationSettingQuerySet(models.QuerySet["CoordinationSetting"]):
    def of(self, board: "Board") -> CoordinationTerms:
        """The terms of a board: its own, or the usual ones."""
        kept = self.filter(board=board).values("hours", "loosely_from", "tightly_from").first()
        return CoordinationTerms(**kept) if kept else USUAL_TERMS

    def keep(self, board: "Board", terms: CoordinationTerms, *, by: "Person") -> None:
        """Let the board count by these terms; what last night counted is soon counted again.

        Raises ValidationError for terms out of range, or words in the wrong order.
        """
        _check(terms)
        facts = {
            "hours": terms.hours,
            "loosely_from": terms.loosely_from,
            "tightly_from": terms.tightly_from,
        }
        with board.turn(by=by) as turn:
            if self.of(board) == terms:
                return
            self.update_or_create(board=turn.board, defaults=facts)
            OwnershipMonth.objects.of(turn.board).ask_to_count()
            turn.record(Kind.SETTINGS_CHANGED, of=SETTING, now=facts)


class CoordinationSetting(models.Model):
    """A board that counts by other terms than the usual ones."""

    board = one_for_each("board.Board", primary_key=True)
    hours = models.PositiveSmallIntegerField()
    loosely_from = models.PositiveSmallIntegerField()
    tightly_from = models.PositiveSmallIntegerField()

    objects = CoordinationSettingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(hours__range=(1, MOST_HOURS)),
                name="together_means_within_1_to_168_hours",
            ),
            models.CheckConstraint(
                condition=Q(tightly_from__gte=1, loosely_from__lte=100)
                & Q(tightly_from__lt=F("loosely_from")),
                name="tightly_coupled_begins_below_loosely_coupled",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.hours} h, {self.loosely_from} %, {self.tightly_from} %"


def _check(terms: CoordinationTerms) -> None:
    if not 1 <= terms.hours <= MOST_HOURS:
        words = _("Between 1 and %(most)s hours.") % {"most": MOST_HOURS}
        raise ValidationError({"hours": words})
    if not 1 <= terms.tightly_from < terms.loosely_from <= 100:
        words = _("“Tightly coupled” begins at 1 % or more, and below “loosely coupled”.")
        raise ValidationError({"tightly_from": words})
