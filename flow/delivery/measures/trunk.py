"""The signs of the trunk: they move in days, where the five measures move in months."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from flow.delivery.measures.figure import DeliveryFigure, median_hours, nothing, share

GREEN, RED, UNKNOWN = "green", "red", "unknown"


@dataclass(frozen=True)
class Built:
    """An attempt to build a commit of the trunk that has ended."""

    build: str
    attempt: int
    is_green: bool
    at: datetime


@dataclass(frozen=True)
class TrunkState:
    """The trunk is green or red since a moment."""

    colour: str
    since: datetime | None


def states(builds: Sequence[Built], before: TrunkState | None = None) -> list[TrunkState]:
    """How the colour of the trunk changed, in order of time; `before` is what it was at first."""
    changes = [before] if before else []
    for built in sorted(builds, key=lambda each: (each.at, each.build, each.attempt)):
        colour = GREEN if built.is_green else RED
        if not changes or changes[-1].colour != colour:
            changes.append(TrunkState(colour, built.at))
    return changes


def green_at_first(builds: Sequence[Built]) -> DeliveryFigure:
    """Return the builds that were green at the first attempt, in percent."""
    first = [each for each in builds if each.attempt == 1]
    return share(sum(each.is_green for each in first), len(first), _("No build is known."))


def red_times(
    builds: Sequence[Built], before: TrunkState | None = None
) -> list[tuple[datetime, int]]:
    """When the trunk became green again, and after how many seconds of red."""
    changes = states(builds, before)
    return [
        (green.since, int((green.since - red.since).total_seconds()))
        for red, green in itertools.pairwise(changes)
        if red.colour == RED and red.since is not None and green.since is not None
    ]


def red_to_green(seconds: list[int]) -> DeliveryFigure:
    """From red to green, in hours, median."""
    return median_hours(seconds, _("The trunk did not become green again in these days."))


def changes_a_day(changes: int, days: int, *, is_known: bool) -> DeliveryFigure:
    if not is_known:
        return nothing("per day", _("No change is known. Connect a hook, or send the log of git."))
    return DeliveryFigure(changes / days, "per day", changes)


def age_at_merge(seconds: list[int]) -> DeliveryFigure:
    """How old a pull request was when it was merged, in hours, median."""
    return median_hours(seconds, _("No pull request was merged in these days."))
