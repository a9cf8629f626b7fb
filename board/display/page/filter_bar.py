"""The filter above a board, as a piece of its page: redrawn when the choices change."""

from dataclasses import dataclass

from django.utils.datastructures import MultiValueDict

from board.display.piece import Piece
from board.forms.filter import Choice, FilterForm


@dataclass(frozen=True)
class FilterBar(Piece):
    """The filters of a board, with their current values."""

    word = "filter_bar"

    board_key: str
    asked: tuple[tuple[str, tuple[str, ...]], ...]  # by the name of the field
    labels: tuple[Choice, ...]
    people: tuple[Choice, ...]
    classes: tuple[Choice, ...]

    @property
    def form(self) -> FilterForm:
        query = MultiValueDict({name: list(values) for name, values in self.asked})
        return FilterForm(query, labels=self.labels, people=self.people, classes=self.classes)
