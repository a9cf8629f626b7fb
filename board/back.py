"""Where a request comes from."""

from enum import StrEnum

from django.http import QueryDict


class Back(StrEnum):
    """Where a request comes from, and its answer goes back to."""

    BOARD = "board"  # the board's page
    SHEET = "sheet"  # a card, opened over the board
    CARD = "card"  # a card's own page

    @classmethod
    def asked_in(cls, query: QueryDict) -> "Back":
        """Return the page that a request names to go back to; the board if there is none."""
        back = query.get("back", "")
        return cls(back) if back in list(cls) else cls.BOARD

    @property
    def shows_board(self) -> bool:
        return self != Back.CARD

    @property
    def shows_sheet(self) -> bool:
        return self != Back.BOARD
