"""How a board ends: archived, restored, erased."""

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.db import models

from board import extensions
from board.models.card.attachment import Attachment
from board.models.card.attachments import delete_with_files
from board.models.card.link import CardLink
from board.models.event import Kind
from board.models.refusals import NotPossible

if TYPE_CHECKING:
    from board.models.board.board import Board
    from board.models.people.person import Person

log = logging.getLogger(__name__)

NO_KEY = "Z0"  # begins the key of a board that was withdrawn
A_BATCH = 500


class BoardArchive(models.Model):
    """Archive, restore and erase a board."""

    class Meta:
        abstract = True

    def archive(self: "Board", *, by: "Person") -> "Board":
        """Archive the board: it leaves the lists, and its members may only look at it."""
        with self.held(by=by) as turn:
            if turn.board.archived_at is None:
                turn.board.archived_at = turn.at
                turn.board.save(update_fields=["archived_at"])
                turn.record(Kind.BOARD_ARCHIVED)
        return turn.board

    def restore(self: "Board", *, by: "Person") -> "Board":
        """Restore the board; its members have the roles that they had."""
        with self.held(by=by) as turn:
            if turn.board.archived_at is not None:
                turn.board.archived_at = None
                turn.board.save(update_fields=["archived_at"])
                turn.record(Kind.BOARD_RESTORED)
        return turn.board

    def erase(self: "Board") -> None:
        """Delete the board with its whole history, when nobody is changing it."""
        self._take_away()
        self.delete_all()

    def withdraw(self: "Board") -> None:
        """Remove all members and invitations at once, so that nobody sees the board any more,
        and free its key. `delete_all` deletes its rows, which may take longer.

        Raises NotPossible if an app says that the board is still needed.
        """
        for why in extensions.named("keeps_a_board"):
            if words := why(self):
                raise NotPossible(words)
        self._take_away()

    def _take_away(self: "Board") -> None:
        with self.held(by=None) as turn:
            board, key = turn.board, turn.board.key
            if board.erased_at is None:
                board.key = f"{NO_KEY}{board.pk % 10**8:08}"
                board.erased_at = turn.at
                board.archived_at = board.archived_at or turn.at
                board.save(update_fields=["key", "erased_at", "archived_at"])
                board.memberships.all().delete()
                board.invitations.all().delete()
        self.key, self.erased_at = board.key, board.erased_at
        log.info("The board %s was taken away", key)

    def delete_all(self: "Board") -> None:
        """Delete the rows of a withdrawn board in batches; it can be interrupted and repeated."""
        for link in CardLink.objects.over_the_edge_of(self):
            link.to_card.unlink(link, by=None)
        self._delete_in_batches(Attachment.objects.of_board(self), delete_with_files)
        for parts in (self.events, self.cards, self.limits):
            self._delete_in_batches(parts.all(), lambda rows: rows.delete())
        pk = self.pk
        self.delete()
        log.info("The board with the id %s was erased", pk)

    def _delete_in_batches(
        self: "Board", rows: "models.QuerySet[Any]", delete: Callable[[Any], object]
    ) -> None:
        while some := list(rows.order_by().values_list("pk", flat=True)[:A_BATCH]):
            with self.held(by=None):  # two tasks take turns
                delete(rows.filter(pk__in=some))
