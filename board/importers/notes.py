"""The decisions of an import, for its report."""

from collections import Counter
from dataclasses import dataclass, field, fields


@dataclass
class Notes:
    """Counts cards, and for what a board does not know the values that named it."""

    guessed: int = 0  # no date says since when it is in its column
    undated: int = 0  # closed, and no date says so
    titles: int = 0  # cut
    descriptions: int = 0  # cut
    comments: int = 0  # cut in several
    lines_too_many: int = 0  # scenarios and steps above the most of a card
    lines_too_long: int = 0  # scenarios and steps that were cut
    labels: Counter[str] = field(default_factory=Counter)  # cut
    people: Counter[str] = field(default_factory=Counter)  # names that are no members
    strangers: Counter[str] = field(default_factory=Counter)  # addresses in [people] that are none
    sizes: Counter[str] = field(default_factory=Counter)  # values that are no whole numbers
    classes: Counter[str] = field(default_factory=Counter)  # values that are no class of service
    lanes: Counter[str] = field(default_factory=Counter)  # values that are no lane

    def add(self, others: "Notes") -> None:
        """Count what others count, too."""
        for each in fields(self):
            mine, theirs = getattr(self, each.name), getattr(others, each.name)
            if isinstance(mine, Counter):
                mine.update(theirs)
            else:
                setattr(self, each.name, mine + theirs)

    def clear(self) -> None:
        for each in fields(self):
            mine = getattr(self, each.name)
            if isinstance(mine, Counter):
                mine.clear()
            else:
                setattr(self, each.name, 0)
