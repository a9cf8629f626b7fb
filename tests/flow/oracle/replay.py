"""One card from the beginning: what happened, in order, and what is known of it at the end."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise

from tests.flow.oracle.values import Moment, PlainBoard, PlainCard


@dataclass
class PlainPassage:
    """A card's way from its start until it was finished or abandoned, or until now."""

    start: datetime
    finish: Moment = None
    abandoned: Moment = None
    since: dict[int, datetime] = field(default_factory=dict)  # in the line of each column
    exits: dict[int, datetime] = field(default_factory=dict)  # the last one of each column

    @property
    def end(self) -> Moment:
        return self.finish or self.abandoned


@dataclass
class Replay:
    """What is known of a card after all that happened to it has been gone through."""

    board: PlainBoard
    card: PlainCard
    passages: list[PlainPassage] = field(default_factory=list)
    options: dict[int, datetime] = field(default_factory=dict)  # first entry at or after a queue
    _open: PlainPassage | None = None
    _done_since: Moment = None

    def __post_init__(self) -> None:
        for moment, _order, happen in sorted(self._happenings(), key=lambda each: each[:2]):
            happen(moment)
        self._end()

    @property
    def last(self) -> PlainPassage | None:
        return self.passages[-1] if self.passages else None

    @property
    def is_finished(self) -> bool:
        return self.last is not None and self.last.finish is not None

    @property
    def gone(self) -> Moment:
        """When it was archived or deleted unfinished, started or not."""
        return None if self.is_finished else self.card.archived

    # Numbers of this card

    def cycle_time(self) -> int | None:
        """`finish − start + 1` in days."""
        return self._days(self.last and self.last.start, self.last and self.last.finish)

    def lead_time(self) -> int | None:
        """`finish − created + 1` in days."""
        return self._days(self.card.created, self.last and self.last.finish)

    def age(self) -> int | None:
        """`today − start + 1` in days, while it is in progress."""
        if self.last is None or self.last.end:
            return None
        return self._days(self.last.start, self.board.now)

    def time_in(self, column: int) -> timedelta:
        """All stays there together, the open one up to now."""
        stays = [stay for stay in self.card.stays if stay.column == column]
        return sum(((stay.left or self.board.now) - stay.entered for stay in stays), timedelta())

    def exit_age(self, column: int) -> int | None:
        """The age on the day of the last exit from a column; None if it never left it."""
        assert self.last is not None
        left = self.last.exits.get(column)
        return self._days(self.last.start, left) if left else None

    def blocked(self, passage: PlainPassage) -> timedelta:
        """Blocked time within a passage that has ended; what overlaps counts once."""
        return self._time(passage, self._is_blocked)

    def waited(self, passage: PlainPassage) -> timedelta:
        return self._time(passage, self._is_waiting)

    def idle(self, passage: PlainPassage) -> timedelta:
        """Waiting, blocked, or both."""
        return self._time(passage, lambda at: self._is_blocked(at) or self._is_waiting(at))

    # What happens

    def _happenings(self) -> list[tuple[datetime, int, Callable[[datetime], None]]]:
        """In order of time; at one moment a card leaves, is given back, then comes elsewhere.

        It was in a place only for a moment, if it left as it came; that was before it was given back.
        """
        found = []
        for stay in self.card.stays:
            found.append(
                (stay.entered, 2 * (stay.left != stay.entered), self._entering(stay.column))
            )
            if stay.left:
                found.append((stay.left, 0, self._leaving(stay.column)))
        return found + [(moment, 1, self._give_back) for moment in self.card.returns]

    def _entering(self, column: int) -> Callable[[datetime], None]:
        return lambda at: self._be_in(column, at)

    def _leaving(self, column: int) -> Callable[[datetime], None]:
        return lambda at: self._leave(column, at)

    def _be_in(self, column: int, at: datetime) -> None:
        """The card is in this column from now on."""
        if self._open is None and self.board.is_started(column):
            self._open = PlainPassage(at)
        for line in self.board.today:
            counts = self.board.is_at_or_after(column, line)
            if line.stage == "queue" and counts:
                self.options.setdefault(line.id, at)
            elif line.stage != "queue" and self._open:
                self._be_in_line(self._open.since, line.id, at if counts else None)
        if not self.board.is_done(column):
            self._done_since = None
        elif self._done_since is None:
            self._done_since = at

    def _be_in_line(self, since: dict[int, datetime], line: int, at: Moment) -> None:
        """A run begins, or goes on, or is broken."""
        if at:
            since.setdefault(line, at)
        else:
            since.pop(line, None)

    def _leave(self, column: int, at: datetime) -> None:
        if self._open:
            self._open.exits[column] = at

    def _give_back(self, at: datetime) -> None:
        """The passage is abandoned; where the card stays put, a new one may begin there and then."""
        if self._open:
            self._close(abandoned=at)
        for stay in self.card.stays:
            if stay.entered < at and (stay.left is None or at < stay.left):
                self._be_in(stay.column, at)

    def _end(self) -> None:
        if self._open and self._done_since:
            self._close(finish=self._done_since)
        elif self._open:
            self._close(abandoned=self.card.archived)

    def _close(self, *, finish: Moment = None, abandoned: Moment = None) -> None:
        """What was not finished was never done; what was started, was so from its start on."""
        assert self._open is not None
        self._open.finish, self._open.abandoned = finish, abandoned
        first, *_others = [line for line in self.board.today if line.stage != "queue"]
        self._open.since[first.id] = self._open.start
        if not finish:
            done = [line.id for line in self.board.today if line.stage == "done"]
            self._open.since = {id: at for id, at in self._open.since.items() if id not in done}
        self.passages.append(self._open)
        self._open = self._done_since = None

    # Time

    def _days(self, start: Moment, finish: Moment) -> int | None:
        if not start or not finish:
            return None
        return self.board.days(self.board.day(start), self.board.day(finish))

    def _time(self, passage: PlainPassage, applies: Callable[[datetime], bool]) -> timedelta:
        """How long something applied: it may only change at a moment when something happened."""
        assert passage.end is not None
        moments = {passage.start, passage.end}
        for stay in self.card.stays:
            moments |= {stay.entered, stay.left or passage.end}
        for block in self.card.blocks:
            moments |= {block.begun, block.ended or passage.end}
        within = sorted(each for each in moments if passage.start <= each <= passage.end)
        times = (end - begin for begin, end in pairwise(within) if applies(begin))
        return sum(times, timedelta())

    def _is_blocked(self, at: datetime) -> bool:
        return any(
            block.begun <= at and (block.ended is None or at < block.ended)
            for block in self.card.blocks
        )

    def _is_waiting(self, at: datetime) -> bool:
        return any(
            stay.entered <= at and (stay.left is None or at < stay.left)
            for stay in self.card.stays
            if self.board.stage(stay.column) in ("waiting", "queue")
        )
