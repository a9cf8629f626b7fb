"""The order of cards in a column, read and kept under the board's lock."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.apps import apps

from board.models.card import rank
from board.sql.compiled import Compiled

if TYPE_CHECKING:
    from board.models.card.card import Card, CardQuerySet
    from board.models.column.column import Column

NOBODY = 0  # the id of no card
LAST = Compiled(
    lambda column, card: _others(column, card).order_by("-rank").values_list("rank")[:1]
)
UP_TO = Compiled(
    lambda column, card, neighbour: (
        _others(column, card)
        .filter(rank__lte=_others(column, card).filter(pk=neighbour).values("rank"))
        .order_by("-rank")
        .values_list("pk", "rank")[:2]
    )
)
DOWN_FROM = Compiled(
    lambda column, card, neighbour: (
        _others(column, card)
        .filter(rank__gte=_others(column, card).filter(pk=neighbour).values("rank"))
        .order_by("rank")
        .values_list("pk", "rank")[:2]
    )
)

Gap = tuple[str | None, str | None]  # the ranks on both sides; None is an end of the column
Others = tuple[int, int]  # the ids of a column and of the card that goes there


def gap(
    column: "Column",
    card: "Card | None",
    before: "Card | None" = None,
    after: "Card | None" = None,
) -> Gap:
    """Return the gap for a card: next to its neighbour, or at the end if that has left the column."""
    others = column.pk, card.pk if card else NOBODY
    return _gap_before(others, before) or _gap_after(others, after) or (_last_rank(*others), None)


def first_rank(column: "Column") -> str | None:
    """Return the rank of the first card of a column, if it holds one."""
    return column.cards.on_the_board().in_order().values_list("rank", flat=True).first()


def rank_at(column: "Column", where: Gap) -> str:
    """Return a rank in this gap, after the ranks of the column were shortened where they are long."""
    between = rank.between(*where)
    if len(between) <= rank.LONG:
        return between
    renamed = shorten_ranks(column)
    low, high = where
    return rank.between(low and renamed.get(low), high and renamed.get(high))


def ranks_at_end(column: "Column") -> Iterator[str]:
    """Yield one rank after another behind the last card of a column."""
    last = _last_rank(column.pk)
    while True:
        last = rank.between(last, None)
        yield last


def shorten_ranks(column: "Column") -> dict[str, str]:
    """Give the cards of a column short ranks in the same order; return the new by the old rank."""
    cards = list(column.cards.on_the_board().in_order())
    renamed = {}
    for card, new in zip(cards, rank.spread(len(cards)), strict=True):
        renamed[card.rank] = new
        card.rank = new
    column.cards.bulk_update(cards, ["rank"], batch_size=500)
    return renamed


def same_or_next(column: "Column", card: "Card", wanted: str) -> str:
    """Return this rank, or one right behind it if another card has it now."""
    there = column.cards.on_the_board().exclude(pk=card.pk)
    if not there.filter(rank=wanted).exists():
        return wanted
    following = there.filter(rank__gt=wanted).in_order().values_list("rank", flat=True).first()
    return rank_at(column, (wanted, following))


def _gap_before(others: Others, neighbour: "Card | None") -> Gap | None:
    nearest = UP_TO.rows(*others, neighbour.pk) if neighbour else []
    if not neighbour or not nearest or nearest[0][0] != neighbour.pk:
        return None
    return nearest[1][1] if len(nearest) > 1 else None, nearest[0][1]


def _gap_after(others: Others, neighbour: "Card | None") -> Gap | None:
    nearest = DOWN_FROM.rows(*others, neighbour.pk) if neighbour else []
    if not neighbour or not nearest or nearest[0][0] != neighbour.pk:
        return None
    return nearest[0][1], nearest[1][1] if len(nearest) > 1 else None


def _last_rank(column: int, besides: int = NOBODY) -> str | None:
    rows = LAST.rows(column, besides)
    return rows[0][0] if rows else None


def _others(column: int, card: int) -> "CardQuerySet":
    """Return the cards of a column except one."""
    cards = apps.get_model("board.Card").objects.on_the_board()
    return cards.in_columns([column]).exclude(pk=card)
