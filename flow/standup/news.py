"""The events of a board since the last standup, read from its log."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from board.models import Board, Event, Kind
from board.models.event import MOVES
from board.models.limit.batch import TOO_LARGE
from flow.standup.models import Standup

LONGEST = 2_000  # events; what happened before these is no news


@dataclass
class CardNews:
    """The numbers of the cards that something happened to, once each; what was undone is none.

    A card that has finished is listed as finished, and not as moved, too.
    """

    moved: set[int] = field(default_factory=set)
    finished: set[int] = field(default_factory=set)
    arrived: set[int] = field(default_factory=set)
    blocked: set[int] = field(default_factory=set)
    unblocked: set[int] = field(default_factory=set)
    overridden: set[int] = field(default_factory=set)
    large: set[int] = field(default_factory=set)
    split: set[int] = field(default_factory=set)
    commented: set[int] = field(default_factory=set)

    def of(self, number: int) -> list[str]:
        """Under which of these names a card is."""
        return [name for name, numbers in vars(self).items() if number in numbers]


# What an event adds its card to, and what it takes it from.
_ADDS = {
    **dict.fromkeys(MOVES, "moved"),
    Kind.CREATED: "arrived",
    Kind.BLOCKED: "blocked",
    Kind.UNBLOCKED: "unblocked",
    Kind.COMMENTED: "commented",
}
_TAKES = {
    **dict.fromkeys(MOVES, ("finished",)),
    Kind.UNDONE: ("moved", "finished"),
    Kind.BLOCKED: ("unblocked",),
    Kind.UNBLOCKED: ("blocked",),
}


def news_in(events: Iterable[Event], done: Collection[int]) -> CardNews:
    """Return the news of these events, in order; `done` are the ids of its done columns."""
    news = CardNews()
    for event in events:
        if event.card is None or event.card.deleted_at:
            continue
        kind, number = Kind(event.kind), event.card.number
        if kind == Kind.SPLIT or (kind == Kind.UNDONE and "column" not in event.data):
            _note_split(news, event, number)
            continue
        for name in _TAKES.get(kind, ()):
            getattr(news, name).discard(number)
        if kind in _ADDS:
            getattr(news, _ADDS[kind]).add(number)
        if kind in MOVES and event.data.get("column") in done:
            news.finished.add(number)
        _note_passed(news, event, number)
    news.moved -= news.finished
    return news


def _note_split(news: CardNews, event: Event, number: int) -> None:
    """A card was split, or is the part of one, or its split was undone: it stays in its place."""
    if event.kind == Kind.UNDONE:
        news.split.discard(number)
    else:
        (news.split if "parts" in event.data else news.arrived).add(number)


def _note_passed(news: CardNews, event: Event, number: int) -> None:
    """Note the limits and other rules of the gate that were overridden."""
    if event.data.get("passed"):
        news.overridden.add(number)
    for passed in event.data.get("passed_rules", []):
        (news.large if passed["rule"] == TOO_LARGE else news.overridden).add(passed["card"])


def news_since(board: Board, version: int, until: int | None = None) -> CardNews:
    """Return the news of a board after this version (up to another), in one statement."""
    done = {pk for pk, column in board.shape.columns.items() if column.is_done}
    events = board.events.since(version).with_actors()
    if until is not None:
        events = events.before(until + 1)
    return news_in(events[:LONGEST], done)


def since_version(board: Board, now: datetime) -> int:
    """The version from which on everything is news to the next standup.

    That is where the last one ended; before the first one, where the last working day began.
    """
    last = Standup.objects.kept(board).first()
    if last is not None and last.until_version is not None:
        return last.until_version
    return board.events.version_at(last_working_day(board, now))


def last_working_day(board: Board, now: datetime) -> datetime:
    """The moment at which the last working day before today began, in the board's zone."""
    calendar, day = board.calendar, board.day_of(now) - timedelta(1)
    for _ in range(14):
        if calendar.works_on(day):
            break
        day -= timedelta(1)
    return datetime.combine(day, time.min, board.zone)
