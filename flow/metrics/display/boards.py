"""The flow of all boards of a person, by name: each is held against itself, never against others."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count
from django.utils import timezone

from board.display.page.overview import overview
from board.models import Board
from flow.metrics.display import spark
from flow.metrics.models import Passage
from flow.metrics.reports import DayWindow
from flow.metrics.reports.weekly import summed, weeks


@dataclass(frozen=True)
class BoardFlowRow:
    """A board: `past` is how many cards in progress are older than what is expected of them."""

    board: Board
    wip: int
    throughput: int
    past: int
    over: int
    points: str
    weekly: list[int]


def rows(boards: Iterable[Board]) -> list[BoardFlowRow]:
    """A row for each board, in as many statements for one as for all."""
    boards = list(boards)
    over = {
        row.board.pk: sum(1 for _column, gate in row.gates if gate.over) for row in overview(boards)
    }
    going = _by_board(Passage.objects.in_progress().filter(board__in=boards), "started_on")
    windows = {board.pk: _counted(board) for board in boards}
    first = min((window.first for window in windows.values()), default=date.max)
    ended = Passage.objects.filter(board__in=boards, finished_on__gte=first)
    finished = _by_board(ended, "finished_on")
    return [
        _row(board, going.get(board.pk, {}), finished.get(board.pk, {}), windows[board.pk], over)
        for board in boards
    ]


Days = dict[date, int]


def _row(
    board: Board, started: Days, finished: Days, window: DayWindow, over: dict[int, int]
) -> BoardFlowRow:
    calendar, today = board.calendar, board.day_of(timezone.now())
    within = {day: cards for day, cards in finished.items() if window.first <= day <= window.last}
    weekly = summed(weeks(window), sorted(within), [within[day] for day in sorted(within)])
    past = sum(
        cards
        for day, cards in started.items()
        if board.sle_days and (calendar.days(day, today) or 0) > board.sle_days
    )
    return BoardFlowRow(
        board,
        wip=sum(started.values()),
        throughput=sum(within.values()),
        past=past,
        over=over[board.pk],
        points=spark.points(weekly),
        weekly=weekly,
    )


def _counted(board: Board) -> DayWindow:
    return DayWindow.of(board).counted(board.calendar)


def _by_board(passages, day: str) -> dict[int, Days]:
    by_board: dict[int, Days] = {}
    for board, on, cards in passages.order_by().values_list("board", day).annotate(Count("pk")):
        by_board.setdefault(board, {})[on] = cards
    return by_board
