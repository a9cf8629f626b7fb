"""The fields that a page sends to its board: its version, and the number of cards of each column."""

from django import forms
from django.http import QueryDict

from board.models.words import is_number


class SinceForm(forms.Form):
    """The version of the board that a page shows; what is odd is the beginning."""

    def __init__(self, data: QueryDict):
        super().__init__(data)
        self.asked = data.get("since", "")

    def version(self) -> int:
        return int(self.asked) if is_number(self.asked) else 0


class WindowsForm(forms.Form):
    """How many cards of a column to show, each written COLUMN:NUMBER; what is odd is ignored."""

    MOST = 1000

    def __init__(self, data: QueryDict):
        super().__init__(data)
        self.asked = data.getlist("show")

    def windows(self) -> dict[int, int]:
        asked = {}
        for pair in self.asked:
            column, _colon, number = pair.partition(":")
            if is_number(column) and is_number(number):
                asked[int(column)] = min(max(int(number), 1), self.MOST)
        return asked
