from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from board.models.most import Most

if TYPE_CHECKING:
    from board.models.board.board import Board
    from board.models.card.card import Card


class LinkKind(models.TextChoices):
    """The kind of a link, as it reads on one of its cards."""

    RELATES_TO = "relates_to", _("relates to")
    BLOCKS = "blocks", _("blocks")
    IS_BLOCKED_BY = "is_blocked_by", _("waits for")
    SPLIT_FROM = "split_from", _("split from")
    SPLIT_INTO = "split_into", _("split into")


TYPED = (LinkKind.RELATES_TO, LinkKind.BLOCKS, LinkKind.IS_BLOCKED_BY)  # a split makes the others
STORED = (LinkKind.RELATES_TO, LinkKind.BLOCKS)


class CardLinkQuerySet(models.QuerySet["CardLink"]):
    def of_card(self, card: "Card") -> "CardLinkQuerySet":
        """Return the links of this card, from either side, the oldest first."""
        return self.filter(Q(from_card=card) | Q(to_card=card)).order_by("made_at", "pk")

    def shown_on(self, card: "Card") -> "CardLinkQuerySet":
        """Return the links of this card with cards that were not deleted, in one statement."""
        kept = self.of_card(card).filter(from_card__deleted_at=None, to_card__deleted_at=None)
        return kept.select_related("from_card__board", "to_card__board", "from_card__column")

    def over_the_edge_of(self, board: "Board") -> "CardLinkQuerySet":
        """Return the links between a card of this board and one of another board."""
        apart = self.exclude(from_card__board=F("to_card__board"))
        mine = apart.filter(Q(from_card__board=board) | Q(to_card__board=board))
        return mine.select_related("from_card__board", "to_card__board")

    def of_waits(self) -> "CardLinkQuerySet":
        """Return the links by which one card waits for the other."""
        return self.filter(kind=LinkKind.BLOCKS)

    def open(self) -> "CardLinkQuerySet":
        """Return the waits that have not ended."""
        return self.of_waits().filter(ended_at=None)

    def unsettled(self) -> "CardLinkQuerySet":
        """Return the waits whose end does not match the card that is waited for."""
        over = Q(from_card__finished_at__isnull=False) | Q(from_card__archived_at__isnull=False)
        return self.of_waits().filter(Q(over, ended_at=None) | Q(~over, ended_at__isnull=False))


class CardLink(models.Model):
    """A link between two cards, which may be of two boards.

    With BLOCKS, `to_card` waits for `from_card`. The wait ends when that card is finished or has
    left its board; `ended_at` says so on the board of the card that waits, and is kept true by
    `Card.settle_wait`. `block` is the block that ends when the wait does, if a person chose that.
    """

    MOST = Most(100, _("A card has at most %(most)s links."))

    kind = models.CharField(max_length=12, choices=[(each.value, each.label) for each in STORED])
    from_card = models.ForeignKey("board.Card", models.CASCADE, related_name="links_out")
    to_card = models.ForeignKey("board.Card", models.CASCADE, related_name="links_in")
    block = models.ForeignKey("board.Block", models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("board.Person", models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = CardLinkQuerySet.as_manager()

    class Meta:
        ordering = ["made_at", "pk"]
        indexes = [
            models.Index(
                fields=["to_card"],
                condition=Q(kind="blocks", ended_at=None),
                name="open_waits_of_a_card",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "from_card", "to_card"], name="two_cards_are_linked_so_once"
            ),
            models.CheckConstraint(
                condition=~Q(from_card=F("to_card")), name="no_card_is_linked_with_itself"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_card_id} {self.kind} {self.to_card_id}"

    @property
    def is_wait(self) -> bool:
        return self.kind == LinkKind.BLOCKS

    @property
    def unblocks(self) -> bool:
        """Whether the card that waits is unblocked when the wait ends."""
        return self.block_id is not None

    @property
    def is_over(self) -> bool:
        """Whether the wait has ended: the other card is finished or has left its board."""
        blocker = self.from_card
        return blocker.finished_at is not None or blocker.archived_at is not None

    def other_than(self, card: "Card") -> "Card":
        """Return the card at the other end."""
        return self.to_card if self.from_card_id == card.pk else self.from_card

    def kind_on(self, card: "Card") -> LinkKind:
        """Return the kind of the link as it reads on this card."""
        if self.kind == LinkKind.BLOCKS and self.to_card_id == card.pk:
            return LinkKind.IS_BLOCKED_BY
        return LinkKind(self.kind)
