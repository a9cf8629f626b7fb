"""The face of a card: what the board shows of it, and its drawing."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy

from board.display.drawing import drawn
from board.models import Card, Column, Label, Person, Role, Service
from board.models.compiled import Compiled
from board.models.sifting import Seen

if TYPE_CHECKING:
    from board.models import Board

HEATS = [
    gettext_lazy("old"),
    gettext_lazy("old, past the 50 % pace"),
    gettext_lazy("old, past the 70 % pace"),
    gettext_lazy("old, past the 85 % pace"),
    gettext_lazy("old, past the 95 % pace"),
]

SEEN = Compiled(
    lambda board, numbers: Card.objects.filter(board=board).numbered(numbers).seen().order_by()
)
LABELS = Compiled(lambda board: Label.objects.filter(board=board))


class Who(NamedTuple):
    """Somebody who works on a card."""

    short_name: str
    initials: str


class Obstacle(NamedTuple):
    """What a card waits for, and for how many days, both ends counted."""

    reason: str
    days: int


class Passage(NamedTuple):
    """Why a card was let past a limit, and by whom; by nobody if the board had to."""

    reason: str
    by: Who | None


class Face(NamedTuple):
    """All that is drawn of a card, as plain values: equal faces look the same."""

    key: str
    number: int
    version: int
    title: str
    board_key: str
    column_id: int
    lane_id: int
    style: str  # how much room it takes: full, or brief before it is started, or a done line
    service: str
    service_name: str
    age: int | None
    heat: int  # how many thresholds of its column's pace the age has reached: 0 to 4
    took: int | None  # cycle time in days, both ends counted
    finished_on: date | None
    due_on: date | None
    is_due_soon: bool
    labels: tuple[str, ...]
    people: tuple[Who, ...]
    block: Obstacle | None
    override: Passage | None
    comments: int
    may_be_moved: bool  # by whoever looks

    @property
    def is_standard(self) -> bool:
        return self.service == Service.STANDARD

    @property
    def has_foot(self) -> bool:
        facts = self.due_on or self.labels or self.people or self.comments
        return self.style != "done" and bool(facts)

    @property
    def heat_words(self) -> str:
        """How its age compares with the pace of its column."""
        return str(HEATS[self.heat])

    @property
    def blocked_days(self) -> int:
        return self.block.days if self.block else 0

    @property
    def drawn(self) -> SafeString:
        """Its piece of the page, drawn once for as long as nothing of it changes."""
        return drawn(self, get_language())


def faces(
    board: "Board", seen: Iterable[tuple[Any, ...]], team: Iterable[Person] = ()
) -> list[Face]:
    """The faces of cards that were `seen()`, in a number of statements that no card adds to.

    `team` are people that are known already.
    """
    return _Artist(board, [Seen(*row) for row in seen], team).faces


def drawn_together(faces: Iterable[Face]) -> SafeString:
    """Their pieces of the page, one behind the other."""
    language = get_language()
    return SafeString("".join(drawn(face, language) for face in faces))


def face_of(card: Card) -> Face:
    """The face of one card, read anew."""
    [face] = faces(card.board, SEEN.rows(card.board.pk, [card.number]))
    return face


class _Artist:
    """Knows what the faces of a board are drawn with, each read once."""

    def __init__(self, board: "Board", rows: list[Seen], team: Iterable[Person]):
        self.board = board
        self.rows = rows
        self.today = board.day_of(timezone.now())
        self._calendar = board.calendar
        self._team = {person.pk: person for person in team}

    @property
    def faces(self) -> list[Face]:
        return [self._face(row) for row in self.rows]

    def _face(self, seen: Seen) -> Face:
        column = self._columns[seen.column]
        treated = self.board.shape.service_classes[seen.service_class]
        start, end = self._day(seen.started_at), self._day(seen.finished_at)
        age = self._days(start, self.today) if start and not end else None
        return Face(
            f"{self.board.key}-{seen.number}",
            seen.number,
            seen.version,
            seen.title,
            self.board.key,
            seen.column,
            seen.lane,
            style="done" if column.is_done else "full" if column.is_started else "brief",
            service=treated.kind,
            service_name=treated.name,
            age=age,
            heat=sum(age >= days for days in self._paces[column.pk]) if age else 0,
            took=self._days(start, end) if start and end else None,
            finished_on=end,
            due_on=seen.due_on,
            is_due_soon=seen.due_on is not None and (seen.due_on - self.today).days <= 7,
            labels=tuple(_known(self._labels, seen.labels)) if seen.labels else (),
            people=tuple(_known(self._people, seen.people)),
            block=self._obstacle(seen),
            override=self._passage(seen),
            comments=seen.comments,
            may_be_moved=self.board.role != Role.VIEWER,
        )

    def _obstacle(self, seen: Seen) -> Obstacle | None:
        since = self._day(seen.blocked_at)
        days = self._days(since, self.today) if since else None
        return Obstacle(seen.blocked_because or "", days) if days else None

    def _passage(self, seen: Seen) -> Passage | None:
        if seen.let_in_because is None:
            return None
        return Passage(seen.let_in_because, self._people.get(seen.let_in_by or 0))

    def _days(self, start: date, end: date) -> int | None:
        """Both ends counted, of the days that count here."""
        return self._calendar.days(start, end)

    def _day(self, moment: datetime | None) -> date | None:
        return self.board.day_of(moment) if moment else None

    @cached_property
    def _columns(self) -> dict[int, Column]:
        """The columns of the board; and what is archived, if a card was left there."""
        here = self.board.shape.columns
        gone = {row.column for row in self.rows} - set(here)
        return here | self.board.columns.in_bulk(gone) if gone else here

    @cached_property
    def _paces(self) -> dict[int, tuple[int, ...]]:
        return {pk: column.pace or () for pk, column in self._columns.items()}

    @cached_property
    def _labels(self) -> dict[int, str]:
        return {label.pk: label.name for label in LABELS.objects(self.board.pk)}

    @cached_property
    def _people(self) -> dict[int, Who]:
        """Everybody on these cards, by name."""
        people = self._team
        asked = {pk for row in self.rows for pk in [*row.people, row.let_in_by] if pk}
        people = people | self.board.people_by_id(asked - set(people))
        return {pk: Who(person.short_name, person.initials) for pk, person in people.items()}


def _known(things: Mapping[int, Any], asked: list[int]) -> list[Any]:
    """What is asked for, in the order of the things."""
    if len(asked) < 2:
        return [things[pk] for pk in asked]
    return [thing for pk, thing in things.items() if pk in asked]
