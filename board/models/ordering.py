"""The order of cards in a column, read and kept under the board's lock."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.apps import apps

from board.models import rank
from board.models.compiled import Compiled

if TYPE_CHECKING:
    from board.models.card import Card, CardQuerySet
    from board.models.column import Column

LAST = Compiled(
    lambda column, card: (
        apps.get_model("board.Card")
        .objects.on_the_board()
        .in_columns([column])
        .exclude(pk=card)
        .order_by("-rank")
        .values_list("rank")[:1]
    )
)

Gap = tuple[str | None, str | None]  # the ranks on both sides; None is an end of the column


def gap(
    column: "Column",
    card: "Card | None",
    before: "Card | None" = None,
    after: "Card | None" = None,
) -> Gap:
    """Where a card goes: next to its neighbour, or at the end if that has left the column."""
    there = column.cards.on_the_board()
    if card is not None:
        there = there.exclude(pk=card.pk)
    return (
        _gap_before(there, before) or _gap_after(there, after) or (_last_rank(column, card), None)
    )


def rank_at(column: "Column", where: Gap) -> str:
    """A rank in this gap; a column whose ranks have grown long is ranked anew first."""
    found = rank.between(*where)
    if len(found) <= rank.LONG:
        return found
    renamed = rank_anew(column)
    low, high = where
    return rank.between(low and renamed.get(low), high and renamed.get(high))


def ranks_at_end(column: "Column") -> Iterator[str]:
    """One rank after another behind the last card of a column."""
    last = _last_rank(column)
    while True:
        last = rank.between(last, None)
        yield last


def rank_anew(column: "Column") -> dict[str, str]:
    """Give the cards of a column short ranks in the order they have; returns old rank: new."""
    cards = list(column.cards.on_the_board().in_order())
    renamed = {}
    for card, new in zip(cards, rank.spread(len(cards)), strict=True):
        renamed[card.rank] = new
        card.rank = new
    column.cards.bulk_update(cards, ["rank"], batch_size=500)
    return renamed


def same_or_next(column: "Column", card: "Card", wanted: str) -> str:
    """This rank, or one right behind it if another card has it now."""
    there = column.cards.on_the_board().exclude(pk=card.pk)
    if not there.filter(rank=wanted).exists():
        return wanted
    following = there.filter(rank__gt=wanted).in_order().values_list("rank", flat=True).first()
    return rank_at(column, (wanted, following))


def _gap_before(there: "CardQuerySet", neighbour: "Card | None") -> Gap | None:
    if neighbour is None:
        return None
    above = there.filter(rank__lte=there.filter(pk=neighbour.pk).values("rank"))
    nearest = list(above.order_by("-rank").values_list("pk", "rank")[:2])
    if not nearest or nearest[0][0] != neighbour.pk:
        return None
    return nearest[1][1] if len(nearest) > 1 else None, nearest[0][1]


def _gap_after(there: "CardQuerySet", neighbour: "Card | None") -> Gap | None:
    if neighbour is None:
        return None
    below = there.filter(rank__gte=there.filter(pk=neighbour.pk).values("rank"))
    nearest = list(below.order_by("rank").values_list("pk", "rank")[:2])
    if not nearest or nearest[0][0] != neighbour.pk:
        return None
    return nearest[0][1], nearest[1][1] if len(nearest) > 1 else None


def _last_rank(column: "Column", besides: "Card | None" = None) -> str | None:
    found = LAST.rows(column.pk, besides.pk if besides else 0)
    return found[0][0] if found else None
