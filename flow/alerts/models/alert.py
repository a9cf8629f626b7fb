from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from board.models import Card
from board.models.name import NameField
from flow.alerts.kinds import label_of
from flow.alerts.models.excess import Excess
from flow.alerts.models.watch import Watch
from flow.alerts.rules import Crossing
from flow.metrics.ledger.rows import among
from flow.metrics.models import Passage
from flow.metrics.models.parts import about

if TYPE_CHECKING:
    from board.models import Board, Person

KEPT = timedelta(days=90)  # once it was cleared for good

Key = tuple[int | None, int | None, int, str, str]


class AlertQuerySet(models.QuerySet["Alert"]):
    def of(self, board: "Board") -> "AlertQuerySet":
        return self.filter(board=board)

    def standing(self) -> "AlertQuerySet":
        return self.filter(cleared_at=None)

    def awake(self, today: date) -> "AlertQuerySet":
        """Standing, and not put off beyond today."""
        return self.standing().filter(Q(snoozed_until=None) | Q(snoozed_until__lte=today))

    def of_card(self, card: "Card") -> "AlertQuerySet":
        return self.filter(card=card)

    def about_any(self, cards: Collection[int], kinds: Collection[str]) -> "AlertQuerySet":
        """Return the open alerts, all alerts of these cards, and all of these kinds without a card."""
        without = Q(card=None, limit=None, kind__in=kinds)
        return self.filter(Q(cleared_at=None) | Q(among("card", cards)) | without)

    def to_forget(self, now: datetime) -> "AlertQuerySet":
        """Return the alerts that were cleared long ago and cannot be raised again: their passage
        has ended, or, without one, their card is finished or gone; or their limit is not exceeded.
        """
        lives = Passage.objects.in_progress().filter(card=OuterRef("card"), nth=OuterRef("passage"))
        is_open = Card.objects.on_the_board().filter(pk=OuterRef("card"), finished_at=None)
        is_over = Excess.objects.filter(limit=OuterRef("limit"))
        may_stand_again = Exists(lives) | (Q(passage=0) & Exists(is_open)) | Exists(is_over)
        return self.filter(cleared_at__lt=now - KEPT).exclude(may_stand_again)

    def with_nouns(self) -> "AlertQuerySet":
        return self.select_related("card__column", "column", "snoozed_by")


class Alert(models.Model):
    """A threshold that a card, a limit or something with a page of its own has crossed.

    It is raised once: for the same threshold of the same passage it stands again after it was
    cleared, but nobody is notified again. It clears by itself.
    """

    board = about("board.Board")
    card = about("board.Card", null=True, db_index=True)
    limit = about("board.Limit", null=True)
    title = models.CharField(max_length=300, blank=True, default="", db_default="")
    address = models.CharField(max_length=500, blank=True, default="", db_default="")
    kind = models.CharField(max_length=10)
    passage = models.PositiveSmallIntegerField(default=0)
    threshold = models.CharField(max_length=60, blank=True)
    column = about("board.Column", null=True)
    since = models.DateField()
    chance = models.PositiveSmallIntegerField(null=True)
    raised_at = models.DateTimeField()
    cleared_at = models.DateTimeField(null=True)
    snoozed_until = models.DateField(_("until"), null=True)
    snoozed_because = NameField(_("reason"), max_length=200, blank=True)
    snoozed_by = about("board.Person", null=True)

    objects = AlertQuerySet.as_manager()

    class Meta:
        ordering = ["since", "pk"]
        indexes = [
            models.Index(fields=["board"], condition=Q(cleared_at=None), name="alerts_that_stand"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["card", "passage", "kind", "threshold"],
                condition=Q(card__isnull=False),
                name="a_card_crosses_a_threshold_once_in_a_passage",
            ),
            models.UniqueConstraint(
                fields=["limit", "kind", "threshold"],
                condition=Q(limit__isnull=False),
                name="a_limit_is_said_to_be_over_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(card__isnull=False, limit=None, address="")
                | Q(card=None, limit__isnull=False, address="")
                | (Q(card=None, limit=None) & ~Q(address="")),
                name="an_alert_is_about_a_card_a_limit_or_a_page",
            ),
            models.CheckConstraint(
                condition=Q(snoozed_until=None) | ~Q(snoozed_because=""),
                name="a_snooze_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind_words}: {self.card_id or self.limit_id or self.title}"

    @classmethod
    def raised(cls, board: "Board", crossing: Crossing, at: datetime) -> "Alert":
        return cls(
            board=board,
            kind=crossing.kind,
            threshold=crossing.threshold,
            passage=crossing.passage,
            card_id=crossing.card,
            limit_id=crossing.limit,
            column_id=crossing.column,
            since=crossing.since,
            chance=crossing.chance,
            title=crossing.title[:300],
            address=crossing.address,
            raised_at=at,
        )

    def follow(self, crossing: Crossing) -> bool:
        """Say of the same threshold what is so now; whether anything was said otherwise."""
        before = self.chance, self.column_id, self.title
        self.chance, self.column_id = crossing.chance, crossing.column
        self.title = crossing.title[:300]
        return before != (self.chance, self.column_id, self.title)

    @property
    def kind_words(self) -> str:
        return label_of(self.kind)

    @property
    def key(self) -> Key:
        return key_of(self.card_id, self.limit_id, self.passage, self.kind, self.threshold)

    def is_snoozed(self, today: date) -> bool:
        return self.snoozed_until is not None and self.snoozed_until > today

    def snooze(self, until: date, *, because: str, by: "Person") -> None:
        """Say nothing of it before this day."""
        self._put_off(until, because, by)

    def wake(self) -> None:
        """Say it again from now on."""
        self._put_off(None, "", None)
        Watch.objects.mail_again(self.board_id)

    def _put_off(self, until: date | None, because: str, by: "Person | None") -> None:
        with transaction.atomic():
            alert = Alert.objects.select_for_update().get(pk=self.pk)
            alert.snoozed_until, alert.snoozed_because, alert.snoozed_by = until, because, by
            alert.save(update_fields=["snoozed_until", "snoozed_because", "snoozed_by"])


def key_of(card: int | None, limit: int | None, passage: int, kind: str, threshold: str) -> Key:
    """Return the key by which two alerts are the same."""
    return card, limit, passage, str(kind), threshold
