"""The flag of an experiment."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from board.models import Person
from flow.experiments.verdicts import Found
from flow.flags.models import Environment, Flag, FlagEntry, FlagState
from flow.flags.models.flag_entry import What

if TYPE_CHECKING:
    from board.models import Board
    from flow.experiments.models.experiment import Experiment
    from flow.experiments.models.lock import Lock


def flag_of(experiment: "Experiment") -> Flag | None:
    """The flag that it names, if its board has one of this key."""
    flags = Flag.objects.of(experiment.board).filter(key=experiment.flag) if experiment.flag else ()
    for flag in flags:
        flag.board = experiment.board
        return flag
    return None


def hold(experiment: "Experiment") -> None:
    """Let nobody switch its flag until the transaction ends."""
    if experiment.flag:
        states = FlagState.objects.filter(flag__board=experiment.board, flag__key=experiment.flag)
        list(states.order_by("pk").select_for_update(no_key=True, of=("self",)))


def first_ramps(board: "Board", keys: set[str]) -> "dict[str, Lock]":
    """When each of these flags first left 0 % in production, by its key."""
    from flow.experiments.models.lock import Lock  # noqa: PLC0415  # which asks for this

    if not keys:
        return {}
    production = Environment.objects.filter(board=board, production=True).values("name")
    switched = FlagEntry.objects.filter(
        flag__board=board,
        flag__key__in=keys,
        what=What.SWITCHED,
        environment__in=production,
        now__enabled=True,
        now__rollout__gt=0,
    ).select_related("flag", "by")
    first = switched.order_by("flag_id", "pk").distinct("flag_id")
    because = _("The flag %(flag)s went to %(share)s %% in production.")
    return {
        each.flag.key: Lock(
            each.at, each.by, because % {"flag": each.flag.key, "share": each.now["rollout"]}
        )
        for each in first
    }


def follow(experiment: "Experiment", *, by: Person) -> None:
    """Apply a verdict: turn an invalidated flag off, and move the card that removes it to the top."""
    flag = flag_of(experiment)
    if flag is None or experiment.verdict == Found.INCONCLUSIVE:
        return
    if experiment.verdict == Found.INVALIDATED:
        for state in flag.states.filter(enabled=True):
            state.flag = flag
            state.switch(by=by, enabled=False, reason=_("%s is invalidated.") % experiment)
    card = flag.removal_card
    if card is None or card.archived_at or card.deleted_at or card.finished_at:
        return
    card.board = experiment.board
    above = experiment.board.cards.on_the_board().filter(column=card.column).order_by("rank")
    first = above.first()
    if first is not None and first != card:
        card.move_to(card.column, before=first, by=by)
