from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from board.models.most import Most
from board.models.recurrence_rule import LONGEST, RecurrenceRule
from board.models.revision import Revised

if TYPE_CHECKING:
    from board.models.card.card import Card


class RecurrenceQuerySet(models.QuerySet["Recurrence"]):
    def in_full(self) -> "RecurrenceQuerySet":
        """Return them with their templates, the next first; ended ones come last."""
        full = self.select_related("board", "template")
        return full.order_by(models.F("next_at").asc(nulls_last=True), "pk")

    def due(self, now: datetime) -> "RecurrenceQuerySet":
        """Return the recurrences that are due, on boards that are not archived."""
        return self.filter(is_on=True, next_at__lte=now, board__archived_at=None)


class Recurrence(Revised):
    """A rule by which cards are made from a template, in the first queue column of the board.

    `next_at` is the time of the next one; None when it is over. `waits_since` says since when one waits
    for room in the queue.
    """

    board = models.ForeignKey("board.Board", models.CASCADE, related_name="recurrences")
    template = models.ForeignKey("board.CardTemplate", models.CASCADE, related_name="recurrences")
    rule = models.CharField(_("rule"), max_length=LONGEST)
    starts_on = models.DateField(_("first day"))
    at = models.TimeField(_("time"))
    is_on = models.BooleanField(_("on"), default=True)
    next_at = models.DateTimeField(null=True, editable=False)
    waits_since = models.DateTimeField(null=True, editable=False)

    objects = RecurrenceQuerySet.as_manager()

    MOST = Most(100, _("A board has at most %(most)s recurring cards. Remove one."))

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(
                fields=["next_at"], condition=Q(is_on=True), name="recurring_cards_that_are_due"
            )
        ]

    def __str__(self) -> str:
        return self.template.name

    @property
    def times(self) -> RecurrenceRule:
        """Return the rule with its first day and time, by the clock of the board."""
        return RecurrenceRule(self.rule, self.starts_on, self.at, self.board.zone)

    def line_up(self, now: datetime) -> None:
        """Set the next time after this moment."""
        self.next_at, self.waits_since = self.times.next_after(now), None

    @property
    def sentence(self) -> str:
        return self.times.sentence


class RecurredCard(models.Model):
    """The card of one time of a recurrence. The database holds that each time has one."""

    recurrence = models.ForeignKey(Recurrence, models.CASCADE, related_name="made")
    due_at = models.DateTimeField()
    card: "models.ForeignKey[Card | None, Card | None]" = models.ForeignKey(
        "board.Card", models.SET_NULL, null=True, related_name="+"
    )
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["due_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["recurrence", "due_at"], name="a_recurring_card_is_made_once_for_each_time"
            )
        ]

    def __str__(self) -> str:
        return f"{self.recurrence_id} at {self.due_at:%Y-%m-%d %H:%M}"
