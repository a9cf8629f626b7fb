"""What `make bench` prints of flags: evaluations a second by `wrk`, and what a 304 costs."""

import json
import time
from datetime import timedelta
from http.client import HTTPConnection

from django.utils import timezone

from board.models import Board, Person
from flow.flags.models import Environment, Flag, FlagKind, FlagState, FlagToken
from tests.bench import server, wrk
from tests.bench.boards import COLUMNS
from tests.bench.measures import QUICK
from tests.bench.report import line

SIZES = (10, 1_000) if QUICK else (10, 1_000, 10_000)
CLIENTS = (1, 8, 64)
SECONDS = 2 if QUICK else 5
TRIES = 3
ONE, ALL = "/ofrep/v1/evaluate/flags/flag-0", "/ofrep/v1/evaluate/flags"
BODY = json.dumps({"context": {"targetingKey": "user-1", "plan": "gold"}})


def report(url: str) -> None:
    """One flag of many by 1, 8 and 64 clients; then all of them, which has not changed."""
    print()
    if not wrk.is_here():
        line("flags", "not measured: there is no wrk", "")
        return
    lead = Person.objects.create_user("flags@example.org", name="Flags")
    boards = {size: _board(size, lead) for size in SIZES}
    with server.flags(url) as port:
        for size, (board, secret) in boards.items():
            _measure(port, size, board, secret, lead)


def _measure(port: int, size: int, board: Board, secret: str, lead: Person) -> None:
    line(f"{size:,} flags", "Sluice", "target")
    headers = {"Authorization": f"Bearer {secret}", "Content-Type": "application/json"}
    base = f"http://127.0.0.1:{port}"
    for clients in CLIENTS:
        found = _best(f"{base}{ONE}", headers, clients)
        line(f"  evaluations a second, {clients} clients", f"{found.rate:,.0f}", ">= 3,000")
        line("    p50 / p99", f"{found.p50:.2f} / {found.p99:.2f} ms", "p99 <= 5 ms")
    etag, whole = _all(port, headers)
    line("  all flags for one key, whole", f"{whole * 1000:.1f} ms", "")
    found = _best(f"{base}{ALL}", headers | {"If-None-Match": etag}, 1)
    line("  304 for all flags, p50 / p99", f"{found.p50:.2f} / {found.p99:.2f} ms", "<= 1 ms")
    line(
        "  a switch is answered after", f"{_switch(port, headers, board, lead):.0f} ms", "<= 300 ms"
    )


def _best(url: str, headers: dict[str, str], clients: int) -> wrk.Pace:
    tries = [wrk.pace(url, BODY, headers, SECONDS, clients) for _ in range(TRIES)]
    return max(tries, key=lambda each: each.rate)


def _all(port: int, headers: dict[str, str]) -> tuple[str, float]:
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    best, etag = 60.0, ""
    for _ in range(TRIES):
        began = time.perf_counter()
        connection.request("POST", ALL, BODY, headers)
        answer = connection.getresponse()
        answer.read()
        best, etag = min(best, time.perf_counter() - began), answer.headers["ETag"]
    return etag, best


def _switch(port: int, headers: dict[str, str], board: Board, lead: Person) -> float:
    """From the end of the switch until a client that asks again and again hears of it, in ms."""
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    states = FlagState.objects.filter(environment__production=True)
    state = states.select_related("flag", "environment").get(flag__board=board, flag__key="flag-0")
    state.flag.board = board
    state.switch(by=lead, enabled=False)
    began = time.perf_counter()
    while True:
        connection.request("POST", ONE, BODY, headers)
        if json.loads(connection.getresponse().read())["reason"] == "DISABLED":
            return (time.perf_counter() - began) * 1000


def _board(size: int, lead: Person) -> tuple[Board, str]:
    """So many flags, on for half of all in production; their removal cards are left out."""
    board = Board.make(f"{size} flags", key=f"F{size}", by=lead, columns=COLUMNS)
    environments = Environment.objects.kept_of(board)
    soon = timezone.now().date() + timedelta(days=30)
    flags = Flag.objects.bulk_create(
        Flag(
            board=board,
            key=f"flag-{number}",
            kind=FlagKind.OPS if number % 2 else FlagKind.RELEASE,
            purpose="To be measured",
            owner=lead,
            remove_by=None if number % 2 else soon,
            variants={"on": True, "off": False},
        )
        for number in range(size)
    )
    FlagState.objects.bulk_create(
        [
            FlagState(flag=flag, environment=each, enabled=True, rollout=50)
            for flag in flags
            for each in environments
        ],
        batch_size=5_000,
    )
    [production] = [each for each in environments if each.production]
    return board, FlagToken.issue(board, production, name="bench", by=lead)[1]
