"""A card that leaves the board and may come back: archive, restore, discard."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext as _

from board.models.board.turn import PLAIN, Terms, Turn
from board.models.card.attachments import delete_with_files
from board.models.card.order import gap, rank_at
from board.models.card.place import Place
from board.models.event import Kind
from board.models.limit.gate import PlaceChange
from board.models.refusals import NotPossible

if TYPE_CHECKING:
    from board.models.board.shape import Shape
    from board.models.card.card import Card
    from board.models.column.column import Column
    from board.models.people.person import Person


REGRET = timedelta(days=1)  # a deleted card can be restored within this time


class CardArchive(models.Model):
    """Archive, restore and delete a card."""

    archived_at: datetime | None
    deleted_at: datetime | None

    class Meta:
        abstract = True

    def archive(self: "Card", *, by: "Person", terms: Terms = PLAIN) -> "Card":
        """Archive the card; no limit counts it until it is restored."""
        with self.board.turn(by=by, terms=terms) as turn:
            [card] = turn.take(self)
            if turn.done_before or card.archived_at is not None:
                return card
            card._leave_the_board(turn)
            card.version += 1
            card.save(update_fields=["archived_at", "version"])
            turn.record(Kind.ARCHIVED, card, was=card.cell, version=card.version)
        return card

    def restore(
        self: "Card",
        *,
        by: "Person",
        column: "Column | None" = None,
        terms: Terms = PLAIN,
    ) -> "Card":
        """Restore the card at the end of its column, or of another one: a pull like any other.

        If its lane was archived meanwhile, the card comes back in the first lane.
        """
        with self.board.turn(by=by, terms=terms) as turn:
            [card] = turn.take(self)
            if turn.done_before or card.archived_at is None:
                return card
            if not card.title:
                raise NotPossible(_("%(card)s was deleted for good.") % {"card": card})
            column = turn.shape.column(column or card.column)
            if card.lane_id not in turn.shape.lanes:
                card.put_in_lane(turn.shape.first_lane.pk)
            turn.ask(PlaceChange(card, None, replace(card.place, column_id=column.pk)))
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
        """Delete the card. It can be restored until its words are wiped, a day later."""
        with self.board.turn(by=by, terms=terms) as turn:
            [card] = turn.take(self)
            if turn.done_before or card.deleted_at is not None:
                return card
            was = card.cell if card.archived_at is None else None
            if was:
                card._leave_the_board(turn)
            card.deleted_at = turn.at
            card.version += 1
            card.save(update_fields=["archived_at", "deleted_at", "version"])
            turn.record(Kind.DELETED, card, was=was, version=card.version)
        return card

    @property
    def wiped_at(self) -> datetime | None:
        """Return the moment at which a deleted card loses its words."""
        return self.deleted_at and self.deleted_at + REGRET

    def wipe(self: "Card") -> None:
        """Wipe all words of a deleted card; its number, its stays and the log are kept.

        A card that was restored since it was looked up keeps its words.
        """
        with self.board.held(by=None) as turn:
            here = turn.board.cards.filter(pk=self.pk, deleted_at=self.deleted_at)
            if self.deleted_at is None or not here.update(title="", description="", due_on=None):
                return
            self.comments.all().delete()
            self.mentions.all().delete()
            self.checklist.all().delete()
            self.links_in.all().delete()
            delete_with_files(self.attachments.all())
            self.links_out.all().delete()
            self.labels.clear()
            self.blocks.update(reason=_("deleted"))
            self.overrides.update(reason=_("deleted"))
        self.title = self.description = ""
        self.due_on = None

    def _leave_the_board(self: "Card", turn: Turn) -> None:
        turn.ask(PlaceChange(self, self.place, None))
        self.stays.open().update(left_at=turn.at)
        self.archived_at = turn.at

    def end_overrides(self: "Card", change: PlaceChange, shape: "Shape", *, at: datetime) -> None:
        """End the overrides of this card that are no longer in force."""
        if not self.is_overridden:
            return
        limits = {limit.pk: limit for limit in shape.limits}
        for override in self.overrides.in_force():
            if override.rule:
                holds = _stage(change.before, shape) == _stage(change.after, shape)
            else:
                holds = override.holds(limits.get(override.limit_id or 0), change.after)
            if not holds:
                override.ended_at = at
                override.save(update_fields=["ended_at"])


def _stage(place: Place | None, shape: "Shape") -> str:
    """Return whether a place is off the board, in the queue, in progress or done."""
    column = shape.columns.get(place.column_id) if place else None
    if column is None:
        return "off"
    return "done" if column.is_done else "in progress" if column.is_started else "queue"
