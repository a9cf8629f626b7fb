from typing import TYPE_CHECKING

from django.db import models, transaction

from board.models import Card
from board.models.most import Most
from flow.delivery.models import Component

if TYPE_CHECKING:
    from collections.abc import Iterable

    from board.models import Person

NAME = "ownership"  # of the app, in the events of a board
TOUCHES = "touches"


class ExpectedTouch(models.Model):
    """A component that a card is going to touch, as a person expected before any change did."""

    card = models.ForeignKey(
        Card, models.CASCADE, related_name="expected_touches", db_constraint=False
    )
    component = models.ForeignKey(Component, models.CASCADE, related_name="expected_touches")

    MOST = Most(30, "A card touches at most %(most)s components.")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["card", "component"], name="a_card_is_to_touch_a_component_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.card_id} touches {self.component_id}"

    @classmethod
    def say(cls, card: Card, components: "Iterable[Component]", *, by: "Person") -> None:
        """The card is going to touch these and no others; an event says so if that is new."""
        wanted = {each.pk for each in components}
        cls.MOST.check(0, more=len(wanted))
        with transaction.atomic():
            there = set(card.expected_touches.values_list("component", flat=True))
            if wanted == there:
                return
            card.expected_touches.exclude(component__in=wanted).delete()
            ExpectedTouch.objects.bulk_create(
                (ExpectedTouch(card=card, component_id=pk) for pk in sorted(wanted - there)),
                ignore_conflicts=True,
            )
            card.board.record_of_app(of=NAME, what=TOUCHES, cards=[card], by=by)
