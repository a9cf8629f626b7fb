"""What `make bench` prints of alerts: many boards with much work in progress, looked over."""

import statistics
import time
from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from board.models import Arrival, Board, Person, Visit
from flow.alerts.models import Alert, Watch
from flow.alerts.models.watch import boards_to_look_at
from flow.alerts.scans import scan
from flow.metrics.ledger.rebuilds import rebuild
from tests.bench.boards import COLUMNS
from tests.bench.database import freshen
from tests.bench.measures import QUICK
from tests.bench.report import line

BOARDS = 20 if QUICK else 200
STARTED = 50  # cards on each
A_MIDNIGHT = "a midnight: find the boards and look them over"


def report() -> None:
    """Look all over for the first time, when nothing has crossed anything, and with new facts."""
    lead = Person.objects.create_user("watcher@example.org", name="Watcher")
    boards = [_board(number, lead) for number in range(BOARDS)]
    freshen()
    print()
    line(f"{BOARDS * STARTED:,} started cards on {BOARDS} boards", "Sluice", "target")
    _look(boards, "raise all alerts for the first time")
    line("alerts raised", f"{Alert.objects.count():,}", "")
    Watch.objects.update(day=timezone.now().date() - timedelta(days=1))
    _look(boards, A_MIDNIGHT)
    began = time.perf_counter()
    assert not boards_to_look_at()
    line("a round when nothing has happened", f"{(time.perf_counter() - began) * 1000:.1f} ms", "")


def _look(boards: list[Board], name: str) -> None:
    seconds, asked = [], []
    began = time.perf_counter()
    due = boards_to_look_at()
    assert {board.pk for board in boards} <= {*due}
    for pk in due:
        at = time.perf_counter()
        with CaptureQueriesContext(connection) as statements:
            scan(pk)
        seconds.append(time.perf_counter() - at)
        asked.append(len(statements))
    line(name, f"{time.perf_counter() - began:.1f} s", "<= 60 s")
    line("  one board, p50", f"{statistics.median(seconds) * 1000:.1f} ms", "")
    line("  statements for a board, at most", f"{max(asked)}", "<= 30")


def _board(number: int, lead: Person) -> Board:
    """Half of its cards are older than the pace of their column."""
    board = Board.make(f"Watched {number}", key=f"W{number}", by=lead, columns=COLUMNS)
    build = board.columns.get(name="Build").set_pace([3, 5, 8, 13], by=lead)
    now = timezone.now()
    arrivals = []
    for nth in range(STARTED):
        at = now - timedelta(days=nth % 16)
        arrivals.append(Arrival(str(nth), f"Card {nth}", [Visit(build, at)], at))
    board.take_in(arrivals, source="bench", by=lead)
    rebuild(board.pk)
    return board
