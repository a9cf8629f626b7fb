"""The incidents of components, and those of them that a deployment of another team caused."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Q

from flow.delivery.models import Component, Incident


@dataclass(frozen=True)
class IncidentCauses:
    """The incidents of a component and how many of them another team caused."""

    incidents: int
    by_others: int


NONE = IncidentCauses(0, 0)


def incident_causes(
    components: Sequence[Component], moments: tuple[datetime, datetime]
) -> dict[int, IncidentCauses]:
    """By the id of a component, in one statement; one without an incident is not in it.

    `moments` are the first and the last at which an incident was detected.
    """
    by_others = Q(caused_by__isnull=False) & ~Q(caused_by__component__team=F("component__team"))
    rows = (
        Incident.objects.of_components(components)
        .detected_between(*moments)
        .order_by()
        .values("component")
        .annotate(n=Count("pk"), others=Count("pk", filter=by_others))
    )
    return {row["component"]: IncidentCauses(row["n"], row["others"]) for row in rows}
