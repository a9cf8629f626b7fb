from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db.models import BigIntegerField, Count, QuerySet, Value

from board.models.card.place import Place
from board.models.limit.limit import Limit
from board.models.limit.totals import cards_in_cells, cards_in_cells_of
from board.sql.compiled import Compiled

if TYPE_CHECKING:
    from board.models.board.board import Board
    from board.models.card.card import Card, CardQuerySet
    from board.models.event import Cell
    from board.models.limit.gate import PlaceChange


class Tally:
    """How many cards of a board are in each kind of place, and how many each person has there.

    It is read in one or two statements, has one row for each different place, and reads no card of
    a column that no limit counts: of such a column it has the totals of the cells.
    """

    def __init__(
        self,
        cards: Counter[Place],
        people: Counter[Place],
        totals: "Mapping[Cell, int] | None" = None,
    ):
        self.cards = cards
        self.people = people
        self.totals = Counter(totals or {})

    @classmethod
    def of(
        cls,
        board: "Board",
        limits: Collection[Limit],
        people: Collection[int],
    ) -> "Tally":
        """Return the counts of these limits now, also for each of these people."""
        together, apart = _asked_by(limits)
        return cls(
            cards=_places_in(together) if together else Counter(),
            people=_places_of_people(apart, people) if apart and people else Counter(),
        )

    @classmethod
    def of_all(cls, board: "Board") -> "Tally":
        """Return the counts of all limits of the board, also for each member, and of all columns."""
        cards: Counter[Place] = Counter()
        people: Counter[Place] = Counter()
        together, apart = _asked_by(board.shape.limits)
        for *place, person, number in EVERYBODY.rows(sorted(together), sorted(apart)):
            if person is None:
                cards[Place(*place)] = number
            else:
                people[replace(Place(*place), people=frozenset([person]))] = number
        return cls(cards, people, _totals(board, cards_in_cells(board)))

    @classmethod
    def of_boards(cls, boards: "Collection[Board]") -> "dict[int, Tally]":
        """Return the tally of each board by its id, in as many statements as for one; not by person."""
        asked = {board.pk: _asked_by(board.shape.limits)[0] for board in boards}
        owners = {column: pk for pk, columns in asked.items() for column in columns}
        cells = cards_in_cells_of(boards)
        tallies = {
            board.pk: cls(Counter(), Counter(), _totals(board, cells[board.pk])) for board in boards
        }
        for place, number in _places_in(owners).items() if owners else ():
            tallies[owners[place.column_id]].cards[place] = number
        return tallies

    def after(self, board: "Board", changes: "Iterable[PlaceChange]") -> "Tally":
        """Return the tally of all after these changes."""
        changed = Tally(Counter(self.cards), Counter(self.people), self.totals)
        together, _apart = _asked_by(board.shape.limits)
        for change in changes:
            for place, number in ((change.before, -1), (change.after, 1)):
                if place is not None:
                    changed._add(place, number, is_counted=place.column_id in together)
        return changed

    def _add(self, place: Place, number: int, *, is_counted: bool) -> None:
        if is_counted:
            self.cards[replace(place, people=frozenset())] += number
        else:
            self.totals[place.column_id, place.lane_id] += number
        for person in place.people:
            self.people[replace(place, people=frozenset([person]))] += number

    def count(self, limit: Limit, person_id: int | None = None) -> int:
        """Return how many cards this limit counts (for this person)."""
        if limit.each_person and person_id is not None:
            places: Iterable[tuple[Place, int]] = self._places_of.get(person_id, ())
        else:
            places = (self.people if limit.each_person else self.cards).items()
        return sum(n for place, n in places if limit.counts(place, person_id))

    @cached_property
    def _places_of(self) -> dict[int, list[tuple[Place, int]]]:
        """Return the places of each person's cards, computed once for all people."""
        places: dict[int, list[tuple[Place, int]]] = defaultdict(list)
        for place, number in self.people.items():
            for person in place.people:
                places[person].append((place, number))
        return dict(places)

    @property
    def total(self) -> int:
        return self.cards.total() + self.totals.total()

    @property
    def lanes(self) -> set[int]:
        """Return the ids of the lanes that hold a card."""
        counted = {place.lane_id for place, number in self.cards.items() if number}
        return counted | {lane for (_column, lane), number in self.totals.items() if number}

    def in_column(self, column_id: int) -> tuple[int, int]:
        """Return the number of cards in a column: counted by limits, and apart from limits."""
        counted = sum(n for (column, _lane), n in self.totals.items() if column == column_id)
        apart = 0
        for place, n in self.cards.items():
            if place.column_id == column_id:
                if place.apart:
                    apart += n
                else:
                    counted += n
        return counted, apart


_PLACE = ("column_id", "lane_id", "service_class_id", "apart", "is_blocked")


def _by_place(cards: "CardQuerySet") -> "QuerySet[Card, Any]":
    return (
        cards.on_the_board()
        .with_limit_facts()
        .values_list(*_PLACE)
        .annotate(number=Count("pk"))
        .order_by()
    )


IN_COLUMNS = Compiled(
    lambda columns: _by_place(apps.get_model("board.Card").objects.in_columns(columns))
)


OF_PEOPLE = Compiled(
    lambda columns, people: (
        apps.get_model("board.Card")
        .objects.on_the_board()
        .in_columns(columns)
        .with_limit_facts()
        .filter(assignees__in=people)
        .values_list(*_PLACE, "assignees")
        .annotate(number=Count("pk"))
        .order_by()
    )
)


EVERYBODY = Compiled(
    lambda together, apart: (
        _by_place(apps.get_model("board.Card").objects.in_columns(together))
        .annotate(person=Value(None, output_field=BigIntegerField()))
        .values_list(*_PLACE, "person", "number")
        .union(
            apps.get_model("board.Card")
            .objects.on_the_board()
            .in_columns(apart)
            .with_limit_facts()
            .filter(assignees__isnull=False)
            .values_list(*_PLACE, "assignees")
            .annotate(number=Count("pk"))
            .order_by(),
            all=True,
        )
    )
)


def _asked_by(limits: Iterable[Limit]) -> tuple[set[int], set[int]]:
    """Return the columns where these limits count all cards, and where they count by person."""
    together: set[int] = set()
    apart: set[int] = set()
    for limit in limits:
        (apart if limit.each_person else together).update(limit.column_ids)
    return together, apart


def _totals(board: "Board", cells: "Mapping[Cell, int]") -> "dict[Cell, int]":
    """Return these totals for the columns of the board where no limit counts all cards."""
    together, _apart = _asked_by(board.shape.limits)
    return {
        (column, lane): number
        for (column, lane), number in cells.items()
        if column in board.shape.columns and column not in together
    }


def _places_in(columns: Collection[int]) -> Counter[Place]:
    return Counter({Place(*place): n for *place, n in IN_COLUMNS.rows(sorted(columns))})


def _places_of_people(columns: Collection[int], people: Collection[int]) -> Counter[Place]:
    return Counter(
        {
            Place(column, lane, service, apart, blocked, frozenset([person])): n
            for column, lane, service, apart, blocked, person, n in OF_PEOPLE.rows(
                sorted(columns), sorted(people)
            )
        }
    )
