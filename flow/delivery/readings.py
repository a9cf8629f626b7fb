"""What is known of a board's delivery in some days, and the measures made of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Any

from django.db.models import Exists, Min, OuterRef, QuerySet
from django.utils.translation import gettext as _

from board.models import Board
from flow.delivery.measures import dora, trunk
from flow.delivery.measures.figure import DeliveryFigure, nothing
from flow.delivery.measures.sizes import Sizes, sizes
from flow.delivery.models import (
    Build,
    Change,
    Component,
    ComponentChange,
    Deployment,
    Incident,
    Repository,
    Team,
)
from flow.metrics.reports.window import DayWindow

USUAL = 28  # complete days
UNITS = {
    "deployment_frequency": "per day",
    "change_lead_time": "hours",
    "change_fail_rate": "%",
    "failed_deployment_recovery_time": "hours",
    "deployment_rework_rate": "%",
}


@dataclass(frozen=True)
class DeliveryScope:
    """Whose delivery is asked about: one component, or all components of one team of the board."""

    board: Board
    component: Component | None = None
    team: Team | None = None

    @cached_property
    def components(self) -> list[Component]:
        if self.component is not None:
            return [self.component]
        found = Component.objects.of_teams_of(self.board)
        return list(found.filter(team=self.team) if self.team else found)

    @property
    def why_none(self) -> str:
        """Why nothing can be said of it; "" if something can."""
        if not self.components:
            return _("This board has no component yet. A lead makes one in the set-up of delivery.")
        if len({component.team_id for component in self.components}) > 1:
            return _("This board has several teams. Say which: team= or component=.")
        return ""


@dataclass(frozen=True)
class Delivered:
    """The delivery of some components in some days."""

    scope: DeliveryScope
    window: DayWindow

    def within(self, window: DayWindow) -> "Delivered":
        """The same of fewer days, without asking again; the days must lie within these."""
        found = Delivered(self.scope, window)
        day_of = self.scope.board.day_of
        inside = {
            "_deployed": [d for d in self._deployed if window.first <= d.day <= window.last],
            "_brought": [b for b in self._brought if window.first <= day_of(b[1]) <= window.last],
            "_hurts": [
                h for h in self._hurts if window.first <= day_of(h.detected_at) <= window.last
            ],
            "_first_known": self._first_known,
        }
        found.__dict__.update(inside)
        return found

    @property
    def measures(self) -> dict[str, DeliveryFigure]:
        """The five measures, by their names."""
        if why := self.scope.why_none:
            return {name: nothing(unit, why) for name, unit in UNITS.items()}
        return {
            "deployment_frequency": dora.deployment_frequency(
                self._deployed, len(self.window.days), is_known=self._is_known
            ),
            "change_lead_time": dora.change_lead_time(self._lead_times),
            "change_fail_rate": dora.change_fail_rate(self._deployed),
            "failed_deployment_recovery_time": dora.failed_deployment_recovery_time(self._hurts),
            "deployment_rework_rate": dora.deployment_rework_rate(self._deployed),
        }

    @property
    def by_day(self) -> dict[date, tuple[int, int]]:
        """For each day how many production deployments there were, and how many of them failed."""
        found = dict.fromkeys(self.window.days, (0, 0))
        for each in self._deployed:
            all_, failed = found[each.day]
            found[each.day] = (all_ + 1, failed + each.has_failed)
        return found

    @property
    def lead_times(self) -> list[tuple[datetime, int, int]]:
        """When each change came to production first, after how many seconds, and its id."""
        return [
            (done, int((done - at).total_seconds()), change)
            for change, done, at, *_sizes in self._brought
        ]

    @property
    def sizes_by_day(self) -> list[tuple[date, int | None, int | None]]:
        """The day on which each change came to production first, its files and its lines."""
        return [
            (
                self.scope.board.day_of(done),
                files,
                None if added is None or removed is None else added + removed,
            )
            for _change, done, _at, files, added, removed in self._brought
        ]

    @property
    def sizes(self) -> Sizes:
        """The changes that came to production in these days.

        Where no production deployment is known at all, those that came to the trunk.
        """
        deployments = sum(each.is_frequent for each in self._deployed)
        if self._is_known:
            rows = [(files, added, removed) for *_, files, added, removed in self._brought]
            brought = len(rows)
        else:
            links = self._links.filter(change__at__range=self._moments)
            found = links.filter(change__part_of=None, change__is_gone=False).values_list(
                "change__files", "change__added", "change__removed", "change"
            )
            rows, brought = [row[:3] for row in found.distinct()], 0
        return sizes(
            [
                (files, None if added is None or removed is None else added + removed)
                for files, added, removed in rows
            ],
            brought=brought,
            deployments=deployments,
        )

    @cached_property
    def _deployed(self) -> list[dora.Deployed]:
        caused = Incident.objects.filter(caused_by=OuterRef("pk"))
        rows = self._in_production.filter(finished_at__range=self._moments).values_list(
            "finished_at", "kind", "incident", "brings", "failed", "followed_by", Exists(caused)
        )
        day_of = self.scope.board.day_of
        return [
            dora.Deployed(
                day=day_of(at),
                kind=kind,
                names_incident=bool(incident),
                brings=brings,
                has_failed=failed if failed is not None else bool(has_caused or followed),
            )
            for at, kind, incident, brings, failed, followed, has_caused in rows
        ]

    @property
    def _lead_times(self) -> list[int]:
        return [int((done - at).total_seconds()) for _change, done, at, *_sizes in self._brought]

    @cached_property
    def _brought(self) -> list[tuple[Any, ...]]:
        """Each change that came to production first in these days: id, when, since when, its size."""
        earlier = ComponentChange.objects.filter(
            change=OuterRef("change"),
            component__in=self.scope.components,
            deployment__finished_at__lt=self._moments[0],
        )
        links = self._links.filter(deployment__finished_at__range=self._moments)
        links = links.filter(change__part_of=None, change__is_gone=False)
        if len(self.scope.components) > 1:
            links = links.exclude(Exists(earlier))
        return list(
            links.values("change")
            .annotate(done=Min("deployment__finished_at"))
            .values_list(
                *("change", "done", "change__at"),
                *("change__files", "change__added", "change__removed"),
            )
        )

    @cached_property
    def _hurts(self) -> list[dora.Hurt]:
        rows = Incident.objects.filter(
            component__in=self.scope.components, detected_at__range=self._moments
        ).values_list("detected_at", "restored_at", "caused_by")
        return [
            dora.Hurt(detected, restored, cause is not None) for detected, restored, cause in rows
        ]

    @property
    def _in_production(self) -> QuerySet[Deployment]:
        found = Deployment.objects.in_production()
        return found.filter(component__in=self.scope.components, finished_at__isnull=False)

    @property
    def _links(self) -> QuerySet[ComponentChange]:
        return ComponentChange.objects.filter(component__in=self.scope.components)

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
class TrunkSigns:
    """The signs of the trunks of a board's repositories in some days."""

    board: Board
    window: DayWindow

    @cached_property
    def repositories(self) -> list[Repository]:
        return list(Repository.objects.shown_on(self.board))

    @property
    def now(self) -> list[tuple[Repository, trunk.TrunkState]]:
        return [(each, trunk.state_now(self._builds(each))) for each in self.repositories]

    @property
    def figures(self) -> dict[str, DeliveryFigure]:
        first, last = moments(self.board, self.window)
        builds = {each: self._builds(each) for each in self.repositories}
        inside = [built for some in builds.values() for built in some if first <= built.at <= last]
        red = [
            seconds
            for some in builds.values()
            for at, seconds in trunk.red_times(some)
            if first <= at <= last
        ]
        changes = Change.objects.on_the_trunk().filter(repository__in=self.repositories)
        merged = changes.filter(
            merged_at__range=(first, last), opened_at__isnull=False
        ).values_list("opened_at", "merged_at")
        return {
            "green_at_first": trunk.green_at_first(inside),
            "red_to_green": trunk.red_to_green(red),
            "changes_a_day": trunk.changes_a_day(
                changes.filter(at__range=(first, last)).count(),
                len(self.window.days),
                is_known=changes.exists(),
            ),
            "age_at_merge": trunk.age_at_merge(
                [
                    max(0, int((done - opened).total_seconds()))
                    for opened, done in merged
                    if opened and done
                ]
            ),
        }

    @cached_property
    def _all_builds(self) -> dict[int, list[trunk.Built]]:
        rows = Build.objects.filter(
            repository__in=self.repositories, finished_at__isnull=False
        ).values_list("repository", "external_id", "attempt", "status", "finished_at")
        found: dict[int, list[trunk.Built]] = {}
        for repository, build, attempt, status, at in rows:
            if at is not None:
                built = trunk.Built(build, attempt, status == "succeeded", at)
                found.setdefault(repository, []).append(built)
        return found

    def _builds(self, repository: Repository) -> Sequence[trunk.Built]:
        return self._all_builds.get(repository.pk, [])


def trunks_now(board: Board) -> list[tuple[Repository, trunk.TrunkState]]:
    """Whether the trunk of each repository of a board is green or red, and since when."""
    window = DayWindow.of(board, days=1)
    return TrunkSigns(board, window).now


def moments(board: Board, window: DayWindow) -> tuple[datetime, datetime]:
    """From the first moment of these days to the last one, in the board's zone."""
    first = datetime.combine(window.first, time.min, board.zone)
    after = datetime.combine(_next(window.last), time.min, board.zone)
    return first, after - timedelta(microseconds=1)


def _next(day: date) -> date:
    return day + timedelta(1)
