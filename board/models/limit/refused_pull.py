"""The refusals of the gate: one row for each rule, card and day. They name no person."""

from contextlib import suppress
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db import DatabaseError, models, transaction
from django.db.models import Count, Q

from board.models.limit.batch import TOO_LARGE, BatchMode
from board.models.limit.limit import Mode

if TYPE_CHECKING:
    from board.models.board.board import Board
    from board.models.refusals import GateRefusal


SPANS = (7, 28)  # days over which refusals are shown


class RefusedPullQuerySet(models.QuerySet["RefusedPull"]):
    def of_rule(self, rule: str) -> "RefusedPullQuerySet":
        return self.filter(rule=rule)

    def between(self, first: date, last: date) -> "RefusedPullQuerySet":
        """Return the refusals of these days, both included."""
        return self.filter(on__range=(first, last))

    def by_limit(self, last: date) -> dict[int, dict[int, int]]:
        """Return how many cards each limit refused in 7 and in 28 days up to this one.

        A card that was refused on several days counts for each of them. One statement.
        """
        counts = {
            f"in_{days}": Count("pk", filter=Q(on__gt=last - timedelta(days))) for days in SPANS
        }
        first = last - timedelta(max(SPANS) - 1)
        refused = self.between(first, last).exclude(limit=None).order_by().values("limit")
        rows: list[dict[str, int]] = list(refused.annotate(**counts))  # type: ignore[arg-type]
        return {row["limit"]: {days: row[f"in_{days}"] for days in SPANS} for row in rows}


class RefusedPull(models.Model):
    """A card that a limit or another rule of the gate refused on a day of the board."""

    board = models.ForeignKey("board.Board", models.CASCADE, db_index=False, related_name="refused")
    limit = models.ForeignKey("board.Limit", models.CASCADE, null=True, related_name="refused")
    rule = models.CharField(max_length=40, blank=True)
    card = models.ForeignKey("board.Card", models.CASCADE, null=True, related_name="refused")
    on = models.DateField()

    objects = RefusedPullQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["board", "on", "rule", "limit", "card"],
                nulls_distinct=False,
                name="a_refusal_is_kept_once_a_day",
            ),
            models.CheckConstraint(
                condition=Q(limit__isnull=False, rule="") | Q(limit=None) & ~Q(rule=""),
                name="a_refusal_is_of_one_limit_or_one_rule",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.on} {self.rule or self.limit_id}"


def keep_refusal(board: "Board", refusal: "GateRefusal", on: date) -> None:
    """Keep the rules and cards of a refusal. It never fails: the refusal is answered in any case."""
    rows = [
        *(
            RefusedPull(board_id=board.pk, limit_id=each.limit.pk, card_id=card.pk, on=on)
            for each in refusal.violations
            if each.limit.mode != Mode.WARN
            for card in refusal.cards
        ),
        *(
            RefusedPull(board_id=board.pk, rule=TOO_LARGE, card_id=each.card.pk, on=on)
            for each in refusal.too_large
            if each.rule.mode != BatchMode.WARN
        ),
        *(
            RefusedPull(board_id=board.pk, rule=each.code, card_id=each.card.pk, on=on)
            for each in refusal.objections
        ),
    ]
    with suppress(DatabaseError), transaction.atomic():
        RefusedPull.objects.bulk_create(rows, ignore_conflicts=True)
