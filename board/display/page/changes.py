"""The parts of a board's page that are out of date, from the log since the version of the page."""

from functools import cached_property

from board.models import Board, Event, Kind

MANY = 200  # events; a page that is further behind is reloaded

RESHAPING = {
    Kind.BOARD_CHANGED,
    Kind.BOARD_ARCHIVED,
    Kind.BOARD_RESTORED,
    Kind.COLUMN_ADDED,
    Kind.COLUMN_CHANGED,
    Kind.COLUMN_ARCHIVED,
    Kind.LANE_ADDED,
    Kind.LANE_CHANGED,
    Kind.LANE_ARCHIVED,
    *(
        Kind.TEMPLATE_ADDED,
        Kind.TEMPLATE_CHANGED,
        Kind.TEMPLATE_REMOVED,
    ),  # in the fields for a card
}
COUNTING = {
    Kind.LIMIT_ADDED,
    Kind.LIMIT_CHANGED,
    Kind.LIMIT_REMOVED,
    Kind.MEMBER_ADDED,
    Kind.MEMBER_CHANGED,
    Kind.MEMBER_REMOVED,
    Kind.INVITED,
    Kind.INVITATION_WITHDRAWN,
    Kind.LABEL_ADDED,
    Kind.SETTINGS_CHANGED,
    Kind.RECURRENCE_ADDED,
    Kind.RECURRENCE_CHANGED,
    Kind.RECURRENCE_REMOVED,
    Kind.RECURRENCE_WAITS,
}  # they show in the heads and the strip, which every page gets, or not at all


class Changes:
    """The changes of a board after a version, as far as its page shows them."""

    def __init__(self, board: Board, since: int):
        self.board = board
        self.since = since

    @property
    def are_too_many(self) -> bool:
        """Whether the whole page is out of date: another shape, or too many events."""
        if not 0 <= self.board.version - self.since <= MANY:
            return True
        return any(event.kind in RESHAPING or _is_of_faces(event) for event in self._events)

    @property
    def columns(self) -> set[int]:
        """The ids of the columns whose cards have changed."""
        changed: set[int] = set()
        for event in self._events:
            if event.columns is not None:
                changed |= event.columns
            elif event.kind not in COUNTING:
                changed |= set(self.board.shape.columns)
        return changed

    @cached_property
    def _events(self) -> list[Event]:
        return list(self.board.events.since(self.since).select_related("card"))


def _is_of_faces(event: Event) -> bool:
    """Whether a setting was changed that the faces of cards show."""
    of = event.data.get("of")
    return event.kind == Kind.SETTINGS_CHANGED and of in ("batch", "practices")
