from collections import Counter
from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db.models import Count, QuerySet

from board.models.compiled import Compiled
from board.models.limit import Limit
from board.models.place import Place

if TYPE_CHECKING:
    from board.models.board import Board
    from board.models.card import Card, CardQuerySet


class Tally:
    """How many cards of a board are in each kind of place, and how many each person has there.

    Read in one statement for the cards and one for the people. It has as many rows as there are
    different places, so it does not grow with the cards.
    """

    def __init__(self, cards: Counter[Place], people: Counter[Place]):
        self.cards = cards
        self.people = people

    @classmethod
    def of(
        cls,
        board: "Board",
        limits: Collection[Limit],
        people: Collection[int],
        columns: Collection[int] = (),
    ) -> "Tally":
        """What these limits count now, and for these people; and all cards in these columns."""
        together: set[int] = set(columns)
        apart: set[int] = set()
        for limit in limits:
            (apart if limit.each_person else together).update(limit.column_ids)
        return cls(
            cards=_places_in(together) if together else Counter(),
            people=_places_of_people(apart, people) if apart and people else Counter(),
        )

    @classmethod
    def of_all(cls, board: "Board", people: Collection[int] = ()) -> "Tally":
        """What all the columns of the board hold, and what these people have in them."""
        columns = set(board.shape.columns)
        return cls(
            cards=_places_in(columns),
            people=_places_of_people(columns, people) if people else Counter(),
        )

    @classmethod
    def of_cards(cls, cards: "CardQuerySet") -> "Tally":
        """What these cards count for, of however many boards; nothing for each person."""
        return cls(cards=_places(cards), people=Counter())

    def count(self, limit: Limit, person_id: int | None = None) -> int:
        """How many cards count at this limit (for this person)."""
        places = self.people if limit.each_person else self.cards
        return sum(n for place, n in places.items() if limit.counts(place, person_id))

    def in_column(self, column_id: int) -> tuple[int, int]:
        """The cards in a column: those that limits count there, and those apart from limits."""
        counted = apart = 0
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
        cards.on_the_board().treated().values_list(*_PLACE).annotate(number=Count("pk")).order_by()
    )


IN_COLUMNS = Compiled(
    lambda columns: _by_place(apps.get_model("board.Card").objects.in_columns(columns))
)


OF_PEOPLE = Compiled(
    lambda columns, people: (
        apps.get_model("board.Card")
        .objects.on_the_board()
        .in_columns(columns)
        .treated()
        .filter(assignees__in=people)
        .values_list(*_PLACE, "assignees")
        .annotate(number=Count("pk"))
        .order_by()
    )
)


def _places(cards: "CardQuerySet") -> Counter[Place]:
    return Counter({Place(*place): n for *place, n in _by_place(cards)})


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
