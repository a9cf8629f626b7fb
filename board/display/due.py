"""The due cards of a board, by day: a list, a month, and the cards at risk."""

from calendar import Calendar as Weeks
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from board.display.page.face import SEEN, Face, faces
from board.models import Board

MOST = 500  # cards of a page
YEARS = (1990, 9990)  # which may be asked for


@dataclass(frozen=True)
class DueCard:
    """A card that is due, where it is, and why it may be late."""

    face: Face
    column: str
    risks: tuple[str, ...]

    @property
    def is_at_risk(self) -> bool:
        return bool(self.risks)


@dataclass(frozen=True)
class DueDay:
    """A day and what is due on it."""

    day: date
    cards: list[DueCard]
    days_left: int  # 0 is today, less than 0 is overdue
    is_of_month: bool = True

    @property
    def is_today(self) -> bool:
        return self.days_left == 0

    @property
    def words(self) -> str:
        """tomorrow; in 5 days; 2 days ago"""
        left = self.days_left
        if left in (-1, 0, 1):
            return {-1: _("yesterday"), 0: _("today"), 1: _("tomorrow")}[left]
        if left > 0:
            return ngettext("in %(n)d day", "in %(n)d days", left) % {"n": left}
        return ngettext("%(n)d day ago", "%(n)d days ago", -left) % {"n": -left}


class DueDates:
    """The open cards of a board that have a due day, in a number of statements that none adds to.

    With a month, those of its weeks only.
    """

    def __init__(self, board: Board, month: date | None = None):
        self.board = board
        self.today = board.day_of(timezone.now())
        self.month = month

    @cached_property
    def days(self) -> list[DueDay]:
        """The days on which something is due, the first first."""
        return [self._day(day, cards) for day, cards in sorted(self._by_day.items())]

    @cached_property
    def weeks(self) -> list[list[DueDay]]:
        """The weeks of the month, each from Monday to Sunday."""
        assert self.month
        weeks = Weeks().monthdatescalendar(self.month.year, self.month.month)
        return [[self._day(day, self._by_day.get(day, [])) for day in week] for week in weeks]

    @property
    def at_risk(self) -> list[DueCard]:
        return [card for day in self.days for card in day.cards if card.is_at_risk]

    @property
    def rest(self) -> int:
        """How many are due later than those that are shown."""
        return max(self._number - MOST, 0)

    @property
    def previous(self) -> date:
        assert self.month
        return (self.month - timedelta(days=1)).replace(day=1)

    @property
    def next(self) -> date:
        assert self.month
        return (self.month + timedelta(days=32)).replace(day=1)

    @property
    def expected(self) -> int | None:
        """Within how many days a card is expected to finish once it is started."""
        return self.board.sle_days

    def _day(self, day: date, cards: list[DueCard]) -> DueDay:
        is_of_month = self.month is None or (day.month == self.month.month)
        return DueDay(day, cards, (day - self.today).days, is_of_month)

    @cached_property
    def _due(self) -> dict[int, date]:
        """The day of each card that is shown, by its number."""
        due = self.board.cards.kept().on_the_board().due()
        if self.month:
            weeks = Weeks().monthdatescalendar(self.month.year, self.month.month)
            due = due.filter(due_on__range=(weeks[0][0], weeks[-1][-1]))
        rows = list(due.values_list("number", "due_on")[: MOST + 1])
        self._number = due.count() if len(rows) > MOST else len(rows)
        return {number: day for number, day in rows[:MOST] if day}

    _number = 0

    @cached_property
    def _by_day(self) -> dict[date, list[DueCard]]:
        due = self._due
        seen = {}
        if due:
            rows = SEEN.rows(self.board.pk, list(due))
            seen = {face.number: face for face in faces(self.board, rows)}
        by_day: defaultdict[date, list[DueCard]] = defaultdict(list)
        for number, day in due.items():
            if face := seen.get(number):
                column = self.board.shape.columns[face.column_id]
                by_day[day].append(DueCard(face, column.name, tuple(self._risks(face, day))))
        return by_day

    def _risks(self, face: Face, day: date) -> Iterator[str]:
        """Why the card may be late: overdue, blocked, or fewer days than cards are expected to take."""
        if day < self.today:
            yield _("overdue")
            return
        if face.block:
            days = face.block.days
            words = ngettext("blocked for %(n)d day", "blocked for %(n)d days", days)
            yield words % {"n": days}
        left = self.board.calendar.days(self.today, day) or 0
        need = self.board.sle_days
        if need and face.age and need - face.age + 1 > left:
            words = ngettext(
                "%(age)d day old of the %(need)d that are expected",
                "%(age)d days old of the %(need)d that are expected",
                face.age,
            )
            yield words % {"age": face.age, "need": need}
        elif need and not face.age and need > left:
            words = _("not started, and expected to take %(need)d days")
            yield words % {"need": need}


def month_of(typed: str, today: date) -> date:
    """The first day of a month that is written 2026-12; of this month for what is odd."""
    year, _dash, month = typed.partition("-")
    is_written = len(typed) == 7 and typed.isascii() and year.isdecimal() and month.isdecimal()
    if is_written and int(month) in range(1, 13) and int(year) in range(*YEARS):
        return date(int(year), int(month), 1)
    return today.replace(day=1)
