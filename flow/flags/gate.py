"""A removal card is not finished while production still asks for its flag."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from board.models import Card, Objection
from board.models.board.turn import Turn
from board.models.limit.gate import PlaceChange
from flow.delivery.models import ComponentChange
from flow.flags.models import Flag, Silence

FLAG_IN_USE = "flag_in_use"


def objections(turn: Turn, changes: Collection[PlaceChange]) -> list[Objection]:
    """The objections to finishing these cards."""
    finishing = {change.card.pk: change.card for change in changes if _finishes(turn, change)}
    if not finishing:
        return []
    silence = timedelta(hours=Silence.objects.of(turn.board))
    flags_in_use = []
    for flag in Flag.objects.removed_by(list(finishing.values())):
        card = finishing[flag.removal_card_id or 0]
        if flag.last_asked_at and flag.last_asked_at > _silent_from(card, turn.at - silence):
            minutes = max(0, int((turn.at - flag.last_asked_at).total_seconds() // 60))
            words = _("Production asked for the flag %(flag)s %(minutes)s min ago.")
            flags_in_use.append(
                Objection(
                    card,
                    FLAG_IN_USE,
                    words % {"flag": flag.key, "minutes": minutes},
                    {"flag": flag.key, "last_asked_at": flag.last_asked_at.isoformat()},
                )
            )
    return flags_in_use


def _silent_from(card: Card, since: datetime) -> datetime:
    """From when on production has to be silent: since then, or since the removal was deployed.

    The latter where all changes of the card are in production: what asked before asks no more.
    """
    deployed = ComponentChange.objects.all_deployed_at(card)
    return max(since, deployed) if deployed else since


def _finishes(turn: Turn, change: PlaceChange) -> bool:
    columns = turn.shape.columns
    after, before = change.after, change.before
    if after is None or not columns[after.column_id].is_done:
        return False
    there = columns.get(before.column_id) if before else None
    return there is None or not there.is_done
