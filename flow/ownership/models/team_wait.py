from typing import TYPE_CHECKING

from django.db import models

from board.models import Block
from flow.delivery.models import Team

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from board.models import Board


class TeamWaitQuerySet(models.QuerySet["TeamWait"]):
    def standing(self) -> "TeamWaitQuerySet":
        """Return the waits of blocks that have not ended, of cards that are on their boards."""
        return self.filter(
            block__unblocked_at=None, block__card__archived_at=None, block__card__deleted_at=None
        )

    def of(self, board: "Board") -> "TeamWaitQuerySet":
        return self.filter(block__card__board=board, block__card__deleted_at=None)

    def on_teams_of(self, board: "Board") -> "TeamWaitQuerySet":
        """Return the waits of cards of other boards for a team of this one."""
        waits = self.filter(team__board=board, block__card__deleted_at=None)
        return waits.exclude(block__card__board=board)

    def of_cards(self, cards: "Iterable[int]") -> "TeamWaitQuerySet":
        return self.filter(block__card__in=list(cards))

    def in_days(self, first: "datetime", last: "datetime") -> "TeamWaitQuerySet":
        """Return the waits that were open at some moment of this time."""
        until = models.Q(block__unblocked_at=None) | models.Q(block__unblocked_at__gte=first)
        return self.filter(until, block__blocked_at__lte=last)

    def with_nouns(self) -> "TeamWaitQuerySet":
        waits = self.select_related("block__card__board", "team__board")
        return waits.prefetch_related("block__card__assignees").order_by("block__blocked_at", "pk")


class TeamWait(models.Model):
    """The team for which a blocked card waits."""

    block = models.OneToOneField(
        Block, models.CASCADE, related_name="team_wait", primary_key=True, db_constraint=False
    )
    team = models.ForeignKey(Team, models.CASCADE, related_name="waited_for")

    objects = TeamWaitQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.block_id} waits for {self.team_id}"

    @classmethod
    def keep(cls, block: Block, team: Team) -> bool:
        """Let a block wait for this team; whether that changes it."""
        known = cls.objects.filter(block=block).first()
        if known and known.team_id == team.pk:
            return False
        cls.objects.update_or_create(block=block, defaults={"team": team})
        return True
