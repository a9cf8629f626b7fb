from typing import TYPE_CHECKING

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from board.models import Board, Card
from flow.delivery.models import Component

if TYPE_CHECKING:
    from board.models import Person


class DecouplingCardQuerySet(models.QuerySet["DecouplingCard"]):
    def of_pair(self, a: Component, b: Component) -> "DecouplingCardQuerySet":
        """The cards that were made for these two, the last one first."""
        first, second = sorted((a.pk, b.pk))
        kept = self.filter(a=first, b=second, card__deleted_at=None)
        return kept.select_related("card__board").order_by("-made_at", "-pk")

    def open(self) -> "DecouplingCardQuerySet":
        return self.filter(card__finished_at=None, card__archived_at=None, card__deleted_at=None)

    def of(self, board: Board) -> "DecouplingCardQuerySet":
        return self.filter(card__board=board).select_related("card", "a", "b")


class DecouplingCard(models.Model):
    """A card that is to take two components apart, with the figures of the day on which it was made."""

    card = models.OneToOneField(
        Card, models.CASCADE, related_name="decouples", primary_key=True, db_constraint=False
    )
    a = models.ForeignKey(Component, models.CASCADE, related_name="+")  # a.pk < b.pk
    b = models.ForeignKey(Component, models.CASCADE, related_name="+")
    made_at = models.DateTimeField()
    together = models.PositiveIntegerField()  # coordinated releases of both in the 90 days before
    degree = models.PositiveSmallIntegerField(null=True)  # of coupling, percent; null: no changes

    objects = DecouplingCardQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(a__lt=models.F("b")), name="a_pair_is_named_in_one_order"
            )
        ]

    def __str__(self) -> str:
        return f"{self.a_id} without {self.b_id}"

    @classmethod
    def make(
        cls,
        board: Board,
        a: Component,
        b: Component,
        *,
        together: int,
        degree: int | None,
        by: "Person",
    ) -> tuple["DecouplingCard", bool]:
        """Make a card to deploy `a` without `b`, a pull like any other, and answer that it is new.

        While one is open, it is that one, and not new.

        Raises GateRefusal where no queue column has room.
        """
        with transaction.atomic():
            Board.objects.select_for_update(no_key=True).filter(pk=board.pk).first()
            if open_ := cls.objects.of_pair(a, b).open().filter(card__board=board).first():
                return open_, False
            facts = {"a": a.name, "b": b.name, "together": together, "degree": degree or 0}
            card = board.queue_card(
                _("Deploy %(a)s without %(b)s") % facts,
                by=by,
                description=_(
                    "%(a)s and %(b)s went to production together for %(together)s cards in the last "
                    "90 days; %(degree)s %% of what changed one of them changed both."
                )
                % facts,
            )
            first, second = sorted((a, b), key=lambda each: each.pk)
            made = cls.objects.create(
                card=card,
                a=first,
                b=second,
                made_at=timezone.now(),
                together=together,
                degree=degree,
            )
        return made, True
