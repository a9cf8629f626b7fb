"""Random histories, told through the verbs of the board; the same seed gives the same story.

`random_board(7)` is a board on which everything has happened that may happen; `Story(7).steps()`
does the same step by step. Time passes only in the story: what asks for the time of day, asks it inside
of `with story.clock():`.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from random import Random

import time_machine
from django.core.exceptions import ValidationError

from board.models import Board, Person, Refusal
from tests.flow.verbs_at_random import CALENDARS, ZONES, CardsAtRandom, PartsAtRandom

COLUMNS = (
    *(("Ideas", "queue"), ("Ready", "queue"), ("Build", "active"), ("Built", "waiting")),
    *(("Review", "active"), ("Done", "done"), ("Told", "done")),
)
CARDS = {  # how often each verb comes
    "create": 18,
    "move": 34,
    "move_back": 8,
    "change_lane": 3,
    "swap": 3,
    "reopen": 5,
    "undo": 6,
    "block": 5,
    "unblock": 4,
    "return_to_backlog": 5,
    "archive": 4,
    "restore": 4,
    "discard": 2,
    "reclassify": 3,
    "move_all": 2,
    "copy": 1,
    "describe": 4,
    "split": 3,
}
PARTS = {
    "rename_a_column": 2,
    "move_a_column": 2,
    "restage_a_column": 4,
    "archive_a_column": 2,
    "add_a_column": 2,
    "line_up": 2,
    "archive_a_lane": 2,
    "add_a_lane": 2,
    "change_the_zone": 2,
    "change_the_calendar": 2,
}
THE_CLOCKS_CHANGE = datetime(2026, 10, 25, tzinfo=UTC)  # in Europe, back to winter


def random_board(seed: int, *, steps: int = 60, **facts) -> Board:
    """The board of a story that has been told to its end."""
    story = Story(seed, **facts)
    for _verb in story.steps(steps):
        pass
    return story.board


class Story:
    """A board and a team that works on it at random.

    It begins some time before the clocks change in Europe and goes on for about so many `days`.
    `zone` is that of the board at first. Unless it is `reshaped`, its columns, lanes, zone and
    calendar stay what they are at first.
    """

    def __init__(
        self, seed: int, *, days: int = 40, zone: str | None = None, reshaped: bool = True
    ) -> None:
        self.dice = Random(seed)
        self.days = days
        self.now = THE_CLOCKS_CHANGE - timedelta(days=days * self.dice.random())
        self._likely = CARDS | (PARTS if reshaped else {})
        with self.clock():
            self.by = Person.objects.create_user(f"teller.{seed}@example.org", name="Ada")
            self.board = Board.make(
                f"Story {seed}",
                key=f"S{seed}",
                by=self.by,
                columns=COLUMNS,
                lanes=["Fast", "Standard"],
                time_zone=zone or self.dice.choice(ZONES),
            )
            days_off, holidays_of = self.dice.choice(CALENDARS)
            self.board.revise(by=self.by, days_off=days_off, holidays_of=holidays_of)
        self._tellers = [
            kind(self.board, self.by, self.dice) for kind in (CardsAtRandom, PartsAtRandom)
        ]

    def clock(self) -> time_machine.travel:
        """Inside of this the time of day is that of the story."""
        return time_machine.travel(self.now, tick=False)

    def steps(self, count: int = 60) -> Iterator[str]:
        """Tell on; gives the name of each verb when it is done, or "refused"."""
        for _step in range(count):
            self._let_time_pass(self.days / count)
            verb = self._next_verb()
            with self.clock():
                try:
                    verb()
                except (Refusal, ValidationError):
                    yield "refused"
                    continue
            self._look_again()
            yield verb.__name__

    def _let_time_pass(self, days: float) -> None:
        """Mostly some of these days, sometimes a moment or weeks; often until nearly midnight."""
        kind = self.dice.random()
        if kind < 0.1:
            self.now += timedelta(microseconds=1)
        else:
            self.now += timedelta(days=days * (7 if kind < 0.13 else 2 * self.dice.random()))
        if self.dice.random() < 0.2:
            there = self.now.astimezone(self.board.zone)
            self.now = max(self.now, there.replace(hour=23, minute=59, second=59).astimezone(UTC))

    def _next_verb(self) -> Callable[[], object]:
        name = self.dice.choices(list(self._likely), list(self._likely.values()))[0]
        [verb] = [getattr(teller, name) for teller in self._tellers if hasattr(teller, name)]
        return verb

    def _look_again(self) -> None:
        self.board = Board.objects.get(pk=self.board.pk)
        for teller in self._tellers:
            teller.board = self.board
