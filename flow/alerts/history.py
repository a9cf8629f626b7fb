"""How often each rule would have alerted in the last month, by today's paces and this history.

What the history does not keep cannot be told: due dates that were changed, and since when a limit
was over. Of the limits, what was really alerted is counted.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.db.models import Q

from board.calendar import Calendar
from board.models import Block, Board, Override, Stay
from flow.alerts.board_now import workflow_columns
from flow.alerts.kinds import further
from flow.alerts.models import Alert
from flow.alerts.models.rule import Rule
from flow.alerts.rules import AlertKind
from flow.metrics.models import Passage

A_MONTH = 30  # complete days, and today


class Past:
    """The last month of a board, held against rules."""

    def __init__(self, board: Board, now: datetime) -> None:
        self.board = board
        self.calendar: Calendar = board.calendar
        self.today = board.day_of(now)
        self.first = self.today - timedelta(A_MONTH)
        self.since = now - timedelta(A_MONTH)

    def counts(self, rules: dict[str, Rule]) -> dict[str, int]:
        """Return how often each of these rules would have raised an alert, without unknown ones."""
        days = {kind: rule.days or 0 for kind, rule in rules.items()}
        counts = Counter[AlertKind]()
        for kind in (*self._of_age(), *self._of_stays(days[AlertKind.STILL])):
            counts[kind] += 1
        return {
            AlertKind.EXPECTED: counts[AlertKind.EXPECTED],
            AlertKind.BLOCKED: sum(self._of_blocks(days[AlertKind.BLOCKED])),
            AlertKind.AGING: counts[AlertKind.AGING],
            AlertKind.OVER: Alert.objects.of(self.board)
            .filter(**self._raised(AlertKind.OVER))
            .count(),
            AlertKind.OVERRIDDEN: Override.objects.filter(
                card__board=self.board, by__isnull=False, at__gte=self.since
            ).count(),
            AlertKind.STILL: counts[AlertKind.STILL],
            AlertKind.WATCH: counts[AlertKind.WATCH],
            **self._of_apps(),
        }

    def _of_apps(self) -> dict[str, int]:
        """Of the kinds that apps add, what was really alerted."""
        kinds = further(self.board)
        raised = Alert.objects.of(self.board).filter(kind__in=kinds, raised_at__gte=self.since)
        counts = Counter(raised.values_list("kind", flat=True)) if kinds else Counter()
        return {name: counts[name] for name in kinds}

    def _raised(self, kind: AlertKind) -> dict[str, object]:
        return {"kind": kind, "raised_at__gte": self.since}

    def _counts(self, day: date, end: date | None) -> bool:
        """Whether a threshold that is reached on this day was reached in the month, before the end."""
        return self.first <= day <= self.today and (end is None or day <= end)

    def _of_age(self) -> Iterator[AlertKind]:
        """By each passage of the month: the expectation, and the pace of each column it was in."""
        expected = self.board.sle_days
        for passage in self._passages:
            end = passage.finished_on or passage.abandoned_on
            if expected and self._counts(self._at_age(passage, expected + 1), end):
                yield AlertKind.EXPECTED
            for stay in self._stays.get(passage.card_id, ()):
                pace = self.board.shape.columns[stay.column_id].pace
                left = self.board.day_of(stay.left_at) if stay.left_at else None
                entered = self.board.day_of(stay.entered_at)
                if pace is None or entered < passage.started_on or (end and entered > end):
                    continue
                reached = [max(self._at_age(passage, pace[place]), entered) for place in (0, 2)]
                if reached[0] < reached[1] and self._counts(reached[0], left):
                    yield AlertKind.WATCH
                if self._counts(reached[1], left):
                    yield AlertKind.AGING

    def _of_stays(self, days: int) -> Iterator[AlertKind]:
        for stays in self._stays.values():
            for stay in stays:
                left = self.board.day_of(stay.left_at) if stay.left_at else None
                if self._counts(
                    self.calendar.after(self.board.day_of(stay.entered_at), days), left
                ):
                    yield AlertKind.STILL

    def _of_blocks(self, days: int) -> Iterator[bool]:
        lately = Q(unblocked_at=None) | Q(unblocked_at__gte=self.since)
        blocks = Block.objects.filter(lately, card__board=self.board).order_by()
        for at, until in blocks.values_list("blocked_at", "unblocked_at"):
            day = self.calendar.after(self.board.day_of(at), days)
            yield self._counts(day, self.board.day_of(until) if until else None)

    def _at_age(self, passage: Passage, age: int) -> date:
        return self.calendar.after(passage.started_on, age - 1)

    @property
    def _passages(self) -> list[Passage]:
        lately = Q(finished_on=None) | Q(finished_on__gte=self.first)
        left = Q(abandoned_on=None) | Q(abandoned_on__gte=self.first)
        return list(Passage.objects.filter(lately, left, board=self.board).order_by())

    @property
    def _stays(self) -> dict[int, list[Stay]]:
        """The stays of the month in columns in progress, by card; read once."""
        if "stays" not in self.__dict__:
            lately = Q(left_at=None) | Q(left_at__gte=self.since)
            columns = [pk for pk in workflow_columns(self.board) if pk in self.board.shape.columns]
            stays = Stay.objects.counted().filter(lately, column__in=columns)
            by_card: dict[int, list[Stay]] = {}
            for stay in stays.filter(card__archived_at=None):
                by_card.setdefault(stay.card_id, []).append(stay)
            self.__dict__["stays"] = by_card
        return self.__dict__["stays"]
