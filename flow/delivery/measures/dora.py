"""The five measures of delivery, of the deployments and incidents of some components.

Source: dora.dev, guides/dora-metrics (2026-01). Where it is silent: a deployment counts on the day
on which it finished, an incident on the day on which it was detected.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.utils.translation import gettext as _

from flow.delivery.measures.figure import (
    DeliveryFigure,
    median_hours,
    nothing,
    percentiles_in_hours,
    share,
)

BACK, AGAIN, HOTFIX = "rollback", "redeploy", "hotfix"


@dataclass(frozen=True)
class Deployed:
    """A successful production deployment."""

    day: date
    kind: str
    names_incident: bool
    brings: int | None  # changes; None: not known
    has_failed: bool

    @property
    def is_frequent(self) -> bool:
        """Whether it counts for the frequency."""
        return self.kind not in (BACK, AGAIN)

    @property
    def can_fail(self) -> bool:
        """Whether it counts for the fail rate: it brings changes, or nobody knows which.

        Going back, or once more, to what was there brings nothing, unless changes are known.
        """
        return self.is_frequent if self.brings is None else self.brings > 0

    @property
    def is_unplanned(self) -> bool:
        return self.kind in (HOTFIX, BACK) or self.names_incident


@dataclass(frozen=True)
class DetectedIncident:
    """An incident, as far as its measure needs it."""

    detected_at: datetime
    restored_at: datetime | None
    has_cause: bool


def deployment_frequency(
    deployed: Sequence[Deployed], days: int, *, is_known: bool
) -> DeliveryFigure:
    """Deployments a day, without rollbacks and redeploys; also on how many days there was one."""
    if not is_known:
        why = _("No production deployment is known. A hook or a pipeline sends them.")
        return nothing("per day", why, days_with=0)
    counted = [each for each in deployed if each.is_frequent]
    with_one = len({each.day for each in counted})
    return DeliveryFigure(len(counted) / days, "per day", len(counted), "", {"days_with": with_one})


def change_lead_time(seconds: Sequence[int]) -> DeliveryFigure:
    """From the trunk to production, in hours, median. Negative times are shown and not counted."""
    counted = [each for each in seconds if each >= 0]
    negative = len(seconds) - len(counted)
    why = _("No change with a known time reached production in these days.")
    figure = median_hours(counted, why, negative=negative)
    return replace(figure, beside=figure.beside | {"percentiles": percentiles_in_hours(counted)})


def change_fail_rate(deployed: Sequence[Deployed]) -> DeliveryFigure:
    """Return the failed deployments, in percent of those that can fail."""
    counted = [each for each in deployed if each.can_fail]
    failed = sum(each.has_failed for each in counted)
    figure = share(failed, len(counted), _("No deployment brought changes in these days."))
    return replace(figure, beside={"failed": failed})


def failed_deployment_recovery_time(incidents: Sequence[DetectedIncident]) -> DeliveryFigure:
    """From detected to restored, in hours, median, where a deployment was the cause."""
    caused = [each for each in incidents if each.has_cause]
    took = [
        int((each.restored_at - each.detected_at).total_seconds())
        for each in caused
        if each.restored_at is not None
    ]
    is_open = len(caused) - len(took)
    why = (
        _("The incident that a deployment caused is open. Enter when it was restored.")
        if is_open
        else _("No incident in these days was caused by a deployment.")
    )
    return median_hours(took, why, open=is_open)


def deployment_rework_rate(deployed: Sequence[Deployed]) -> DeliveryFigure:
    """Of all deployments, the unplanned ones, in percent."""
    unplanned = sum(each.is_unplanned for each in deployed)
    figure = share(unplanned, len(deployed), _("Nothing was deployed to production in these days."))
    return replace(figure, beside={"unplanned": unplanned})
