"""The limits in force on each day, from the log of the board."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from board.models import Board, Kind
from flow.metrics.definitions.workflow import Workflow
from flow.metrics.reports.window import DayWindow, Filters

Facts = dict[str, Any]


@dataclass(frozen=True)
class Bound:
    """The most that limits let be in progress at once."""

    workflow: Workflow
    filters: Filters

    def of(self, limits: list[Facts]) -> int | None:
        """By these limits: one on the whole, or those on columns if each column has one."""
        mine = [limit for limit in limits if self._is_about_these(limit)]
        whole = [limit["maximum"] for limit in mine if not limit["columns"]]
        parts = [limit for limit in mine if limit["columns"]]
        covered = {column for limit in parts for column in limit["columns"]}
        if {*self.workflow.in_progress} <= covered:
            whole.append(sum(limit["maximum"] for limit in parts))
        return min(whole, default=None)

    def _is_about_these(self, limit: Facts) -> bool:
        lane = self.filters.lane and self.filters.lane.pk
        service_class = self.filters.service_class and self.filters.service_class.pk
        return (
            not limit["each_person"]
            and limit["lane"] == lane
            and limit["service_class"] == service_class
            and not {*limit["columns"]} - {*self.workflow.in_progress}
        )


def limit_of_each_day(
    board: Board, workflow: Workflow, window: DayWindow, filters: Filters
) -> list[int | None]:
    """For each day of the window the bound at its end.

    None for cards of one label or person: limits are about theirs and others' together.
    """
    if not filters.are_of_places:
        return [None] * len(window.days)
    bound = Bound(workflow, filters)
    changes = list(_changes(board))
    in_force: dict[int, Facts] = {}
    limits: list[int | None] = []
    for day in window.days:
        while changes and changes[0][0] <= day:
            _day, limit, facts = changes.pop(0)
            in_force.pop(limit, None)
            if facts:
                in_force[limit] = facts
        limits.append(bound.of(list(in_force.values())) if in_force else None)
    return limits


def _changes(board: Board) -> Iterator[tuple[date, int, Facts | None]]:
    """The day of each change, the limit, and what it said from then on; None: it was lifted."""
    kinds = [Kind.LIMIT_ADDED, Kind.LIMIT_CHANGED, Kind.LIMIT_REMOVED]
    events = board.events.filter(kind__in=kinds).order_by("number")
    for kind, at, data in events.values_list("kind", "at", "data"):
        facts = None if kind == Kind.LIMIT_REMOVED else data
        yield board.day_of(at), data["limit"], facts
