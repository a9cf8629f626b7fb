"""The picture of a board: its columns with their gates, lanes, cards and free slots."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from board.display.column import Cell, ColumnPicture, Pair
from board.display.face import Face, faces
from board.display.gate import Gate
from board.models import Board, Card, Column, Lane, Limit, Person, Scope, Service
from board.models.tally import Tally

QUEUE_WINDOW = 50
DONE_WINDOW = 20


@dataclass(frozen=True)
class Load:
    """A limit that is not a column's own (for one person), and how full it is."""

    limit: Limit
    gate: Gate
    person: Person | None = None


class Picture:
    """What the page of a board shows, in a number of statements that no card adds to.

    `windows` says how many cards of a queue or done column to show, by its id.
    """

    def __init__(
        self,
        board: Board,
        windows: Mapping[int, int] | None = None,
        tally: Tally | None = None,
    ):
        self.board = board
        self.windows = windows or {}
        if tally is not None:
            self.tally = tally

    @cached_property
    def columns(self) -> list[ColumnPicture]:
        shown = self._faces_by_place
        waiting = _by_column(face.card for face in self._faces if face.block is None)
        return [
            self._column(
                column,
                cells=[
                    Cell(lane, shown.get((column.pk, lane.pk), []), lane is self._lanes[-1])
                    for lane in self._lanes
                ],
                upstream=waiting[upstream.pk] if upstream else [],
            )
            for upstream, column in self._steps
        ]

    def without_cards(self, columns: Collection[int]) -> list[ColumnPicture]:
        """These columns with their gates and slots alone: what a move changes around a card."""
        steps = [step for step in self._steps if step[1].pk in columns]
        upstream = [before for before, _column in steps if before]
        there = self.board.cards.in_view(upstream, lambda _column: QUEUE_WINDOW).treated()
        waiting = _by_column(card for card in there if not card.is_blocked)
        return [
            self._column(column, cells=[], upstream=waiting[before.pk] if before else [])
            for before, column in steps
        ]

    @cached_property
    def lanes(self) -> list[tuple[Lane, Load | None]]:
        """Each lane with its own limit, if it has one."""
        own = {limit.lane_id: self._load(limit) for limit in self._limits if _is_of_lane(limit)}
        return [(lane, own.get(lane.pk)) for lane in self._lanes]

    @cached_property
    def loads(self) -> list[Load]:
        """How full every limit is that is not to be seen at a column, a lane or a person."""
        return [
            self._load(limit)
            for limit in self._limits
            if limit.scope not in (Scope.COLUMN, Scope.PERSON)
            and not _is_of_lane(limit)
            and limit not in [pair.limit for pair in self.pairs.values()]
        ]

    @cached_property
    def people(self) -> list[Load]:
        """How much each member has in hand, for each limit that counts for each person."""
        return [
            Load(limit, Gate(self.tally.count(limit, each.pk), maximum=limit.maximum), each)
            for limit in self._limits
            if limit.each_person
            for each in self.team
        ]

    @cached_property
    def team(self) -> list[Person]:
        """Who changes cards here, by name."""
        return list(Person.objects.working_on(self.board))

    @cached_property
    def tally(self) -> Tally:
        each_person = [limit for limit in self._limits if limit.each_person]
        return Tally.of_all(self.board, [person.pk for person in self.team] if each_person else [])

    @property
    def number_of_cards(self) -> int:
        return self.tally.cards.total()

    @property
    def groups(self) -> list[tuple[Pair | None, list[ColumnPicture]]]:
        """The columns, those of a pair together."""
        together = groupby(self.columns, key=lambda each: each.pair or each)
        return [(columns[0].pair, columns) for columns in (list(found) for _key, found in together)]

    @property
    def steps(self) -> list[Pair | ColumnPicture]:
        """What stands side by side: the pairs, and the columns that are in none."""
        return [pair or columns[0] for pair, columns in self.groups]

    @cached_property
    def pairs(self) -> dict[int, Pair]:
        """The pair that a column belongs to, by the column's id."""
        pairs = [self._pair(columns) for columns in self.board.shape.groups if len(columns) > 1]
        return {column.pk: pair for pair in pairs for column in pair.columns}

    def gate_of(self, *columns: Column) -> Gate:
        """The gate of a column, or of several that share one."""
        there = [self.tally.in_column(column.pk) for column in columns]
        counted, apart = (sum(numbers) for numbers in zip(*there, strict=True))
        limit = self.board.shape.limit_on(columns)
        return (
            Gate(self.tally.count(limit), apart, limit.maximum) if limit else Gate(counted, apart)
        )

    def _pair(self, columns: list[Column]) -> Pair:
        return Pair(tuple(columns), self.gate_of(*columns), self.board.shape.limit_on(columns))

    def _load(self, limit: Limit) -> Load:
        return Load(limit, Gate(self.tally.count(limit), maximum=limit.maximum))

    @property
    def _limits(self) -> list[Limit]:
        return self.board.shape.limits

    @cached_property
    def _lanes(self) -> list[Lane]:
        return list(self.board.shape.lanes.values())

    @cached_property
    def _steps(self) -> list[tuple[Column | None, Column]]:
        """Each column behind the one that feeds it."""
        columns = list(self.board.shape.columns.values())
        return list(zip([None, *columns], columns, strict=False))

    @cached_property
    def _faces(self) -> list[Face]:
        columns = self.board.shape.columns.values()
        return faces(self.board, self.board.cards.in_view(columns, self._window_of))

    @cached_property
    def _faces_by_place(self) -> dict[tuple[int, int], list[Face]]:
        found: dict[tuple[int, int], list[Face]] = defaultdict(list)
        for face in self._faces:
            found[face.card.column_id, face.card.lane_id].append(face)
        return found

    def _window_of(self, column: Column) -> int | None:
        """How many cards of a column to show; None is all of them, which work in progress gets."""
        if column.is_in_progress:
            return None
        return self.windows.get(column.pk, DONE_WINDOW if column.is_done else QUEUE_WINDOW)

    def _column(
        self, column: Column, *, cells: list[Cell], upstream: Collection[Card]
    ) -> ColumnPicture:
        gate, pair = self.gate_of(column), self.pairs.get(column.pk)
        free = _free(column, gate, pair)
        there = sum(self.tally.in_column(column.pk))
        shown = sum(len(cell.faces) for cell in cells)
        window = self._window_of(column)
        hidden = there - (shown if cells else min(there, window or there))
        return ColumnPicture(
            column,
            gate,
            pair,
            self.board.shape.own_limit(column),
            cells,
            rest=max(hidden, 0),
            free=free,
            pull_next=self._next_of(upstream) if free else None,
        )

    def _next_of(self, upstream: Collection[Card]) -> Card | None:
        """The card to pull next: expedite, then the nearest fixed date, then the order it has."""
        kinds = {pk: each.kind for pk, each in self.board.shape.service_classes.items()}

        def urgency(card: Card) -> tuple[int, str]:
            kind = kinds[card.service_class_id]
            if kind == Service.EXPEDITE:
                return 0, ""
            if kind == Service.FIXED_DATE and card.due_on:
                return 1, card.due_on.isoformat()
            return 2, ""

        for card in upstream:
            card.board = self.board
        return min(upstream, key=urgency, default=None)


def _free(column: Column, gate: Gate, pair: Pair | None) -> int:
    """How many more may be pulled in: into a pair by its first column, with room for both."""
    gates = [gate]
    if pair and pair.pk == column.pk:
        gates.append(pair.gate)
    return min((each.free for each in gates if each.maximum is not None), default=0)


def _is_of_lane(limit: Limit) -> bool:
    """Whether the head of a lane shows it, also if it counts one class of service there."""
    return bool(limit.lane_id) and not limit.named_column_ids and not limit.each_person


def _by_column(cards: Iterable[Card]) -> defaultdict[int, list[Card]]:
    found: defaultdict[int, list[Card]] = defaultdict(list)
    for card in cards:
        found[card.column_id].append(card)
    return found
