"""How often a flag was asked, and the incidents that were of it."""

import json
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from board.models.most import Most
from flow.metrics.models.parts import about

if TYPE_CHECKING:
    from board.models import Board


LATELY = timedelta(days=13)  # before today


class FlagDayQuerySet(models.QuerySet["FlagDay"]):
    def lately(self, today: date) -> "FlagDayQuerySet":
        """Return the counts of the last 14 days, the last first."""
        since = self.filter(day__range=(today - LATELY, today))
        return since.select_related("environment").order_by("-day", "environment", "variant")


class FlagDay(models.Model):
    """How often a variant of a flag was answered on one day of the board; never to whom."""

    flag = about("flags.Flag", related_name="days")
    environment = about("flags.Environment", db_index=True)
    day = models.DateField()
    variant = models.CharField(max_length=10)
    count = models.PositiveBigIntegerField(default=0)

    objects = FlagDayQuerySet.as_manager()

    class Meta:
        ordering = ["day", "variant"]
        constraints = [
            models.UniqueConstraint(
                fields=["flag", "environment", "day", "variant"],
                name="a_variant_is_counted_once_a_day",
            )
        ]

    def __str__(self) -> str:
        return f"{self.flag_id} on {self.day}: {self.count} {self.variant}"


class FlagIncidentQuerySet(models.QuerySet["FlagIncident"]):
    def of(self, board: "Board") -> "FlagIncidentQuerySet":
        return self.filter(flag__board=board)


class FlagIncident(models.Model):
    """An incident that was of a flag, by the id that its reporter gave it, as JSON."""

    MOST = Most(100, _("A flag has at most %(most)s incidents."))

    flag = about("flags.Flag", related_name="incidents")
    incident = models.CharField(max_length=1300)

    objects = FlagIncidentQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["flag", "incident"], name="an_incident_is_noted_once_of_a_flag"
            )
        ]

    def __str__(self) -> str:
        return str(self.known_as)

    @property
    def known_as(self) -> int | str:
        known: int | str = json.loads(self.incident)
        return known
