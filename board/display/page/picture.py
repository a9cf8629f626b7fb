"""The picture of a board: its columns with their gates, lanes, cards and free slots."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from functools import cached_property
from itertools import groupby

from board import extensions
from board.display.fact import facts_of_columns
from board.display.page.column import Cell, ColumnPicture, Pair, Pull
from board.display.page.cut import past
from board.display.page.face import Face, faces
from board.display.page.gate import Gate
from board.display.page.loads import Loads, Oldest, Strip
from board.display.page.sight import Sight
from board.models import Board, Card, Column, Limit, Person, Service
from board.models.limit.tally import Tally
from board.sql.compiled import Compiled

OLDEST = Compiled(lambda board: Card.objects.filter(board=board).started_first()[:1])
NEXT = Compiled(Card.objects.first_of_each)


class Picture:
    """The page of a board, in a number of statements that does not depend on the cards.

    `sight` is the part that the viewer sees. The cards are read of `drawn` columns only; without
    it, of all.
    """

    def __init__(
        self,
        board: Board,
        sight: Sight | None = None,
        drawn: Collection[int] | None = None,
        tally: Tally | None = None,
    ):
        self.board = board
        self.sight = sight or Sight(board)
        self.drawn = set(board.shape.columns) if drawn is None else drawn
        self._beyond: dict[int, set[int]] = {}
        if tally is not None:
            self.tally = tally

    @cached_property
    def columns(self) -> list[ColumnPicture]:
        return self.some_columns(self.board.shape.columns)

    def some_columns(self, asked: Collection[int]) -> list[ColumnPicture]:
        """These columns; without cards, unless they are drawn."""
        shown = [column for pk, column in self.board.shape.columns.items() if pk in asked]
        pulls = self._pulls_into(shown)
        return [self._column(column, pulls.get(column.pk)) for column in shown]

    @property
    def groups(self) -> list[tuple[Pair | None, list[ColumnPicture]]]:
        """The columns, those of a pair together."""
        together = groupby(self.columns, key=lambda each: each.pair or each)
        return [
            (columns[0].pair, columns)
            for columns in (list(neighbours) for _key, neighbours in together)
        ]

    @property
    def steps(self) -> list[Pair | ColumnPicture]:
        """Return the pairs, and the columns that are in none, from left to right."""
        return [pair or columns[0] for pair, columns in self.groups]

    @cached_property
    def pairs(self) -> dict[int, Pair]:
        """The pair that a column belongs to, by the column's id."""
        pairs = [self._pair(columns) for columns in self.board.shape.groups if len(columns) > 1]
        return {column.pk: pair for pair in pairs for column in pair.columns}

    @cached_property
    def loads(self) -> Loads:
        elsewhere = [pair.limit for pair in self.pairs.values() if pair.limit]
        return Loads(self.board, self.tally, self.sight, elsewhere)

    @cached_property
    def team(self) -> list[Person]:
        """Return the people who change cards here, by name."""
        return self.sight.team

    @cached_property
    def tally(self) -> Tally:
        turn = self.board.last_turn
        return (turn and turn.tally) or Tally.of_all(self.board)

    @property
    def number_of_cards(self) -> int:
        return self.tally.total

    @property
    def number_shown(self) -> int:
        """How many of them the filter lets through."""
        return sum(self.sight.matched.values())

    @cached_property
    def oldest(self) -> Card | None:
        """The card in progress that was started first, whatever the filter lets through."""
        cards = OLDEST.objects(self.board.pk)
        for card in cards:
            card.board = self.board
        return cards[0] if cards else None

    @property
    def strip(self) -> Strip:
        oldest, board = self.oldest, self.board
        return Strip(
            *(board.key, board.sle_percent, board.sle_days),
            oldest=Oldest(oldest.number, oldest.age) if oldest else None,
            limits=tuple(self.loads.limits),
            people=tuple(self.loads.people),
        )

    def gate_of(self, *columns: Column) -> Gate:
        """The gate of a column, or of several that share one."""
        there = [self.tally.in_column(column.pk) for column in columns]
        counted, apart = (sum(numbers) for numbers in zip(*there, strict=True))
        limit = self.board.shape.limit_on(columns)
        return (
            Gate(self.tally.count(limit), apart, limit.maximum) if limit else Gate(counted, apart)
        )

    def _pair(self, columns: list[Column]) -> Pair:
        limit = self.board.shape.limit_on(columns)
        seen = [self._sifted(column) for column in columns]
        shown, hidden = (sum(numbers) for numbers in zip(*seen, strict=True))
        return Pair(tuple(columns), self.gate_of(*columns), limit, shown, hidden)

    def _sifted(self, column: Column) -> tuple[int, int]:
        """How many of its cards the filter lets through, and how many it hides."""
        there = sum(self.tally.in_column(column.pk))
        shown = self.sight.matched.get(column.pk, 0) if self.sight.is_filtered else there
        return shown, there - shown

    def _column(self, column: Column, pull: Pull | None) -> ColumnPicture:
        shown, hidden = self._sifted(column)
        window = self.sight.window_of(column)
        rest = max(shown - window, 0) if window else 0
        limit, pair = self.board.shape.own_limit(column), self.pairs.get(column.pk)
        here = [limit, pair.limit if pair else None]
        cut = next((each for each in here if each and self._over(each) > 0), None)
        return ColumnPicture(
            column,
            self.gate_of(column),
            pair,
            limit,
            cells=self._cells(column, cut),
            shown=shown,
            hidden=hidden,
            rest=rest,
            further=self.sight.further(column) if rest else "",
            free=self._free(column),
            pull_next=pull,
            cut=cut,
            facts=tuple(self._facts.get(column.pk, ())),
        )

    def _cells(self, column: Column, limit: Limit | None) -> list[Cell]:
        """The cards of each lane, those past the cut line of a limit apart."""
        if column.pk not in self.drawn:
            return []
        beyond = self._past(limit) if limit else set()
        lanes = list(self.board.shape.lanes.values())
        return [
            Cell.of(lane, self._faces[column.pk, lane.pk], beyond, is_last=lane is lanes[-1])
            for lane in lanes
        ]

    def _past(self, limit: Limit) -> set[int]:
        """The numbers of the cards past the cut line."""
        if limit.pk not in self._beyond:
            self._beyond[limit.pk] = past(self.board, limit, self._over(limit))
        return self._beyond[limit.pk]

    def _over(self, limit: Limit) -> int:
        return self.tally.count(limit) - limit.maximum

    def _free(self, column: Column) -> int:
        """How many more may be pulled in: into a pair by its first column, with room for both."""
        gates, pair = [self.gate_of(column)], self.pairs.get(column.pk)
        if pair and pair.pk == column.pk:
            gates.append(pair.gate)
        return min((each.free for each in gates if each.maximum is not None), default=0)

    def _pulls_into(self, columns: Collection[Column]) -> dict[int, Pull]:
        """For each column that has room, the card to pull next out of the one before it."""
        order = list(self.board.shape.columns)
        upstream = {
            column.pk: order[order.index(column.pk) - 1]
            for column in columns
            if column.pk != order[0] and self._free(column)
        }
        sources = sorted({*upstream.values()})
        first = {
            column: Pull(f"{self.board.key}-{number}", number, version)
            for column, number, version in [
                *self._in_order(sources),
                *self._pulled_first(sources),
            ]
        }
        return {pk: first[before] for pk, before in upstream.items() if before in first}

    def _in_order(self, columns: list[int]) -> Iterator[tuple[int, int, int]]:
        """Yield the card that each of these columns puts first; the more urgent one comes later."""
        if not columns:
            return
        classes = self.board.shape.service_classes.values()
        of_kind = defaultdict(list)
        for each in classes:
            of_kind[each.kind].append(each.pk)
        rows = NEXT.rows(columns, of_kind[Service.EXPEDITE], of_kind[Service.FIXED_DATE])
        for column, number, version, _urgency in sorted(rows, key=lambda row: -row[3]):
            yield column, number, version

    def _pulled_first(self, columns: list[int]) -> Iterator[tuple[int, int, int]]:
        """Yield the cards of these columns that apps put before all others."""
        if columns:
            for ask in extensions.named("pulled_first", self.board):
                yield from ask(self.board, columns)

    @cached_property
    def _facts(self) -> dict[int, list[str]]:
        return facts_of_columns(self.board)

    @cached_property
    def _faces(self) -> dict[tuple[int, int], list[Face]]:
        by_cell: dict[tuple[int, int], list[Face]] = defaultdict(list)
        columns = [column for pk, column in self.board.shape.columns.items() if pk in self.drawn]
        for face in faces(self.board, self.sight.cards_of(columns), self.sight) if columns else []:
            by_cell[face.column_id, face.lane_id].append(face)
        return by_cell
