"""Block and unblock a card."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext as _

from board.models.board.turn import PLAIN, Terms, Turn
from board.models.card.block import Block
from board.models.checks import check_fields
from board.models.event import Kind
from board.models.limit.gate import PlaceChange
from board.models.name import folded
from board.models.refusals import NotPossible

if TYPE_CHECKING:
    from board.models.card.card import Card
    from board.models.people.person import Person


class CardBlocks(models.Model):
    """Block and unblock a card."""

    class Meta:
        abstract = True

    def block(
        self: "Card",
        *,
        reason: str,
        by: "Person",
        terms: Terms = PLAIN,
        keeps: Iterable[Callable[[Block], bool]] = (),
    ) -> "Card":
        """Block the card, with a reason.

        `keeps` are functions of apps that keep more of the block, and say whether that changed it.
        """
        with self.board.turn(by=by, terms=terms) as turn:
            [card] = turn.take(self)
            if turn.done_before:
                return card
            card.must_be_on_the_board()
            standing = card.blocks.standing().first()
            if standing:
                if standing.reason == folded(reason):
                    changed = [keep(standing) for keep in keeps]
                    if any(changed):
                        turn.record(Kind.BLOCKED, card, block=standing.pk)
                    return card
                raise NotPossible(
                    _("%(card)s is blocked already: %(reason)s. Unblock it first.")
                    % {"card": card, "reason": standing.reason}
                )
            turn.ask(PlaceChange(card, card.place, replace(card.place, blocked=True)))
            block = Block(card=card, reason=reason, blocked_at=turn.at, blocked_by=by)
            check_fields(block, "reason")
            block.save()
            for keep in keeps:
                keep(block)
            card._now_blocked(True)
            turn.record(Kind.BLOCKED, card, block=block.pk)
        return card

    def unblock(self: "Card", *, by: "Person", terms: Terms = PLAIN) -> "Card":
        """Unblock the card. Never refused: a limit that it then exceeds is shown as exceeded."""
        with self.board.turn(by=by, terms=terms) as turn:
            [card] = turn.take(self)
            if turn.done_before or not card.is_blocked:
                return card
            card.must_be_on_the_board()
            card.end_block(turn)
        return card

    def end_block(self: "Card", turn: Turn) -> None:
        """Unblock the card within a turn: never refused."""
        turn.let_in(
            PlaceChange(self, self.place, replace(self.place, blocked=False)),
            reason=_("Unblocked while there was no room"),
        )
        self.blocks.standing().update(unblocked_at=turn.at)
        self._now_blocked(False)
        turn.record(Kind.UNBLOCKED, self)

    def _now_blocked(self: "Card", is_blocked: bool) -> None:
        self.is_blocked = is_blocked
        self.version += 1
        self.save(update_fields=["version"])
