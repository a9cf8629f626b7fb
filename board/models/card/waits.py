"""Settle the waits for cards that finish, leave the board or come back."""

from collections.abc import Collection
from typing import TYPE_CHECKING

from django.db import transaction

from board.each_apart import each_apart
from board.models.card.link import CardLink, CardLinkQuerySet
from board.models.event import PASSAGES, Event, Kind
from board.sql.compiled import Compiled

if TYPE_CHECKING:
    from board.models.board.turn import Turn

LOOKED_AT = {Kind.ARCHIVED, Kind.DELETED, Kind.RESTORED, Kind.REOPENED, Kind.UNDONE}
WAITS_FOR = Compiled(
    lambda blockers: (
        CardLink.objects.unsettled()
        .filter(from_card__in=blockers)
        .order_by("to_card__board", "pk")
        .values_list("pk")
    )
)


def settle_after(turn: "Turn", events: Collection[Event]) -> None:
    """After this turn is committed, settle the waits for the cards that it finished or archived.

    After the commit, since the card that waits may be on another board, whose lock is not held.
    If the process dies there, the sweep settles them.
    """
    cards = {event.card.pk for event in events if event.card and _ends_or_begins(turn, event)}
    if cards:
        transaction.on_commit(lambda: _settle_waits_for(sorted(cards)), robust=True)


def settle(links: CardLinkQuerySet) -> None:
    """Settle these waits, each under the lock of the board of the card that waits."""
    each_apart(links.select_related("to_card__board"), lambda link: link.to_card.settle_wait(link))


def _settle_waits_for(cards: Collection[int]) -> None:
    ids = [pk for (pk,) in WAITS_FOR.rows(cards)]
    if ids:
        settle(CardLink.objects.filter(pk__in=ids).order_by("to_card__board", "pk"))


def _ends_or_begins(turn: "Turn", event: Event) -> bool:
    """Whether this event may begin or end a wait for its card."""
    card, kind = event.card, Kind(event.kind)
    if card is None or kind not in PASSAGES:
        return False
    if kind in LOOKED_AT or card.finished_at == turn.at:
        return True
    left, _entered = event.passage
    was = turn.shape.columns.get(left[0]) if left else None
    return card.finished_at is None and was is not None and was.is_done
