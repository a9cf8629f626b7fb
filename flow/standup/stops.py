"""The columns of a walk, each with the cards that are called there, in the order of the talk."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

from board.display.page.column import ColumnPicture
from board.display.page.face import Face
from board.display.page.gate import Gate
from board.models import Column, Service
from flow.standup.news import CardNews
from flow.standup.order import CallReason, StandupCard, in_order

CALLED_FROM_A_QUEUE = 3  # the options that could be pulled next


@dataclass(frozen=True)
class Call:
    """A card that is called, and why it comes where it comes."""

    face: Face
    why: CallReason
    news: list[str]

    @property
    def number(self) -> int:
        return self.face.number


@dataclass(frozen=True)
class Stop:
    """A column of the walk with its cards, the most urgent first."""

    picture: ColumnPicture
    calls: list[Call]

    @property
    def column(self) -> Column:
        return self.picture.column

    @property
    def gate(self) -> Gate:
        """The column's own, or the one that it shares."""
        pair = self.picture.pair
        return pair.gate if pair and self.picture.gate.maximum is None else self.picture.gate

    @property
    def shared_name(self) -> str:
        """The name of what the gate belongs to."""
        pair = self.picture.pair
        return pair.name if pair and pair.gate == self.gate else self.picture.name

    @property
    def first(self) -> int | None:
        return self.calls[0].number if self.calls else None

    @cached_property
    def numbers(self) -> list[int]:
        """The cards by number, in the order of the talk."""
        return [call.number for call in self.calls]

    def beside(self, number: int | None, step: int) -> int | None:
        """Return the card this many steps behind this one, if there is one."""
        at = self.numbers.index(number) + step if number in self.numbers else -1
        return self.numbers[at] if 0 <= at < len(self.numbers) else None

    def after(self, looked_at: Collection[int | None]) -> int | None:
        """The first card that the team has not looked at."""
        return next((number for number in self.numbers if number not in looked_at), None)


@dataclass(frozen=True)
class Spot:
    """Where the walk can be: at a column, and at one of its cards if it has any."""

    stop: Stop
    number: int | None


def stop_at(picture: ColumnPicture, news: CardNews, sle_days: int | None) -> Stop:
    """A column with what is called there: of what is done, only what is news."""
    faces = [face for cell in picture.cells for face in (*cell.past, *cell.faces)]
    past = {face.number for cell in picture.cells for face in cell.past}
    if picture.column.is_done:
        faces = [face for face in faces if face.number in news.finished]
    by_number = {face.number: face for face in faces}
    standing = [_standing(face, place, past) for place, face in enumerate(faces)]
    called = in_order(standing, sle_days)
    if not picture.column.is_started:
        called = _pressing_or_next(called, sle_days)
    calls = [
        Call(by_number[each.number], each.why(sle_days), news.of(each.number)) for each in called
    ]
    return Stop(picture, calls)


def _pressing_or_next(cards: list[StandupCard], sle_days: int | None) -> list[StandupCard]:
    """Of what is not started: what presses, and the options that could be pulled next."""
    pressing = [card for card in cards if card.why(sle_days) != CallReason.AGE]
    rest = [card for card in cards if card.why(sle_days) == CallReason.AGE]
    return pressing + rest[:CALLED_FROM_A_QUEUE]


def _standing(face: Face, place: int, past: set[int]) -> StandupCard:
    return StandupCard(
        face.number,
        place,
        age=face.age,
        blocked_days=face.blocked_days,
        is_past_a_limit=face.number in past or face.override is not None,
        is_expedite=face.service == Service.EXPEDITE,
    )
