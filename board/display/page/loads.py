"""How full the limits are that are not to be seen at a column: of lanes, people, the whole board."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import NamedTuple

from board.display.page.gate import Gate
from board.display.page.sight import Sight
from board.display.piece import Piece
from board.models import Board, Lane, Limit, Person, Scope
from board.models.limit.gate import PlaceChange
from board.models.limit.tally import Tally


@dataclass(frozen=True)
class Load(Piece):
    """A limit, and how full it is."""

    word = "load"

    title: str
    gate: Gate


@dataclass(frozen=True)
class PersonLoad(Piece):
    """A person, and how much they have in hand of what they may."""

    word = "person_load"

    short_name: str
    first_name: str
    initials: str
    title: str  # of the limit
    gate: Gate
    address: str  # to look at this person's cards alone, or at all again
    is_looked_at: bool


class Oldest(NamedTuple):
    """The card in progress that was started first."""

    number: int
    age: int | None  # days


@dataclass(frozen=True)
class Strip(Piece):
    """The strip above the columns: the expectation, the oldest card, the limits, the people."""

    word = "strip"

    board_key: str
    sle_percent: int
    sle_days: int | None
    oldest: Oldest | None
    limits: tuple[Load, ...]
    people: tuple[PersonLoad, ...]


@dataclass(frozen=True)
class LaneRow:
    """A lane with its own limit, if it has one."""

    lane: Lane
    load: Load | None
    is_empty: bool


class Loads:
    """The lanes at the left of a board, and the strip above it; `elsewhere` are limits of pairs."""

    def __init__(
        self,
        board: Board,
        tally: Tally,
        sight: Sight,
        elsewhere: Collection[Limit],
    ):
        self.board = board
        self.tally = tally
        self.sight = sight
        self.elsewhere = elsewhere

    @property
    def lanes(self) -> list[LaneRow]:
        own = {limit.lane_id: self._load(limit) for limit in self._limits if _is_of_lane(limit)}
        taken = self.tally.lanes
        lanes = self.board.shape.lanes.values()
        return [LaneRow(lane, own.get(lane.pk), lane.pk not in taken) for lane in lanes]

    def change_with(self, change: PlaceChange) -> bool:
        """Whether a lane or the strip may look different after this change."""
        before, after = change.before, change.after
        if before is None or after is None:
            return True
        columns = self.board.shape.columns
        steps = [
            columns[place.column_id] for place in (before, after) if place.column_id in columns
        ]
        progress = {(step.is_started, step.is_done) for step in steps}  # of which one is the oldest
        if (before.lane_id, before.people) != (after.lane_id, after.people) or len(progress) > 1:
            return True
        shown = [limit for limit in self._limits if limit.scope != Scope.COLUMN]
        return any(change.adds_to(limit) for limit in shown)

    @property
    def limits(self) -> list[Load]:
        """Every limit that is not to be seen at a column, a lane or a person."""
        return [
            self._load(limit)
            for limit in self._limits
            if limit.scope not in (Scope.COLUMN, Scope.PERSON)
            and not _is_of_lane(limit)
            and limit not in self.elsewhere
        ]

    @property
    def people(self) -> list[PersonLoad]:
        """How much each member has in hand, for each limit that counts for each person."""
        return [
            self._person_load(each, limit)
            for limit in self._limits
            if limit.each_person
            for each in self.sight.team
        ]

    @property
    def _limits(self) -> list[Limit]:
        return self.board.shape.limits

    def _person_load(self, person: Person, limit: Limit) -> PersonLoad:
        is_looked_at = self.sight.person == str(person.pk)
        return PersonLoad(
            *(person.short_name, person.first_name, person.initials, limit.title),
            gate=Gate(self.tally.count(limit, person.pk), maximum=limit.maximum),
            address=self.sight.address(person=None if is_looked_at else person.pk),
            is_looked_at=is_looked_at,
        )

    def _load(self, limit: Limit) -> Load:
        return Load(limit.title, Gate(self.tally.count(limit), maximum=limit.maximum))


def _is_of_lane(limit: Limit) -> bool:
    """Whether the head of a lane shows it, also if it counts one class of service there."""
    return bool(limit.lane_id) and not limit.named_column_ids and not limit.each_person
