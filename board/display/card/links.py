"""The links of a card, as somebody sees them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _later

from board.models import Card, CardLink, LinkKind
from board.models.board.board import BoardQuerySet

OVER: dict[LinkKind, Any] = {  # how a wait reads when it has ended
    LinkKind.BLOCKS: _later("blocked"),
    LinkKind.IS_BLOCKED_BY: _later("waited for"),
}


@dataclass(frozen=True)
class LinkLine:
    """A link as it reads on one of its cards; `card` is the other, None if it may not be seen."""

    kind: LinkKind
    card: Card | None
    pk: int | None = None  # None for one that a split has made
    waits: bool = False  # whether the wait goes on
    unblocks: bool = False

    @property
    def words(self) -> str:
        if not self.waits and self.kind in OVER:
            return str(OVER[self.kind])
        return str(self.kind.label)

    @property
    def name(self) -> str:
        return self.card.key if self.card else _("a card of another board")

    @property
    def url(self) -> str:
        assert self.card
        return reverse("card", args=[self.card.board.key, self.card.number])

    @property
    def is_done(self) -> bool | None:
        """Whether the other card is finished; None if that may not be seen."""
        return self.card.finished_at is not None if self.card else None


def links_of(card: Card, boards: BoardQuerySet) -> list[LinkLine]:
    """The links of this card; a card of a board that is not among `boards` has no name.

    Two statements, a third if one of the links goes to another board.
    """
    links = list(CardLink.objects.shown_on(card))
    elsewhere = {link.other_than(card).board_id for link in links} - {card.board_id}
    seen = {card.board_id}
    if elsewhere:
        seen |= set(boards.filter(pk__in=elsewhere).values_list("pk", flat=True))
    return [*_of_splits(card), *(_line(link, card, seen) for link in links)]


def _line(link: CardLink, card: Card, seen: set[int]) -> LinkLine:
    other = link.other_than(card)
    return LinkLine(
        link.kind_on(card),
        other if other.board_id in seen else None,
        pk=link.pk,
        waits=link.is_wait and link.ended_at is None,
        unblocks=link.unblocks,
    )


def _of_splits(card: Card) -> Iterator[LinkLine]:
    family = card.board.cards.kept().of_split(card).order_by("number")
    for other in family:
        other.board = card.board
        kind = LinkKind.SPLIT_FROM if other.pk == card.split_from_id else LinkKind.SPLIT_INTO
        yield LinkLine(kind, other)
