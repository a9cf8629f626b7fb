"""Addresses that take no mail: who has one, and what is not written to it meanwhile."""

from collections.abc import Collection
from dataclasses import dataclass

from board.models import Board, Membership, Notice, Person


@dataclass(frozen=True)
class Failing:
    """An address at which the last mail did not arrive; `rests` if no more are written to it."""

    notice: Notice
    rests: bool


def failing(board: Board) -> list[Failing]:
    """Return the failing addresses of the people of a board."""
    people = Membership.objects.filter(board=board).values_list("person__email", flat=True)
    return _failing([*people])


def failing_of(person: Person) -> Failing | None:
    """Return the failing address of a person."""
    return next(iter(_failing([person.email])), None)


def _failing(addresses: Collection[str]) -> list[Failing]:
    undelivered = Notice.objects.undelivered().filter(to__in=addresses).in_short()
    last = list(undelivered.order_by("to", "-made_at", "-pk").distinct("to"))
    resting = Notice.objects.resting([each.to for each in last]) if last else set()
    return [Failing(each, each.to in resting) for each in last]
