"""What `make bench` prints of flow: a long history taken in, counted, and asked."""

from board.models import Person
from tests.bench import flow_costs, history, log
from tests.bench.database import freshen
from tests.bench.measures import QUICK
from tests.bench.report import line, ms

CARDS = 20_000 if QUICK else 200_000
SHORTER = CARDS // 10


def report(url: str) -> None:
    lead = Person.objects.create_user("historian@example.org", name="Historian")
    print()
    line(f"a log of {CARDS:,} cards, {log.REOPENED:.0%} reopened", "Sluice", "target")
    taken = history.take_in(url, lead, "LONG", CARDS)
    line(f"import: {taken.rows:,} rows", f"{taken.rate:,.0f}/s", ">= 50,000/s")
    line("import beside a bare COPY of the same rows", f"{taken.times_bare:.1f}x as long", "")
    line("memory of the import at its peak", f"{taken.megabytes} MB", "")
    history.block_some(taken.board)
    line("count everything anew", f"{flow_costs.rebuild(taken.board):.1f} s", "<= 60 s")
    freshen()
    _asked(taken)
    line("digest of one move, p50", ms(flow_costs.digest(taken.board, lead)), "<= 10 ms")
    _night(url, lead, taken)


def _asked(taken: history.Taken) -> None:
    print()
    line("90 days, p50; beside numpy, all in memory", "Sluice", "target", "numpy")
    for answer in flow_costs.answers(taken.board):
        word = "equal" if answer.agree else "OTHER NUMBERS"
        told = (f"{answer.flow:.1f} ms", "<= 50 ms", f"{answer.numpy:.1f} ms, {word}")
        line(answer.name, *told)
    print()


def _night(url: str, lead: Person, long: history.Taken) -> None:
    """The same day on a short and on a long history."""
    short = history.take_in(url, lead, "SHORT", SHORTER)
    flow_costs.rebuild(short.board)
    freshen()
    nights = {taken.rows: flow_costs.night(taken.board, lead) for taken in (short, long)}
    for rows, seconds in nights.items():
        name = f"a night: {flow_costs.A_DAY} cards, history of {rows:,}"
        line(name, f"{seconds * 1000:.0f} ms", "")
    few, many = nights.values()
    line("a night with ten times the history", f"{many / few:.2f}x", "about 1x")
