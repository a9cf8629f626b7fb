"""The cards, the days and the moment that questions to a board's flow are about."""

from datetime import date, datetime
from functools import cached_property

from django.db.models import QuerySet
from django.utils import timezone

from board.calendar import Calendar
from board.models import Board, Column
from flow.metrics.definitions.daily import Daily
from flow.metrics.definitions.workflow import Workflow
from flow.metrics.ledger.card_facts import counted_workflow_of
from flow.metrics.models import Cursor, Passage
from flow.metrics.models.passage import PassageQuerySet
from flow.metrics.reports.daily import daily_of
from flow.metrics.reports.window import NO_FILTERS, DayWindow, Filters


class Selection:
    """Some cards of a board in a window, and how current the facts about them are.

    `now` is the clock; what is asked about work in progress is asked of that moment, whatever the
    window.
    """

    def __init__(
        self,
        board: Board,
        window: DayWindow | None = None,
        filters: Filters = NO_FILTERS,
        now: datetime | None = None,
    ) -> None:
        self.board = board
        self.now = now or timezone.now()
        self.window = window or DayWindow.of(board, now=self.now)
        self.filters = filters

    @property
    def today(self) -> date:
        """By the clock of the board."""
        return self.board.day_of(self.now)

    @cached_property
    def as_of(self) -> int | None:
        """The version of the board whose facts these are; None if they were never counted."""
        return Cursor.objects.filter(board=self.board).values_list("version", flat=True).first()

    @cached_property
    def calendar(self) -> Calendar:
        """The days that count."""
        return self.board.calendar

    @cached_property
    def workflow(self) -> Workflow:
        """The columns under which the facts were counted: numbers and names of one moment."""
        return counted_workflow_of(self.board)

    @property
    def _passages(self) -> PassageQuerySet:
        return Passage.objects.filter(self.filters.of_passages, board=self.board)

    @cached_property
    def _columns(self) -> "QuerySet[Column]":
        return self.board.columns.all()

    def _daily(self, window: DayWindow, filters: Filters | None = None) -> Daily:
        return daily_of(self.board, self.workflow, window, filters or self.filters)
