from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """All that a limit asks of a card: its column and lane, its class of service, its people.

    A card that is not on the board (not made yet, archived) has no place: None.
    """

    column_id: int
    lane_id: int
    service_class_id: int
    apart: bool  # its class of service does not count for columns, lanes and the board
    blocked: bool
    people: frozenset[int] = frozenset()
