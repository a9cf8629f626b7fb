"""The readings of a board's delivery in some days, and the measures made of them."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property

from django.db import models
from django.db.models import Exists, Func, Min, OuterRef, QuerySet
from django.utils.translation import gettext as _

from board.models import Board
from board.sql.one_of import OneOf
from flow.delivery.measures import dora
from flow.delivery.measures.figure import DeliveryFigure, nothing
from flow.delivery.measures.sizes import Sizes, sizes
from flow.delivery.models import (
    Component,
    ComponentChange,
    Deployment,
    Incident,
    Team,
)
from flow.metrics.reports.window import DayWindow

USUAL = 28  # complete days
BEGIN = datetime(1970, 1, 1, tzinfo=UTC)
A_MICROSECOND = timedelta(microseconds=1)
UNITS = {
    "deployment_frequency": "per day",
    "change_lead_time": "hours",
    "change_fail_rate": "%",
    "failed_deployment_recovery_time": "hours",
    "deployment_rework_rate": "%",
}


@dataclass(frozen=True)
class DeliveryScope:
    """Component or team is asked about: one component, or all components of one team of the board."""

    board: Board
    component: Component | None = None
    team: Team | None = None

    @cached_property
    def components(self) -> list[Component]:
        if self.component is not None:
            return [self.component]
        components = Component.objects.of_teams_of(self.board)
        return list(components.filter(team=self.team) if self.team else components)

    @property
    def why_none(self) -> str:
        """Why it has no figures; "" if it has."""
        if not self.components:
            return _(
                "This board has no component yet. A lead can create one in the set-up of delivery."
            )
        if len({component.team_id for component in self.components}) > 1:
            return _("This board has several teams. Say which: team= or component=.")
        return ""


class Microseconds(Func):
    """A moment as whole microseconds since 1970: a number is read several times as fast."""

    template = "(EXTRACT(EPOCH FROM %(expressions)s) * 1000000)::bigint"
    output_field = models.BigIntegerField()


@dataclass(frozen=True, slots=True)
class BroughtChange:
    """A change that came to production first on this day, `seconds` after the trunk."""

    change: int
    day: date
    at: datetime
    seconds: int
    files: int | None
    lines: int | None


@dataclass(frozen=True)
class Delivered:
    """The delivery of some components in some days.

    What is read from the database grows with what came to production in these days, and not with
    what came before them.
    """

    scope: DeliveryScope
    window: DayWindow

    def within(self, window: DayWindow) -> "Delivered":
        """The same of fewer days, without asking again; the days must lie within these."""
        fewer = Delivered(self.scope, window)
        day_of = self.scope.board.day_of
        first, last = window.first, window.last
        inside = {
            "_deployed": {
                pk: each for pk, each in self._deployed.items() if first <= each.day <= last
            },
            "brought": [each for each in self.brought if first <= each.day <= last],
            "_incidents": [
                each for each in self._incidents if first <= day_of(each.detected_at) <= last
            ],
            "_first_known": self._first_known,
        }
        fewer.__dict__.update(inside)
        return fewer

    @property
    def measures(self) -> dict[str, DeliveryFigure]:
        """The five measures, by their names."""
        if why := self.scope.why_none:
            return {name: nothing(unit, why) for name, unit in UNITS.items()}
        deployed = [*self._deployed.values()]
        return {
            "deployment_frequency": dora.deployment_frequency(
                deployed, len(self.window.days), is_known=self._is_known
            ),
            "change_lead_time": dora.change_lead_time([each.seconds for each in self.brought]),
            "change_fail_rate": dora.change_fail_rate(deployed),
            "failed_deployment_recovery_time": dora.failed_deployment_recovery_time(
                self._incidents
            ),
            "deployment_rework_rate": dora.deployment_rework_rate(deployed),
        }

    @property
    def by_day(self) -> dict[date, tuple[int, int]]:
        """For each day how many production deployments there were, and how many of them failed."""
        counts = dict.fromkeys(self.window.days, (0, 0))
        for each in self._deployed.values():
            all_, failed = counts[each.day]
            counts[each.day] = (all_ + 1, failed + each.has_failed)
        return counts

    @property
    def sizes(self) -> Sizes:
        """The changes that came to production in these days.

        Where no production deployment is known at all, those that came to the trunk.
        """
        deployments = sum(each.is_frequent for each in self._deployed.values())
        if self._is_known:
            rows = [(each.files, each.lines) for each in self.brought]
            return sizes(rows, brought=len(rows), deployments=deployments)
        links = ComponentChange.objects.of_components(self.scope.components)
        links = links.filter(change__at__range=self._moments)
        changes = links.filter(change__part_of=None, change__is_gone=False).values_list(
            "change__files", "change__added", "change__removed", "change"
        )
        rows = [(files, _sum(added, removed)) for files, added, removed, _pk in changes.distinct()]
        return sizes(rows, brought=0, deployments=deployments)

    @cached_property
    def brought(self) -> list[BroughtChange]:
        """Each change that came to production first in these days, in no order of theirs."""
        deployed = self._deployed
        links = ComponentChange.objects.filter(
            OneOf("deployment", deployed), change__part_of=None, change__is_gone=False
        )
        if len(self.scope.components) > 1:
            links = links.exclude(Exists(self._earlier))
        rows = links.values_list(
            *("change", "deployment", Microseconds("change__at")),
            *("change__files", "change__added", "change__removed"),
        )
        first: dict[int, BroughtChange] = {}
        for change, pk, at, files, added, removed in rows:
            done = deployed[pk]
            seconds = _seconds(done.finished - at)
            known = first.get(change)
            if known is None or done.at < known.at:
                first[change] = BroughtChange(
                    change, done.day, done.at, seconds, files, _sum(added, removed)
                )
        return list(first.values())

    @property
    def _earlier(self) -> QuerySet[ComponentChange]:
        """The same change in another of these components, where it came to production before."""
        return ComponentChange.objects.filter(
            change=OuterRef("change"),
            component__in=self.scope.components,
            deployment__finished_at__lt=self._moments[0],
        )

    @cached_property
    def _deployed(self) -> "dict[int, FinishedDeployment]":
        """The successful production deployments of these days, by id."""
        caused = Incident.objects.filter(caused_by=OuterRef("pk"))
        rows = self._in_production.filter(finished_at__range=self._moments).values_list(
            *("pk", "finished_at", "kind", "incident", "brings", "failed", "followed_by"),
            Exists(caused),
        )
        day_of = self.scope.board.day_of
        return {
            pk: FinishedDeployment(
                day=day_of(at),
                kind=kind,
                names_incident=bool(incident),
                brings=brings,
                has_failed=failed if failed is not None else bool(has_caused or followed),
                at=at,
                finished=_microseconds(at),
            )
            for pk, at, kind, incident, brings, failed, followed, has_caused in rows
            if at is not None
        }

    @cached_property
    def _incidents(self) -> list[dora.DetectedIncident]:
        rows = Incident.objects.filter(
            component__in=self.scope.components, detected_at__range=self._moments
        ).values_list("detected_at", "restored_at", "caused_by")
        return [
            dora.DetectedIncident(detected, restored, cause is not None)
            for detected, restored, cause in rows
        ]

    @property
    def _in_production(self) -> QuerySet[Deployment]:
        deployments = Deployment.objects.in_production()
        return deployments.filter(component__in=self.scope.components, finished_at__isnull=False)

    @property
    def _is_known(self) -> bool:
        """Whether any production deployment is known that is not later than these days."""
        return self._first_known is not None and self._first_known <= self._moments[1]

    @cached_property
    def _first_known(self) -> datetime | None:
        return self._in_production.aggregate(first=Min("finished_at"))["first"]

    @cached_property
    def _moments(self) -> tuple[datetime, datetime]:
        return moments(self.scope.board, self.window)


@dataclass(frozen=True)
class FinishedDeployment(dora.Deployed):
    """A production deployment, and when it finished: also in microseconds since 1970."""

    at: datetime
    finished: int


def moments(board: Board, window: DayWindow) -> tuple[datetime, datetime]:
    """From the first moment of these days to the last one, in the board's zone."""
    first = datetime.combine(window.first, time.min, board.zone)
    after = datetime.combine(_next(window.last), time.min, board.zone)
    return first, after - timedelta(microseconds=1)


def _next(day: date) -> date:
    return day + timedelta(1)


def _microseconds(moment: datetime) -> int:
    return (moment - BEGIN) // A_MICROSECOND


def _seconds(microseconds: int) -> int:
    """Whole ones, cut towards nought."""
    whole = abs(microseconds) // 1_000_000
    return whole if microseconds >= 0 else -whole


def _sum(added: int | None, removed: int | None) -> int | None:
    return None if added is None or removed is None else added + removed
