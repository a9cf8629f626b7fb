"""What a team sees at its standup: columns from right to left, cards in the order of the talk."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from board.display.column import ColumnPicture
from board.display.face import Face
from board.display.gate import Gate, State
from board.display.history import History, Line
from board.display.picture import Picture
from board.models import Board, Card, Column, Person, Role, Service
from flow.standup.forms import AssignForm
from flow.standup.models import Action, Standup
from flow.standup.news import News, news_since
from flow.standup.order import Standing, Why, in_order

CALLED_FROM_A_QUEUE = 3  # the options that could be pulled next
PLANNED = 15  # minutes; longer than this, it is no standup


@dataclass(frozen=True)
class Call:
    """A card that is called, and why it comes where it comes."""

    face: Face
    why: Why
    news: list[str]

    @property
    def number(self) -> int:
        return self.face.number


@dataclass(frozen=True)
class Stop:
    """A column of the walk with its cards, the most pressing first."""

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


@dataclass(frozen=True)
class Spot:
    """Where the walk can be: at a column, and at one of its cards if it has any."""

    stop: Stop
    number: int | None


class Walk:
    """The walk of a standup as somebody sees it; `elsewhere` is a column that only they look at."""

    def __init__(
        self, standup: Standup, board: Board, person: Person, now: datetime, elsewhere: int = 0
    ):
        self.standup = standup
        self.board = board
        self.person = person
        self.now = now
        self.elsewhere = elsewhere

    @property
    def leads(self) -> bool:
        return self.standup.led_by_id == self.person.pk

    @property
    def may_lead(self) -> bool:
        return self.board.role != Role.VIEWER

    @property
    def is_elsewhere(self) -> bool:
        return self.stop is not self.here.stop

    @cached_property
    def picture(self) -> Picture:
        return Picture(self.board)

    @cached_property
    def news(self) -> News:
        return news_since(self.board, self.standup.since_version)

    @cached_property
    def stops(self) -> list[Stop]:
        """The columns as the walk passes them: from right to left."""
        return [self._stop(each) for each in reversed(self.picture.columns)]

    @cached_property
    def here(self) -> Spot:
        """Where the walk is; at its beginning, the first card that is called."""
        for stop in self.stops:
            if stop.column.pk == self.standup.column_id:
                return Spot(stop, self._number if self._number in _numbers(stop) else stop.first)
        return self.beginning

    @property
    def beginning(self) -> Spot:
        """The rightmost column that has something to talk about."""
        stop = next((stop for stop in self.stops if stop.calls), self.stops[0])
        return Spot(stop, stop.first)

    @cached_property
    def stop(self) -> Stop:
        """The column that is looked at."""
        asked = (stop for stop in self.stops if stop.column.pk == self.elsewhere)
        return next(asked, self.here.stop)

    @property
    def call(self) -> Call | None:
        """The card that the team talks about, if it is the column that is looked at."""
        if self.is_elsewhere:
            return None
        return next((call for call in self.stop.calls if call.number == self.here.number), None)

    @property
    def next_card(self) -> Spot | None:
        """The next card of the column; behind the last one, the first of the next column."""
        return self._beside(1) or self.next_stop

    @property
    def earlier_card(self) -> Spot | None:
        return self._beside(-1) or self.earlier_stop

    @property
    def next_stop(self) -> Spot | None:
        """The column to the left."""
        return self._stop_beside(1)

    @property
    def earlier_stop(self) -> Spot | None:
        """The column to the right."""
        return self._stop_beside(-1)

    @cached_property
    def told(self) -> list[Line]:
        """What happened to the present card since the last standup, the last first."""
        if self.call is None or not self.call.news:
            return []
        lines = History(self.card).lines if self.card else []
        return [line for line in lines if line.event.number > self.standup.since_version]

    @cached_property
    def card(self) -> Card | None:
        """The card that the team talks about."""
        cards = self.board.cards.by_number([self.call.number]) if self.call else {}
        for card in cards.values():
            card.board = self.board
            return card
        return None

    @property
    def card_seconds(self) -> int:
        """For how long the team talks about the present card, what it did before included."""
        earlier = self.standup.looks.seconds_of(self.standup.card_id) if self.standup.card_id else 0
        return earlier + int((self.now - self.standup.came_at).total_seconds())

    @property
    def tag(self) -> str:
        """What the page shows: it has to be drawn anew when this has changed."""
        return f"{self.standup.steps}-{self.board.version}-{self.elsewhere}"

    @property
    def planned_minutes(self) -> int:
        return PLANNED

    @property
    def planned(self) -> int:
        """In seconds."""
        return PLANNED * 60

    @property
    def left_to_right(self) -> list[Stop]:
        return self.stops[::-1]

    @property
    def walked(self) -> list[Stop]:
        """The columns that the walk has passed."""
        return self.stops[: self.stops.index(self.here.stop)]

    @property
    def downstream(self) -> Stop | None:
        """The column that the present one feeds."""
        at = self.stops.index(self.stop) - 1
        return self.stops[at] if at >= 0 else None

    @property
    def over(self) -> list[tuple[str, Gate]]:
        """What is over its limit, by name: a pair once."""
        gates = {stop.shared_name: stop.gate for stop in self.left_to_right}
        return [(name, gate) for name, gate in gates.items() if gate.state == State.OVER]

    @property
    def free(self) -> list[Stop]:
        """The columns that have room, and a card to pull next."""
        return [stop for stop in self.stops if stop.picture.pull_next]

    @property
    def actions(self) -> list[Action]:
        """What the team agreed to do so far."""
        return list(Action.objects.of_standup(self.standup))

    @property
    def assign_form(self) -> AssignForm | None:
        """Who works on the present card, to be changed."""
        if self.card is None:
            return None
        working = [person.pk for person in self.card.assignees.all()]
        initial = {"assignees": working, "expected_version": self.card.version}
        return AssignForm(initial=initial, team=self.picture.team)

    @property
    def team(self) -> list[Person]:
        """Who else could lead."""
        return [each for each in self.picture.team if each.pk != self.standup.led_by_id]

    @property
    def must_leave(self) -> int:
        """How many cards must leave the column before one may enter; 0 if there is room."""
        gate = self.stop.gate
        return gate.over + 1 if gate.is_shut and gate.maximum else 0

    @property
    def _number(self) -> int | None:
        return self.standup.card.number if self.standup.card else None

    def _beside(self, step: int) -> Spot | None:
        numbers = _numbers(self.here.stop)
        at = numbers.index(self.here.number) + step if self.here.number in numbers else -1
        return Spot(self.here.stop, numbers[at]) if 0 <= at < len(numbers) else None

    def _stop_beside(self, step: int) -> Spot | None:
        at = self.stops.index(self.here.stop) + step
        return Spot(self.stops[at], self.stops[at].first) if 0 <= at < len(self.stops) else None

    def _stop(self, picture: ColumnPicture) -> Stop:
        faces = [face for cell in picture.cells for face in (*cell.past, *cell.faces)]
        past = {face.number for cell in picture.cells for face in cell.past}
        by_number = {face.number: face for face in faces}
        standing = [_standing(face, place, past) for place, face in enumerate(faces)]
        ordered = in_order(standing, self.board.sle_days)
        called = [
            each for each in ordered if self._is_called(picture.column, by_number[each.number])
        ]
        if not picture.column.is_started:
            called = _worth_a_word(called, self.board.sle_days)
        return Stop(
            picture,
            [
                Call(
                    by_number[each.number], each.why(self.board.sle_days), self.news.of(each.number)
                )
                for each in called
            ],
        )

    def _is_called(self, column: Column, face: Face) -> bool:
        """Of what is done, only what was finished since the last standup."""
        return not column.is_done or face.number in self.news.finished


def _worth_a_word(cards: list[Standing], sle_days: int | None) -> list[Standing]:
    """Of what is not started: what presses, and the options that could be pulled next."""
    pressing = [card for card in cards if card.why(sle_days) != Why.AGE]
    rest = [card for card in cards if card.why(sle_days) == Why.AGE]
    return pressing + rest[:CALLED_FROM_A_QUEUE]


def _numbers(stop: Stop) -> list[int]:
    return [call.number for call in stop.calls]


def _standing(face: Face, place: int, past: set[int]) -> Standing:
    return Standing(
        face.number,
        place,
        age=face.age,
        blocked_days=face.blocked_days,
        is_past_a_limit=face.number in past or face.override is not None,
        is_expedite=face.service == Service.EXPEDITE,
    )
