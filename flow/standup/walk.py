"""The page of a standup: columns from right to left, cards in the order of the talk."""

from datetime import date, datetime
from functools import cached_property

from board.display.card.history import HistoryLine, HistoryPage
from board.display.page.gate import Gate, GateState
from board.display.page.named_cards import NamedCardsOfBoard
from board.display.page.picture import Picture
from board.models import Board, Card, Person
from flow.standup.calls import BoardCall, calls_of
from flow.standup.forms import AssignForm
from flow.standup.models import Action, Standup
from flow.standup.news import CardNews, news_since
from flow.standup.stops import Call, Spot, Stop, stop_at

PLANNED = 15  # minutes; longer than this, it is no standup


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
    def day(self) -> date:
        """Today, in the board's time zone."""
        return self.board.day_of(self.standup.started_at)

    @property
    def leads(self) -> bool:
        return self.standup.led_by_id == self.person.pk

    @property
    def may_lead(self) -> bool:
        return self.board.may_be_changed

    @property
    def is_elsewhere(self) -> bool:
        return self.stop is not self.here.stop

    @cached_property
    def picture(self) -> Picture:
        return Picture(self.board)

    @cached_property
    def news(self) -> CardNews:
        return news_since(self.board, self.standup.since_version)

    @cached_property
    def stops(self) -> list[Stop]:
        """The columns as the walk passes them: from right to left."""
        sle_days = self.board.sle_days
        return [stop_at(each, self.news, sle_days) for each in reversed(self.picture.columns)]

    @cached_property
    def here(self) -> Spot:
        """Where the walk is. A card that has left its column gives way to the next one there."""
        for stop in self.stops:
            if stop.column.pk == self.standup.column_id:
                stands = self._number in stop.numbers
                return Spot(stop, self._number if stands else stop.after(self._looked_at))
        return self.beginning

    @property
    def beginning(self) -> Spot:
        """The rightmost column that has something to talk about, and has not been talked about."""
        open_stops = (stop for stop in self.stops if stop.after(self._looked_at))
        stop = next(open_stops, self.stops[0])
        return Spot(stop, stop.after(self._looked_at))

    @property
    def has_gone_on(self) -> bool:
        """Whether the walk is past where it is kept to be: the card has left, or the column has."""
        return (self.here.stop.column.pk, self.here.number) != (
            self.standup.column_id,
            self._number,
        )

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
    def news_of_card(self) -> list[HistoryLine]:
        """Return the news of the present card since the last standup, the last first."""
        if self.call is None or not self.call.news:
            return []
        lines = HistoryPage(self.card).lines if self.card else []
        return [line for line in lines if line.event.number > self.standup.since_version]

    @cached_property
    def card(self) -> Card | None:
        """The card that the team talks about."""
        return self.board.numbered_cards(self.call.number)[self.call.number] if self.call else None

    @property
    def card_seconds(self) -> int:
        """For how long the team talks about the present card, what it did before included."""
        if self.has_gone_on:
            return 0
        earlier = self.standup.looks.seconds_of(self.standup.card_id) if self.standup.card_id else 0
        return earlier + int((self.now - self.standup.came_at).total_seconds())

    @property
    def tag(self) -> str:
        """A tag of what the page shows: the page is redrawn when it has changed."""
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
    def calls(self) -> list[BoardCall]:
        """Return the calls, before the cards."""
        return calls_of(self)

    @property
    def over(self) -> list[tuple[str, Gate]]:
        """The exceeded limits by name: a pair once; and the limits that no one column shows."""
        gates = {stop.shared_name: stop.gate for stop in self.left_to_right}
        lanes = {row.lane.name: row.load for row in self.picture.loads.lanes if row.load}
        gates |= {name: load.gate for name, load in lanes.items()}
        gates |= {load.title: load.gate for load in self.picture.loads.limits}
        return [(name, gate) for name, gate in gates.items() if gate.state == GateState.OVER]

    @property
    def free(self) -> list[Stop]:
        """The columns that have room, and a card to pull next."""
        return [stop for stop in self.stops if stop.picture.pull_next]

    @cached_property
    def actions(self) -> list[Action]:
        """Return the actions that the team agreed on so far."""
        return list(Action.objects.of_standup(self.standup))

    @cached_property
    def named(self) -> NamedCardsOfBoard:
        """The cards of the board that the actions and the policy of the column name."""
        texts = [action.text for action in self.actions]
        return NamedCardsOfBoard(self.board, [*texts, self.stop.column.policy])

    @property
    def assign_form(self) -> AssignForm | None:
        """Return the form that assigns the present card."""
        if self.card is None:
            return None
        working = [person.pk for person in self.card.assignees.all()]
        initial = {"assignees": working, "expected_version": self.card.version}
        return AssignForm(initial=initial, team=self.picture.team)

    @property
    def team(self) -> list[Person]:
        """Return the other people who could lead."""
        return [each for each in self.picture.team if each.pk != self.standup.led_by_id]

    @property
    def must_leave(self) -> int:
        """How many cards must leave the column before one may enter; 0 if there is room."""
        gate = self.stop.gate
        return gate.over + 1 if gate.is_shut and gate.maximum else 0

    @property
    def _number(self) -> int | None:
        return self.standup.card.number if self.standup.card else None

    @cached_property
    def _looked_at(self) -> set[int | None]:
        return {self._number, *self.standup.looks.numbers()}

    def _beside(self, step: int) -> Spot | None:
        number = self.here.stop.beside(self.here.number, step)
        return Spot(self.here.stop, number) if number else None

    def _stop_beside(self, step: int) -> Spot | None:
        at = self.stops.index(self.here.stop) + step
        return Spot(self.stops[at], self.stops[at].first) if 0 <= at < len(self.stops) else None
