"""Since when the criteria of an experiment hold. Nothing is written for it: it is derived."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from board.models import Event, Person, Stay
from board.models.column.stages import Stage
from flow.experiments.models.flagged import first_ramps
from flow.experiments.models.observation import Observation

if TYPE_CHECKING:
    from board.models import Board
    from flow.experiments.models.experiment import Experiment


@dataclass(frozen=True)
class Lock:
    """When the criteria locked, by whom and by what; nobody is a program of the board itself."""

    at: datetime
    by: Person | None
    because: str
    ramped_at: datetime | None = None  # when its flag first left 0 % in production


def locks_of(board: "Board", experiments: Collection["Experiment"]) -> dict[int, Lock]:
    """The lock of each experiment that has one, by its id, in four statements.

    It holds from the first stay of the card at or past the commitment point, unless that stay was
    undone; from the moment when its flag first left 0 % in production; from the first observation;
    from the making of a rerun; from the end at the latest.
    """
    if not experiments:
        return {}
    by_experiment: dict[int, list[Lock]] = {each.pk: [] for each in experiments}
    pulls = _pulls(board, {each.card_id for each in experiments if each.card_id is not None})
    ramps = first_ramps(board, {each.flag for each in experiments if each.flag})
    seen = Observation.objects.first_of(experiments)
    for each in experiments:
        if each.card_id in pulls:
            by_experiment[each.pk].append(pulls[each.card_id])
        if each.flag in ramps:
            by_experiment[each.pk].append(ramps[each.flag])
        if each.pk in seen:
            because = _("The first observation came.")
            by_experiment[each.pk].append(Lock(seen[each.pk].came_at, seen[each.pk].by, because))
        if each.first_id is not None:
            because = _("It runs an experiment again that was decided beforehand.")
            by_experiment[each.pk].append(Lock(each.made_at, each.made_by, because))
        if each.closed_at is not None:
            by_experiment[each.pk].append(Lock(each.closed_at, each.closed_by, _("It was closed.")))
    first = {
        pk: min(locks, key=lambda lock: lock.at) for pk, locks in by_experiment.items() if locks
    }
    begun = {each.pk: ramps[each.flag].at for each in experiments if each.flag in ramps}
    return {pk: replace(lock, ramped_at=begun.get(pk)) for pk, lock in first.items()}


def _pulls(board: "Board", cards: set[int]) -> dict[int | None, Lock]:
    """The first pull of each of these cards that holds, by the card."""
    if not cards:
        return {}
    started = Stay.objects.filter(card__in=cards, voided_at=None).exclude(column__stage=Stage.QUEUE)
    stays = list(
        started.select_related("card__board", "column")
        .order_by("card_id", "entered_at", "pk")
        .distinct("card_id")
    )
    events = Event.objects.filter(board=board, card__in=cards)
    doers = {
        (event.card_id, event.at): event.by
        for event in events.at_these([stay.entered_at for stay in stays]).order_by("-number")
    }
    return {
        stay.card_id: Lock(
            stay.entered_at,
            doers.get((stay.card_id, stay.entered_at)),
            _("%(card)s was pulled into %(column)s.")
            % {"card": stay.card, "column": stay.column.name},
        )
        for stay in stays
    }
