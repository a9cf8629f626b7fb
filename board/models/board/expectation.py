"""The service level expectation: "85 % of cards finish within 8 days", typed or proposed."""

from typing import TYPE_CHECKING, Any

from django.db import models

from board.models.event import Kind
from board.models.revision import check_revision

if TYPE_CHECKING:
    from board.models.board.board import Board
    from board.models.board.turn import Turn
    from board.models.people.person import Person

USUAL_PERCENT = 85


class BoardExpectation(models.Model):
    """Set the service level expectation of a board."""

    class Meta:
        abstract = True

    def set_sle(
        self: "Board",
        days: int | None,
        *,
        percent: int = USUAL_PERCENT,
        by: "Person",
        expected_revision: int | None = None,
    ) -> "Board":
        """Set the percentage of cards that should finish within a number of days; None: nothing is
        expected. No proposal changes what a person has set. Raises ValidationError.
        """
        with self.turn(by=by) as turn:
            check_revision(turn.board, expected_revision)
            return _expect(turn, days, percent, is_automatic=False)

    def sle_automatically(
        self: "Board",
        *,
        percent: int = USUAL_PERCENT,
        by: "Person",
        expected_revision: int | None = None,
    ) -> "Board":
        """Let the history of the board propose the days for this percentage."""
        with self.turn(by=by) as turn:
            check_revision(turn.board, expected_revision)
            days = turn.board.sle_days if turn.board.sle_percent == percent else None
            return _expect(turn, days, percent, is_automatic=True)

    def propose_sle(self: "Board", days: int | None, *, percent: int) -> "Board":
        """Set the days that the history gives for this percentage, unless a person set the days."""
        with self.turn(by=None) as turn:
            if turn.board.sle_is_automatic and turn.board.sle_percent == percent:
                _expect(turn, days, percent, is_automatic=True)
            return turn.board


def _expect(turn: "Turn", days: int | None, percent: int, *, is_automatic: bool) -> "Board":
    board = turn.board
    changes: dict[str, Any] = {
        "sle_days": days,
        "sle_percent": percent,
        "sle_is_automatic": is_automatic,
    }
    was = {field: getattr(board, field) for field in changes}
    if changes == was:
        return board
    for field, value in changes.items():
        setattr(board, field, value)
    board.clean_fields({each.name for each in board._meta.fields} - {*changes})
    board.revision += turn.by is not None  # a proposal is not a setting by a person
    board.save(update_fields=[*changes, "revision"])
    turn.record(Kind.BOARD_CHANGED, was=was, **changes)
    return board
