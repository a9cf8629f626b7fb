"""A card that leaves the board and may come back: archive, restore, discard."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext as _

from board.models.event import Kind
from board.models.gate import Change
from board.models.ordering import gap, rank_at
from board.models.place import Place
from board.models.refusals import NotPossible
from board.models.turn import PLAIN, Terms, Turn

if TYPE_CHECKING:
    from board.models.card import Card
    from board.models.column import Column
    from board.models.limit import Limit
    from board.models.person import Person


REGRET = timedelta(days=1)  # a deleted card can be restored for so long


class Archiving(models.Model):
    """The side of a card that says whether it is on the board."""

    archived_at: datetime | None
    deleted_at: datetime | None

    class Meta:
        abstract = True

    def archive(self: "Card", *, by: "Person", terms: Terms = PLAIN) -> "Card":
        """Take the card off the board; it counts nowhere until it is restored."""
        with self.board.turn(by=by, terms=terms) as turn:
            [card] = turn.take(self)
            if turn.done_before or card.archived_at is not None:
                return card
            card._leave_the_board(turn)
            card.version += 1
            card.save(update_fields=["archived_at", "version"])
            turn.record(Kind.ARCHIVED, card, version=card.version)
        return card

    def restore(
        self: "Card",
        *,
        by: "Person",
        column: "Column | None" = None,
        terms: Terms = PLAIN,
    ) -> "Card":
        """Bring the card back to the end of its column (or another): a pull like any other.

        If its lane was archived meanwhile, it comes back in the first one.
        """
        with self.board.turn(by=by, terms=terms) as turn:
            [card] = turn.take(self)
            if turn.done_before or card.archived_at is None:
                return card
            if not card.title:
                raise NotPossible(_("%(card)s was deleted for good.") % {"card": card})
            column = turn.shape.column(column or card.column)
            if card.lane_id not in turn.shape.lanes:
                card.lane = turn.shape.first_lane
            turn.ask(Change(card, None, replace(card.place, column_id=column.pk)))
            card.settle_in(column, turn.at)
            card.rank = rank_at(column, gap(column, card))
            card.archived_at = card.deleted_at = None
            card.version += 1
            card.save()
            card.open_stay(turn.at)
            turn.record(
                Kind.RESTORED, card, column=column.pk, lane=card.lane_id, version=card.version
            )
        return card

    def discard(self: "Card", *, by: "Person", terms: Terms = PLAIN) -> "Card":
        """Delete the card. A restore brings it back until its words are wiped, a day later."""
        with self.board.turn(by=by, terms=terms) as turn:
            [card] = turn.take(self)
            if turn.done_before or card.deleted_at is not None:
                return card
            if card.archived_at is None:
                card._leave_the_board(turn)
            card.deleted_at = turn.at
            card.version += 1
            card.save(update_fields=["archived_at", "deleted_at", "version"])
            turn.record(Kind.DELETED, card, version=card.version)
        return card

    @property
    def wiped_at(self) -> datetime | None:
        """When a deleted card loses its words."""
        return self.deleted_at and self.deleted_at + REGRET

    def wipe(self: "Card") -> None:
        """Forget every word of a deleted card; its number, its stays and the log are kept."""
        self.title = self.description = ""
        self.due_on = None
        self.save(update_fields=["title", "description", "due_on"])
        self.comments.all().delete()
        self.labels.clear()
        self.blocks.update(reason=_("deleted"))
        self.overrides.update(reason=_("deleted"))

    def _leave_the_board(self: "Card", turn: Turn) -> None:
        turn.ask(Change(self, self.place, None))
        self.stays.open().update(left_at=turn.at)
        self.archived_at = turn.at

    def end_overrides(
        self: "Card", place: Place | None, *, limits: Iterable["Limit"], at: datetime
    ) -> None:
        """End what let this card past a limit where it does not count any more."""
        if not self.is_overridden:
            return
        in_force = {limit.pk: limit for limit in limits}
        for override in self.overrides.filter(ended_at=None):
            if not override.holds(in_force.get(override.limit_id), place):
                override.ended_at = at
                override.save(update_fields=["ended_at"])
