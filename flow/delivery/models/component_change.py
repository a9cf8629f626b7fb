from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from flow.delivery.models.change import Change
from flow.delivery.models.component import Component
from flow.delivery.models.deployment import Deployment

if TYPE_CHECKING:
    from datetime import datetime

    from board.models import Board, Card


class ComponentChangeQuerySet(models.QuerySet["ComponentChange"]):
    def waiting(self) -> "ComponentChangeQuerySet":
        """Return the changes that are not in production yet."""
        return self.filter(deployment=None, change__is_gone=False, change__part_of=None)

    def all_deployed_at(self, card: "Card") -> "datetime | None":
        """When the last change of a card came to production; None if one waits, or it has none."""
        here = self.filter(change__cards=card, change__is_gone=False, change__part_of=None)
        moments = list(here.values_list("deployment__finished_at", flat=True))
        return max(moments) if moments and None not in moments else None

    def of_components(self, components: Iterable[Component]) -> "ComponentChangeQuerySet":
        return self.filter(component__in=list(components))

    def of_changes(self, changes: Iterable[int]) -> "ComponentChangeQuerySet":
        return self.filter(change__in=list(changes))

    def brought_between(self, first: datetime, last: datetime) -> "ComponentChangeQuerySet":
        """Return the changes that reached production in this time: for a component, with their
        first deployment.
        """
        deployed = self.filter(deployment__finished_at__range=(first, last))
        return deployed.filter(change__part_of=None, change__is_gone=False)

    def longest_first(self) -> "ComponentChangeQuerySet":
        """Return the changes with the longest time from the trunk to production first."""
        took = models.F("deployment__finished_at") - models.F("change__at")
        return self.annotate(took=took).order_by("-took", "pk")

    def oldest_first(self) -> "ComponentChangeQuerySet":
        return self.order_by("change__at", "pk")

    def with_nouns(self) -> "ComponentChangeQuerySet":
        rows = self.select_related("change", "component", "deployment")
        return rows.prefetch_related("change__cards")

    def of_teams_of(self, board: "Board") -> "ComponentChangeQuerySet":
        return self.filter(component__team__board=board)


class ComponentChange(models.Model):
    """A change of a component's paths, and the first deployment that brought it to production."""

    change = models.ForeignKey(Change, models.CASCADE, related_name="in_components")
    component = models.ForeignKey(Component, models.CASCADE, related_name="component_changes")
    deployment = models.ForeignKey(
        Deployment, models.SET_NULL, null=True, related_name="first_brought"
    )
    is_named = models.BooleanField(
        default=False, db_column="is_told"
    )  # by a deployment of the component, not by paths

    objects = ComponentChangeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["change", "component"], name="a_change_reaches_a_component_once"
            )
        ]
        indexes = [
            models.Index(
                fields=["component"], condition=Q(deployment=None), name="changes_that_wait"
            )
        ]

    def __str__(self) -> str:
        return f"{self.change_id} in {self.component_id}"
