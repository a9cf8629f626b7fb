"""The trunks of a board's repositories: whether they are green now, and their signs in some days.

What is read grows with the builds of these days and with those since the trunk last changed its
colour, not with all that are known.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.db import connection

from board.models import Board
from flow.delivery.measures import trunk
from flow.delivery.measures.figure import DeliveryFigure
from flow.delivery.models import Build, Change, Repository
from flow.delivery.readings import moments
from flow.metrics.reports.window import DayWindow

# The last build of the other colour says from where on one has to look; of builds at one moment
# the order is that of `trunk.states`.
LAST_CHANGE = """
    SELECT DISTINCT ON (repository_id) repository_id, is_green, finished_at
    FROM (
        SELECT build.repository_id, build.finished_at, build.external_id, build.attempt,
            build.status = 'succeeded' AS is_green,
            lag(build.status = 'succeeded') OVER (
                PARTITION BY build.repository_id
                ORDER BY build.finished_at, build.external_id COLLATE "C", build.attempt
            ) AS was_green
        FROM unnest(%(repositories)s::bigint[]) AS repository (id)
        CROSS JOIN LATERAL (
            SELECT
                (SELECT max(finished_at) FROM delivery_build
                    WHERE repository_id = repository.id AND status = 'succeeded'
                    AND finished_at < %(before)s) AS green,
                (SELECT max(finished_at) FROM delivery_build
                    WHERE repository_id = repository.id AND NOT status = 'succeeded'
                    AND finished_at < %(before)s) AS red,
                (SELECT min(finished_at) FROM delivery_build
                    WHERE repository_id = repository.id AND finished_at < %(before)s) AS first
        ) AS last
        JOIN delivery_build AS build ON build.repository_id = repository.id
            AND build.finished_at < %(before)s
            AND build.finished_at >= CASE WHEN green IS NULL OR red IS NULL THEN first
                ELSE least(green, red) END
            AND (build.finished_at = first OR NOT (green IS NULL OR red IS NULL))
    ) AS built
    WHERE is_green IS DISTINCT FROM was_green
    ORDER BY repository_id, finished_at DESC, external_id COLLATE "C" DESC, attempt DESC
"""


def states_before(
    repositories: Mapping[int, Repository], moment: datetime | None = None
) -> dict[int, trunk.TrunkState]:
    """Whether each trunk was green before this moment, and since when; without one: as it is now.

    A repository without a build is not among them.
    """
    if not repositories:
        return {}
    facts = {"repositories": [*repositories], "before": moment or "infinity"}
    with connection.cursor() as cursor:
        cursor.execute(LAST_CHANGE, facts)
        return {
            pk: trunk.TrunkState(trunk.GREEN if is_green else trunk.RED, since)
            for pk, is_green, since in cursor.fetchall()
        }


@dataclass(frozen=True)
class TrunkSigns:
    """The signs of the trunks of a board's repositories in some days."""

    board: Board
    window: DayWindow

    @cached_property
    def repositories(self) -> dict[int, Repository]:
        return {each.pk: each for each in Repository.objects.shown_on(self.board)}

    @property
    def now(self) -> list[tuple[Repository, trunk.TrunkState]]:
        known, unknown = states_before(self.repositories), trunk.TrunkState(trunk.UNKNOWN, None)
        return [(each, known.get(pk, unknown)) for pk, each in self.repositories.items()]

    @property
    def figures(self) -> dict[str, DeliveryFigure]:
        first, last = moments(self.board, self.window)
        builds = self._builds
        before = states_before(self.repositories, first) if builds else {}
        red = [
            seconds
            for pk, some in builds.items()
            for _at, seconds in trunk.red_times(some, before.get(pk))
        ]
        changes = Change.objects.on_the_trunk().filter(repository__in=self.repositories)
        came = changes.filter(at__range=(first, last))
        merged = came.filter(merged_at__isnull=False, opened_at__isnull=False)
        return {
            "green_at_first": trunk.green_at_first([b for some in builds.values() for b in some]),
            "red_to_green": trunk.red_to_green(red),
            "changes_a_day": trunk.changes_a_day(
                came.count(), len(self.window.days), is_known=changes.exists()
            ),
            "age_at_merge": trunk.age_at_merge(
                [
                    max(0, int((done - opened).total_seconds()))
                    for opened, done in merged.values_list("opened_at", "merged_at")
                    if opened and done
                ]
            ),
        }

    @cached_property
    def _builds(self) -> dict[int, list[trunk.Built]]:
        """The builds of these days, by repository."""
        rows = Build.objects.filter(
            repository__in=self.repositories, finished_at__range=moments(self.board, self.window)
        ).values_list("repository", "external_id", "attempt", "status", "finished_at")
        by_repository: defaultdict[int, list[trunk.Built]] = defaultdict(list)
        for repository, build, attempt, status, at in rows:
            if at is not None:
                by_repository[repository].append(
                    trunk.Built(build, attempt, status == "succeeded", at)
                )
        return by_repository


def trunks_now(board: Board) -> list[tuple[Repository, trunk.TrunkState]]:
    """Whether the trunk of each repository of a board is green or red, and since when."""
    return TrunkSigns(board, DayWindow.of(board, days=1)).now
