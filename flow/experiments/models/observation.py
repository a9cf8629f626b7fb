from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from flow.experiments.verdicts import Total
from flow.metrics.models.parts import LOOSE

if TYPE_CHECKING:
    from flow.experiments.models.experiment import Experiment


class Variant(models.TextChoices):
    """The group of an observation: cases with the change, or without it."""

    TREATMENT = "treatment", _("with")
    CONTROL = "control", _("without")


class ObservationQuerySet(models.QuerySet["Observation"]):
    def in_order(self) -> "ObservationQuerySet":
        """By the moment that each speaks of; of the same moment, as they came."""
        return self.order_by("at", "pk")

    def first_of(self, experiments: Collection["Experiment"]) -> dict[int, "Observation"]:
        """The first observation that came of each experiment."""
        came = self.filter(experiment__in=experiments).select_related("by")
        first = came.order_by("experiment_id", "pk").distinct("experiment_id")
        return {each.experiment_id: each for each in first}

    def totals_of(self, experiments: Collection["Experiment"]) -> Mapping[int, Mapping[str, Total]]:
        """Return the latest total of each variant, by experiment."""
        latest = (
            self.filter(experiment__in=experiments)
            .order_by("experiment_id", "variant", "-at", "-pk")
            .distinct("experiment_id", "variant")
        )
        totals: dict[int, dict[str, Total]] = {each.pk: {} for each in experiments}
        for each in latest:
            totals[each.experiment_id][each.variant] = each.total
        return totals


class Observation(models.Model):
    """The total of one variant from the beginning of its experiment up to a moment."""

    experiment = models.ForeignKey(
        "experiments.Experiment", models.CASCADE, related_name="observations"
    )
    external_id = models.CharField(max_length=200)  # what the caller names it
    variant = models.CharField(max_length=10, choices=Variant)
    at = models.DateTimeField()
    n = models.PositiveIntegerField(null=True)
    hits = models.PositiveIntegerField(null=True)
    value = models.FloatField(null=True)
    came_at = models.DateTimeField()
    by = models.ForeignKey("board.Person", models.SET_NULL, null=True, **LOOSE)

    objects = ObservationQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["experiment", "external_id"], name="an_observation_is_kept_once"
            ),
            models.CheckConstraint(
                condition=Q(hits=None, value__isnull=False)
                | Q(hits__lte=models.F("n"), value=None, n__isnull=False),
                name="an_observation_is_a_value_or_hits_of_cases",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.external_id}: {self.total.result}"

    @property
    def total(self) -> Total:
        return Total(self.n, self.hits, self.value)
