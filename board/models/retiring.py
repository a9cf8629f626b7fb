"""How a board ends: archived, restored, erased."""

import logging
from typing import TYPE_CHECKING

from django.db import models, transaction

from board.models.event import Kind

if TYPE_CHECKING:
    from board.models.board import Board
    from board.models.person import Person

log = logging.getLogger(__name__)


class Retiring(models.Model):
    """The side of a board that says whether it is in use."""

    class Meta:
        abstract = True

    def archive(self: "Board", *, by: "Person") -> "Board":
        """Take the board out of the lists; whoever had a role on it may look, nobody changes it."""
        with self.held(by=by) as turn:
            if turn.board.archived_at is None:
                turn.board.archived_at = turn.at
                turn.board.save(update_fields=["archived_at"])
                turn.record(Kind.BOARD_ARCHIVED)
        return turn.board

    def restore(self: "Board", *, by: "Person") -> "Board":
        """Let the board be in use again, with everybody in the role that they had."""
        with self.held(by=by) as turn:
            if turn.board.archived_at is not None:
                turn.board.archived_at = None
                turn.board.save(update_fields=["archived_at"])
                turn.record(Kind.BOARD_RESTORED)
        return turn.board

    def erase(self: "Board") -> None:
        """Take the board and all that happened on it away for good, when nobody is changing it."""
        with transaction.atomic():
            with self.held(by=None):
                for part in (self.events, self.cards, self.limits):
                    part.all().delete()
            key = self.key
            self.delete()
        log.info("The board %s was erased", key)
