"""The finished work of the demo team: 90 days of plausible work, by fixed dice.

A small model of pulling: each day cards leave on the right and are pulled from the left where there
is room; some are blocked, some go back. The dice are an argument; a harbour is open on every day of
the week, so the weekday is none.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from random import Random

from board.demo.story import PEOPLE, DemoCard

DAYS = 92  # the first day of the story, counted back from now
QUIET = 16  # the story of today's cards begins here; the last cards of the past are finished
ROOM = {"Build": 5, "Review": 3, "Release": 2}
DAYS_OF_WORK = {"Build": (1, 8), "Review": (1, 3), "Release": (1, 2)}
NEXT = {"Ready": "Build", "Build": "Review", "Review": "Release", "Release": "Done"}

REASONS = [
    "waiting for the harbour office",
    "the payment provider does not answer",
    "the test crane is in use",
    "legal has to read it",
    "waiting for sample data",
]
LABELS = ["api", "berths", "billing", "booking", "map", "mobile", "prices", "reports", "sign-in"]
THINGS = [
    *(
        "the berth list",
        "the tide table",
        "the invoice mail",
        "the booking form",
        "the season pass",
    ),
    *("the harbour map", "the price list", "the waiting list", "the visitor log", "the crane plan"),
]
DEEDS = ["Sort", "Print", "Speed up", "Translate", "Simplify", "Check", "Export", "Repair", "Show"]


@dataclass
class Work:
    """A card of the past on its way."""

    title: str
    label: str
    who: str
    way: list[tuple[float, str]]
    left: int = 0  # days of work left in its column
    blocks: list[tuple[float, float, str]] = field(default_factory=list)

    @property
    def column(self) -> str:
        return self.way[-1][1]


def past(dice: Random) -> list[DemoCard]:
    """The finished cards of the 90 days before the story of today's cards, as stories."""
    titles = _titles(dice)
    team = list(PEOPLE)
    cards: list[Work] = []
    for day in range(DAYS, QUIET - 4, -1):
        ago = float(day)
        for column in reversed(ROOM):
            for card in [each for each in cards if each.column == column]:
                _work(card, cards, ago, dice)
        ready = [card for card in cards if card.column == "Ready"]
        if ago > QUIET + 8 and len(ready) < 4:
            made = ago + dice.uniform(0.05, 0.3)
            title, label = next(titles), dice.choice(LABELS)
            cards.append(Work(title, label, dice.choice(team), [(made, "Ready")]))
        for card in ready:
            if ago > QUIET + 4 and _has_room("Build", cards):
                _enter(card, "Build", ago, dice)
    return [
        DemoCard(card.title, card.way, [card.label], [card.who], blocks=card.blocks)
        for card in cards
        if card.column == "Done"
    ]


def _work(card: Work, cards: Sequence[Work], ago: float, dice: Random) -> None:
    """A day of work on a card; it goes on when it is ready and there is room."""
    card.left -= 1
    if card.left > 0 and ago > QUIET:
        if card.column == "Build" and not card.blocks and dice.random() < 0.05:
            days = dice.randint(1, 4)
            card.blocks.append((ago - 0.2, ago - 0.2 - days, dice.choice(REASONS)))
            card.left += days
        return
    back = card.column == "Review" and dice.random() < 0.09 and ago > QUIET + 2
    onward = "Build" if back else NEXT[card.column]
    if onward == "Done" or _has_room(onward, cards) or ago <= QUIET:
        _enter(card, onward, ago, dice)


def _enter(card: Work, column: str, ago: float, dice: Random) -> None:
    at = ago - dice.uniform(0.05, 0.35)
    card.way.append((min(at, card.way[-1][0] - 0.01), column))
    card.left = dice.randint(*DAYS_OF_WORK[column]) if column in DAYS_OF_WORK else 0


def _has_room(column: str, cards: Sequence[Work]) -> bool:
    return sum(card.column == column for card in cards) < ROOM[column]


def _titles(dice: Random) -> Iterator[str]:
    titles = [f"{deed} {thing}" for deed in DEEDS for thing in THINGS]
    dice.shuffle(titles)
    yield from titles
