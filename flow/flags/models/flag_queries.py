"""Questions about many flags."""

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Case, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.utils import timezone

from flow.flags.models.kinds import TEMPORARY, FlagStage

if TYPE_CHECKING:
    from board.models import Board, Card

A_MINUTE = timedelta(minutes=1)  # for what was on its way
OUTLIVES = timedelta(days=30)  # a removed flag answers its last value for so long


def _in_production(field: str) -> Subquery:
    states = apps.get_model("flags.FlagState").objects
    here = states.filter(flag=OuterRef("pk"), environment__production=True).order_by()
    return Subquery(here.values(field)[:1])


class FlagQuerySet(QuerySet[Any]):
    def of(self, board: "Board") -> Self:
        return self.filter(board=board)

    def staged(self) -> Self:
        """With the `stage` of each, and what production says: `first_asked_at`, `last_asked_at`,
        `full_since`, `first_full_at`, `is_on` and `share`; and the day when it was removed."""
        known = self.annotate(
            is_on=_in_production("enabled"),
            share=_in_production("rollout"),
            first_asked_at=_in_production("first_asked_at"),
            last_asked_at=_in_production("last_asked_at"),
            full_since=_in_production("full_since"),
            first_full_at=_in_production("first_full_at"),
            removed_at=F("removal_card__finished_at"),
        )
        return known.annotate(
            stage=Case(
                When(removed_at__isnull=False, then=Value(FlagStage.REMOVED)),
                When(is_on=True, share=100, then=Value(FlagStage.EVERYBODY)),
                When(is_on=True, share__gt=0, then=Value(FlagStage.RAMPING)),
                When(is_on=True, then=Value(FlagStage.DARK)),
                When(first_asked_at__isnull=False, then=Value(FlagStage.DEPLOYED)),
                default=Value(FlagStage.MADE),
                output_field=models.CharField(),
            )
        )

    def facts_to_sum_up(self) -> list[tuple[Any, ...]]:
        """Kind, stage, when it was made, its day, when production asked first, and when all had it."""
        facts = ("kind", "stage", "made_at", "remove_by", "first_asked_at", "first_full_at")
        return list(self.staged().values_list(*facts))

    def in_full(self) -> Self:
        """With all that pages and answers show of a flag, in three statements."""
        staged = self.staged().select_related("board", "owner", "card", "removal_card")
        return staged.prefetch_related("states__environment", "incidents")

    def temporary(self) -> Self:
        return self.filter(kind__in=TEMPORARY)

    def living(self) -> Self:
        """Return the flags that are not removed."""
        return self.filter(Q(removal_card=None) | Q(removal_card__finished_at=None))

    def overdue(self, today: date) -> Self:
        return self.temporary().living().filter(remove_by__lt=today)

    def full_before(self, moment: datetime) -> Self:
        """Of staged ones, those that production has open for everybody since before it."""
        return self.filter(full_since__lt=moment)

    def silent_since(self, moment: datetime) -> Self:
        """Of staged ones, those that production asked last, or never, before it."""
        never = Q(last_asked_at=None, made_at__lt=moment)
        return self.filter(never | Q(last_asked_at__lt=moment))

    def standing_since(self, moment: datetime) -> Self:
        """Of staged ones, those that production has not switched since."""
        return self.annotate(switched_at=_in_production("changed_at")).filter(
            switched_at__lt=moment
        )

    def asked_after_removal(self) -> Self:
        """Of staged ones, those that production asked after a minute's grace, not longer ago than
        they are answered."""
        since = timezone.now() - OUTLIVES
        late = Q(last_asked_at__gt=F("removed_at") + A_MINUTE)
        return self.filter(late, removed_at__gt=since)

    def to_review(self, today: date) -> Self:
        """The permanent ones whose review day has come."""
        return self.exclude(kind__in=TEMPORARY).filter(review_on__lte=today)

    def without_owner(self) -> Self:
        return self.filter(owner=None)

    def asked_since(self, moment: datetime) -> Self:
        """Return the flags that were asked since then, in any environment."""
        return self.filter(states__last_asked_at__gte=moment).distinct()

    def of_stage(self, stage: str) -> Self:
        return self.filter(stage=stage)

    def of_kind(self, kind: str) -> Self:
        return self.filter(kind=kind)

    def about(self, words: str) -> Self:
        return self.filter(Q(key__icontains=words) | Q(purpose__icontains=words))

    def removed_by(self, cards: "list[Card]") -> Self:
        """Return the flags whose removal card is one of these, with the last question of
        production.
        """
        return self.filter(removal_card__in=[card.pk for card in cards]).staged()

    def of_cards(self, board: "Board", numbers: "list[int]") -> Self:
        """Return the flags of these cards, and those that they remove, by their numbers."""
        some = Q(card__number__in=numbers) | Q(removal_card__number__in=numbers)
        return self.of(board).filter(some).staged().select_related("card", "removal_card")

    def of_card(self, card: "Card") -> Self:
        return self.filter(Q(card=card) | Q(removal_card=card)).staged()

    def to_look_after(self) -> Self:
        """Return the living flags on boards in use, with the facts for the daily check."""
        here = self.living().filter(board__archived_at=None, board__erased_at=None).staged()
        return here.select_related("board", "owner", "removal_card")

    def still_answered(self) -> Self:
        since = timezone.now() - OUTLIVES
        return self.filter(Q(removal_card=None) | ~Q(removal_card__finished_at__lt=since))
