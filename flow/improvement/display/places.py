"""The places that the cards of actions would get: a hint, without the lock."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from board.display.page.gate import Gate
from board.models import Board, Card, Column, Mode
from board.models.card.place import Place
from board.models.limit.gate import PlaceChange, violations
from board.models.limit.tally import Tally


@dataclass(frozen=True)
class QueuePlace:
    """The queue column that takes one more card, and its gate with that card in it."""

    column: Column
    gate: Gate

    @property
    def slots(self) -> list[str]:
        """Each place behind the gate: taken, new, or free."""
        before = self.gate.count - 1
        return [
            "new" if place == before else "taken" if taken else "free"
            for place, taken in enumerate(self.gate.places)
        ]


def queue_places(board: Board, how_many: int) -> list[QueuePlace | None]:
    """Return the places for this many new cards, one after the other; None: no column has room.

    They go as `Board.queue_card` puts them: into the last queue column that has room. Limits of
    each person are not asked, since nobody is named yet.
    """
    shape, tally = board.shape, Tally.of_all(board)
    limits = [each for each in shape.limits if each.mode != Mode.WARN and not each.each_person]
    queues = [column for column in shape.columns.values() if not column.is_started]
    changes: list[PlaceChange] = []
    places: list[QueuePlace | None] = []
    for _nth in range(how_many):
        for column in reversed(queues):
            change = _entering(board, column)
            if not violations(board, limits, [*changes, change], tally):
                changes.append(change)
                places.append(QueuePlace(column, _gate(board, column, changes, tally)))
                break
        else:
            places.append(None)
    return places


def _entering(board: Board, column: Column) -> PlaceChange:
    first_class = board.shape.first_service_class
    place = Place(
        column.pk,
        board.shape.usual_lane.pk,
        first_class.pk,
        first_class.apart_from_limits,
        False,
        frozenset(),
    )
    return PlaceChange(Card(board=board), None, place)


def _gate(board: Board, column: Column, changes: list[PlaceChange], tally: Tally) -> Gate:
    count, apart = tally.in_column(column.pk)
    limit = board.shape.own_limit(column)
    new = sum(1 for each in _into(changes, column))
    if limit is None:
        return Gate(count + new, apart)
    return replace(Gate(tally.count(limit), apart, limit.maximum), count=tally.count(limit) + new)


def _into(changes: list[PlaceChange], column: Column) -> Iterator[PlaceChange]:
    return (each for each in changes if each.after and each.after.column_id == column.pk)
