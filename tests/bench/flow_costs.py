"""What flow costs on a long history: counted anew, after one move, at night, and each question."""

import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from board.models import Board, Card, Person
from flow.metrics.ledger import digests, nights, rebuilds
from flow.metrics.models import Cursor
from flow.metrics.reports import Flow
from tests.bench import by_numpy, measures
from tests.bench.by_numpy import Stays

TRIES = 5 if measures.QUICK else 15
MOVES = 5 if measures.QUICK else 20  # cards, each to and fro
A_DAY = 50  # cards that are reopened and finished again


@dataclass(frozen=True)
class Answer:
    """A question of the 90-day window: how long flow and numpy take, and whether they agree."""

    name: str
    flow: float  # p50 in milliseconds
    numpy: float
    agree: bool


def rebuild(board: Board) -> float:
    """Seconds to count everything from nothing."""
    return _seconds(lambda: rebuilds.rebuild(board.pk))


def digest(board: Board, by: Person) -> measures.Pace:
    """How long it takes to digest one move."""
    cards = list(board.columns.get(name="Build").cards.on_the_board()[:MOVES])
    moves = _to_and_fro(board, by, cards, ("Review", "Build"))
    seconds = [_seconds(lambda: digests.catch_up(board.pk)) for _moved in moves]
    return measures.Pace.of(seconds)


def night(board: Board, by: Person) -> float:
    """Seconds of the nightly task, after a day that was digested as it went by."""
    cards = list(board.columns.get(name="Done").cards.newest_first()[:A_DAY])
    for _moved in _to_and_fro(board, by, cards, ("Build", "Done")):
        pass
    digests.catch_up(board.pk)
    yesterday = board.day_of(board.made_at) - timedelta(days=1)
    Cursor.objects.filter(board=board).update(reconciled_on=yesterday)
    return _seconds(lambda: nights.reconcile(board.pk))


def answers(board: Board) -> list[Answer]:
    """Each question, asked of flow and of numpy."""
    stays, window = Stays.of(board), Flow(board).window
    first, last = by_numpy.number_of(window.first), by_numpy.number_of(window.last)
    today = by_numpy.number_of(Flow(board).today)
    numpys: dict[str, Callable[[], Any]] = {
        "cycle time": lambda: by_numpy.cycle_times(stays, first, last),
        "throughput": lambda: by_numpy.throughput(stays, first, last),
        "CFD": lambda: by_numpy.cfd(stays, first, last),
        "WIP": lambda: by_numpy.wip(stays, first, last),
        "flow efficiency": lambda: by_numpy.efficiency(stays, first, last),
        "pace": lambda: by_numpy.pace(stays, first, last),
        "aging": lambda: by_numpy.ages(stays, today),
        "how many in 30 days": lambda: by_numpy.how_many(stays, first, last),
        "blocked, by reason": lambda: by_numpy.blocked(stays, first, last),
    }
    flows = {name: lambda ask=ask: ask(Flow(_fresh(board))) for name, ask in ASKED.items()}
    return [
        Answer(name, _p50(flows[name]), _p50(numpys[name]), flows[name]() == numpys[name]())
        for name in ASKED
    ]


def _cycle_times(flow: Flow) -> list[float]:
    found = flow.cycle_times()
    return [found.count, round(found.mean or 0, 6), *found.percentiles.values()]


ASKED: dict[str, Callable[[Flow], Any]] = {
    "cycle time": _cycle_times,
    "throughput": lambda flow: flow.throughput().counts,
    "CFD": lambda flow: [line.counts for line in flow.cfd().lines],
    "WIP": lambda flow: [day.wip for day in flow.wip()],
    "flow efficiency": lambda flow: round(flow.efficiency().value or 0, 6),
    "pace": lambda flow: [list(column.measured or ()) for column in flow.pace().columns],
    "aging": lambda flow: [card.age for card in flow.aging()],
    "how many in 30 days": lambda flow: list(flow.how_many(30).answers.values()),
    "blocked, by reason": lambda flow: [
        [each.times, each.cards, round(each.blocked.total_seconds())] for each in flow.blocked()
    ],
}


def _to_and_fro(
    board: Board, by: Person, cards: list[Card], names: tuple[str, str]
) -> Iterator[Card]:
    """Each of these cards into the first column, then all of them into the other."""
    for column in (board.columns.get(name=name) for name in names):
        for card in cards:
            yield card.move_to(column, by=by)


def _fresh(board: Board) -> Board:
    """As a request finds it: nothing is read yet."""
    return Board.objects.get(pk=board.pk)


def _p50(ask: Callable[[], Any]) -> float:
    ask()
    return statistics.median(_seconds(ask) for _ in range(TRIES)) * 1000


def _seconds(do: Callable[[], object]) -> float:
    began = time.perf_counter()
    do()
    return time.perf_counter() - began
