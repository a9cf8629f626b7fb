"""The face of a card: what the board shows of it, and its drawing."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy

from board.display.fact import Fact, Facts, facts_of
from board.display.page.drawn_face import drawn
from board.models import Card, Column, Service
from board.models.card.queries import FaceRow
from board.sql.compiled import Compiled

if TYPE_CHECKING:
    from board.display.page.sight import Sight
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


class Who(NamedTuple):
    """Somebody who works on a card."""

    short_name: str
    initials: str


class Obstacle(NamedTuple):
    """The reason of a block, and its days, both ends counted."""

    reason: str
    days: int

    @classmethod
    def since(
        cls, moment: datetime | None, reason: str | None, board: "Board"
    ) -> "Obstacle | None":
        """None if no day of the block counts, as on a weekend."""
        today = board.day_of(timezone.now())
        days = board.calendar.days(board.day_of(moment), today) if moment else None
        return cls(reason or "", days) if days else None


class PassedRule(NamedTuple):
    """Why a card was let past a limit, and by whom; by nobody if the board had to."""

    reason: str
    by: Who | None


class Scenarios(NamedTuple):
    """How many scenarios of a card hold; `most` is the maximum that it is past before it starts."""

    done: int
    all: int
    most: int | None = None


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
    override: PassedRule | None
    comments: int
    scenarios: Scenarios | None
    facts: tuple[Fact, ...]  # what apps say of it
    may_be_moved: bool  # by the viewer of the page

    @property
    def is_standard(self) -> bool:
        return self.service == Service.STANDARD

    @property
    def has_foot(self) -> bool:
        facts = self.due_on or self.labels or self.people or self.comments or self.scenarios
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
    board: "Board", seen: Iterable[tuple[Any, ...]], sight: "Sight | None" = None
) -> list[Face]:
    """The faces of cards that were `seen()`, in a number of statements that no card adds to.

    `sight` knows the team, or asks for it if it is asked.
    """
    return _Artist(board, [FaceRow(*row) for row in seen], sight).faces


def drawn_together(faces: Iterable[Face]) -> SafeString:
    """Their pieces of the page, one behind the other."""
    language = get_language()
    return SafeString("".join(drawn(face, language) for face in faces))


def face_of(card: Card) -> Face:
    """The face of one card, read again."""
    [face] = faces(card.board, SEEN.rows(card.board.pk, [card.number]))
    return face


class _Artist:
    """Knows what the faces of a board are drawn with, each read once."""

    def __init__(self, board: "Board", rows: list[FaceRow], sight: "Sight | None"):
        self.board = board
        self.rows = rows
        self.today = board.day_of(timezone.now())
        self._calendar = board.calendar
        self._sight = sight

    @property
    def faces(self) -> list[Face]:
        return [self._face(row) for row in self.rows]

    def _face(self, seen: FaceRow) -> Face:
        column = self._columns[seen.column]
        service_class = self.board.shape.service_classes[seen.service_class]
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
            service=service_class.kind,
            service_name=service_class.name,
            age=age,
            heat=sum(age >= days for days in self._paces[column.pk]) if age else 0,
            took=self._days(start, end) if start and end else None,
            finished_on=end,
            due_on=seen.due_on,
            is_due_soon=seen.due_on is not None and (seen.due_on - self.today).days <= 7,
            labels=tuple(_known(self._labels, seen.labels)) if seen.labels else (),
            people=tuple(_known(self._people, seen.people)),
            block=Obstacle.since(seen.blocked_at, seen.blocked_because, self.board),
            override=self._passage(seen),
            comments=seen.comments,
            scenarios=self._scenarios(seen, column),
            facts=tuple(self._facts.get(seen.number, ())),
            may_be_moved=self.board.may_be_changed,
        )

    def _scenarios(self, seen: FaceRow, column: Column) -> Scenarios | None:
        if not seen.scenarios:
            return None
        rule = self.board.batch
        is_large = not column.is_started and rule.is_on and rule.most_scenarios is not None
        most = rule.most_scenarios if is_large else None
        past = most is not None and seen.scenarios > most
        return Scenarios(seen.scenarios_done, seen.scenarios, most if past else None)

    def _passage(self, seen: FaceRow) -> PassedRule | None:
        if seen.let_in_because is None:
            return None
        return PassedRule(seen.let_in_because, self._people.get(seen.let_in_by or 0))

    def _days(self, start: date, end: date) -> int | None:
        """Both ends counted, of the days that count here."""
        return self._calendar.days(start, end)

    def _day(self, moment: datetime | None) -> date | None:
        return self.board.day_of(moment) if moment else None

    @cached_property
    def _facts(self) -> Facts:
        return facts_of(self.board, self.rows)

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
        return {label.pk: label.name for label in self.board.shape.labels.values()}

    @cached_property
    def _people(self) -> dict[int, Who]:
        """Everybody on these cards, by name."""
        asked = {pk for row in self.rows for pk in [*row.people, row.let_in_by] if pk}
        team = self._sight.team if self._sight and asked else []
        people = {person.pk: person for person in team}
        people |= self.board.people_by_id(asked - set(people))
        return {pk: Who(person.short_name, person.initials) for pk, person in people.items()}


def _known(things: Mapping[int, Any], asked: list[int]) -> list[Any]:
    """Return the asked things, in the order of the mapping."""
    if len(asked) < 2:
        return [things[pk] for pk in asked]
    return [thing for pk, thing in things.items() if pk in asked]
