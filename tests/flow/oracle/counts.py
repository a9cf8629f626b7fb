"""A board day by day: each card is looked at on each day."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from tests.flow.oracle.figures import percentile
from tests.flow.oracle.replay import PlainPassage, Replay
from tests.flow.oracle.values import Moment, PlainBoard, PlainCard, every_day


class Counts:
    """The numbers of a board, from the replays of its cards."""

    def __init__(self, board: PlainBoard) -> None:
        self.board = board
        self.replays = [Replay(board, card) for card in board.cards if card.stays]

    @cached_property
    def passages(self) -> list[PlainPassage]:
        return [passage for replay in self.replays for passage in replay.passages]

    def span(self) -> list[date]:
        """Every day from the first stay until today."""
        begun = [stay.entered for card in self.board.cards for stay in card.stays]
        return every_day(self.board.day(min(begun)), self.board.this_day) if begun else []

    # Day by day

    def arrivals(self, day: date) -> int:
        return sum(self._on(passage.start, day) for passage in self.passages)

    def departures(self, day: date) -> int:
        return sum(self._on(passage.finish, day) for passage in self.passages)

    def abandoned(self, day: date) -> int:
        return sum(self._on(passage.abandoned, day) for passage in self.passages)

    def throughput(self, day: date) -> int:
        """Cards with `finish = d`; what finishes on a day off counts on the next working day."""
        finishes = [self.board.day(each.finish) for each in self.passages if each.finish]
        return sum(self.board.counts_on(finish) == day for finish in finishes)

    def wip(self, day: date) -> int:
        return len(self._in_progress(day))

    def present(self, day: date) -> int:
        """Passages with start <= d <= end."""
        return sum(
            self._by(passage.start, day) and not self._by(passage.end, day - timedelta(days=1))
            for passage in self.passages
        )

    def total_age(self, day: date) -> int:
        return sum(self._ages(day))

    def oldest_age(self, day: date) -> int:
        return max(self._ages(day), default=0)

    def _ages(self, day: date) -> list[int]:
        starts = [self.board.day(passage.start) for passage in self._in_progress(day)]
        return [self.board.days(start, day) or 0 for start in starts]

    def lines(self, day: date) -> dict[int, int]:
        """The cumulative flow diagram on this day: how many count in the line of each column."""
        return {
            line.id: sum(len(self.counted(replay, line.id, day)) for replay in self.replays)
            for line in self.board.today
        }

    def counted(self, replay: Replay, line: int, day: date) -> list[Moment]:
        """Since when a card counts in a line on this day: once, twice if pulled again, or not."""
        if line in {column.id for column in self.board.today if column.stage == "queue"}:
            spans = [(replay.options.get(line), replay.gone)]
        else:
            spans = [(each.since.get(line), each.abandoned) for each in replay.passages]
        return [since for since, off in spans if self._by(since, day) and not self._by(off, day)]

    def is_restated(self, day: date) -> bool:
        """Whether at the end of this day it was told otherwise which cards are there or finished."""
        first_done = next(line.id for line in self.board.today if line.stage == "done")
        for replay in self.replays:
            then = Replay(self.board, _as_known(self.board, replay.card, day))
            for line in (self.board.today[0].id, first_done):
                told = self.counted(then, line, day)
                if len(told) != len(self.counted(replay, line, day)):
                    return True
        return False

    # Over a window

    def finished(self, first: date, last: date) -> list[Replay]:
        """The cards whose finish counts on a day from the first to the last."""
        return [
            replay
            for replay in self.replays
            if replay.last
            and replay.last.finish
            and first <= self.board.counts_on(self.board.day(replay.last.finish)) <= last
        ]

    def cycle_times(self, first: date, last: date) -> list[int]:
        return [replay.cycle_time() or 0 for replay in self.finished(first, last)]

    def paces(self, first: date, last: date, ps: tuple[int, ...] = (50, 70, 85, 95)):
        """For each column in progress the ages by which finished cards had left it, or None."""
        finished = self.finished(first, last)
        columns = [each.id for each in self.board.today if each.stage in ("active", "waiting")]
        found: dict[int, list[int] | None] = {}
        so_far: list[int] | None = None
        for column in columns:
            ages = [replay.exit_age(column) for replay in finished]
            if column == columns[-1]:
                ages = [replay.cycle_time() for replay in finished]
            ages = [age for age in ages if age is not None]
            if ages:
                own = [percentile(ages, p) for p in ps]
                so_far = [max(pair) for pair in zip(own, so_far or own, strict=True)]
            found[column] = so_far
        return found

    def efficiency(self, first: date, last: date) -> float | None:
        """`1 − Σ idle / Σ elapsed` of the cards finished from the first day to the last."""
        idle = elapsed = timedelta()
        for replay in self.finished(first, last):
            assert replay.last is not None
            assert replay.last.finish is not None
            idle += replay.idle(replay.last)
            elapsed += replay.last.finish - replay.last.start
        return 1 - idle / elapsed if elapsed else None

    def _in_progress(self, day: date) -> list[PlainPassage]:
        """Started on or before this day, and neither finished nor abandoned by its end."""
        return [
            each
            for each in self.passages
            if self._by(each.start, day)
            and not self._by(each.finish, day)
            and not self._by(each.abandoned, day)
        ]

    def _on(self, moment: Moment, day: date) -> bool:
        return moment is not None and self.board.day(moment) == day

    def _by(self, moment: Moment, day: date) -> bool:
        return moment is not None and self.board.day(moment) <= day


def _as_known(board: PlainBoard, card: PlainCard, day: date) -> PlainCard:
    """The card as one knew it at the end of a day; what was undone later is as if it never was."""
    midnight = datetime.combine(day + timedelta(days=1), time(), ZoneInfo(board.zone))
    stays = tuple(
        replace(stay, left=stay.left if stay.left and stay.left < midnight else None)
        for stay in card.stays
        if stay.entered < midnight
    )
    return replace(
        card,
        stays=stays,
        returns=tuple(moment for moment in card.returns if moment < midnight),
        archived=stays[-1].left if stays else None,
    )
