"""A card that cannot go on: block and unblock."""

from dataclasses import replace
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext as _

from board.models.event import Kind
from board.models.gate import Change
from board.models.refusals import NotPossible
from board.models.turn import PLAIN, Terms

if TYPE_CHECKING:
    from board.models.card import Card
    from board.models.person import Person


class Blocking(models.Model):
    """The side of a card that says what keeps it from going on."""

    class Meta:
        abstract = True

    def block(self: "Card", *, reason: str, by: "Person", terms: Terms = PLAIN) -> "Card":
        """Say that the card cannot go on, and why."""
        with self.board.turn(by=by, terms=terms) as turn:
            [card] = turn.take(self)
            if turn.done_before:
                return card
            card.must_be_on_the_board()
            standing = card.blocks.filter(unblocked_at=None).first()
            if standing:
                if standing.reason == reason:
                    return card
                raise NotPossible(
                    _("%(card)s is blocked already: %(reason)s. Unblock it first.")
                    % {"card": card, "reason": standing.reason}
                )
            turn.ask(Change(card, card.place, replace(card.place, blocked=True)))
            block = card.blocks.create(reason=reason, blocked_at=turn.at, blocked_by=by)
            card._now_blocked(True)
            turn.record(Kind.BLOCKED, card, block=block.pk)
        return card

    def unblock(self: "Card", *, by: "Person", terms: Terms = PLAIN) -> "Card":
        """Say that the card can go on. Never refused: what it exceeds is shown as over."""
        with self.board.turn(by=by, terms=terms) as turn:
            [card] = turn.take(self)
            if turn.done_before or not card.is_blocked:
                return card
            card.must_be_on_the_board()
            turn.let_in(
                Change(card, card.place, replace(card.place, blocked=False)),
                reason=_("Unblocked while there was no room"),
            )
            card.blocks.filter(unblocked_at=None).update(unblocked_at=turn.at)
            card._now_blocked(False)
            turn.record(Kind.UNBLOCKED, card)
        return card

    def _now_blocked(self: "Card", is_blocked: bool) -> None:
        self.is_blocked = is_blocked
        self.version += 1
        self.save(update_fields=["version"])
