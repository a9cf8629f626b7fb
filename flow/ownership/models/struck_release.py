from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils import timezone

from board.models import Card
from board.models.checks import check_fields
from board.models.name import NameField

if TYPE_CHECKING:
    from board.models import Board, Person


class StruckReleaseQuerySet(models.QuerySet["StruckRelease"]):
    def of(self, board: "Board") -> "StruckReleaseQuerySet":
        """Return the excluded releases of the cards of a board, the last one first."""
        return self.filter(card__board=board).select_related("card").order_by("-struck_at", "-pk")


class StruckRelease(models.Model):
    """A card whose deployments went together although each could have gone alone, and why."""

    card = models.OneToOneField(
        Card, models.CASCADE, related_name="struck_release", db_constraint=False
    )
    reason = NameField(max_length=500)
    struck_at = models.DateTimeField()
    struck_by = models.ForeignKey("board.Person", models.SET_NULL, null=True, related_name="+")

    objects = StruckReleaseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="a_release_is_struck_off_why")
        ]

    def __str__(self) -> str:
        return self.reason

    @classmethod
    def strike_off(cls, card: Card, *, reason: str, by: "Person") -> "StruckRelease":
        """Stop counting the card's release as coordinated; a second call replaces the reason."""
        struck = cls(card=card, reason=reason, struck_at=timezone.now(), struck_by=by)
        check_fields(struck, "reason")
        values = {name: getattr(struck, name) for name in ("reason", "struck_at", "struck_by")}
        kept, _made = cls.objects.update_or_create(card=card, defaults=values)
        return kept

    @classmethod
    def count_again(cls, card: Card) -> None:
        """Take back that it was struck off."""
        cls.objects.filter(card=card).delete()
