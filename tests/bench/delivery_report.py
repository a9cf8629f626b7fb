"""What `make bench` prints of delivery: deliveries accepted and applied, a long history, its figures."""

import hmac
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.test import Client

from board.models import Board, Person
from flow.delivery.applying import apply_all, learn
from flow.delivery.facts import ToldDeployment, ToldFacts
from flow.delivery.gitlog import changes_in
from flow.delivery.models import Component, Delivery, Door, Repository, Team
from flow.delivery.readings import Delivered, DeliveryScope
from flow.metrics.reports.window import DayWindow
from tests.bench import measures, server
from tests.bench.boards import COLUMNS
from tests.bench.database import freshen
from tests.bench.history import MEASURED
from tests.bench.measures import QUICK
from tests.bench.report import line

CHANGES = 20_000 if QUICK else 100_000
DEPLOYMENTS = CHANGES // 20
QUEUED = 2_000 if QUICK else 10_000
REQUESTS = 2_000
TRIES = 5
EVERY = timedelta(minutes=15)  # from change to change


def report(url: str) -> None:
    """Accept, apply, read a log of many changes, and ask for the five measures of it."""
    lead = Person.objects.create_user("deliverer@example.org", name="Deliverer")
    print()
    line("deliveries", "Sluice", "target")
    _accepted(url, _repository("DEL", lead))
    _queued(_repository("QUE", lead))
    _history(url, _repository("HIS", lead), lead)


def _repository(key: str, lead: Person) -> Repository:
    board = Board.make(f"Delivery {key}", key=key, by=lead, columns=COLUMNS)
    name = f"acme/{key.lower()}"
    repository = Repository.connect(board, provider="github", name=name, by=lead)
    team = Team.make(board, "Harbour")
    for component in ("web", "api"):
        Component.make(repository, component, paths=[f"{component}/**"], team=team)
    apply_all(repository.pk)
    return repository


def _accepted(url: str, repository: Repository) -> None:
    """Signed pushes of one commit, on a connection that is kept."""
    requests = [_hook(repository, nth) for nth in range(REQUESTS)]
    with server.running(url) as ports:
        pace = measures.one_user(ports.web, requests, 202)
    line("a signed push accepted, p50", f"{pace.p50:.1f} ms", "<= 20 ms")


def _queued(repository: Repository) -> None:
    before = "0" * 40
    rows = []
    for nth in range(QUEUED):
        body = json.dumps(_push(nth, before)).encode()
        before = _sha(nth)
        rows.append(
            Delivery(repository=repository, door=Door.GITHUB, key=str(nth), event="push", body=body)
        )
    Delivery.objects.bulk_create(rows, batch_size=1_000)
    began = time.perf_counter()
    apply_all(repository.pk)
    took = time.perf_counter() - began
    states = set(Delivery.objects.of(repository).values_list("state", "why"))
    assert states == {("applied", "")}, states
    line(f"{QUEUED:,} deliveries that were queued, applied", f"{took:.1f} s", "")
    line("  deliveries a second", f"{QUEUED / took:,.0f}", "")


def _history(url: str, repository: Repository, lead: Person) -> None:
    print()
    line(f"a log of {CHANGES:,} changes, {DEPLOYMENTS:,} deployments", "Sluice", "target")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "log")
        path.write_text("".join(_log()))
        began = time.perf_counter()
        told = sum(1 for _change in changes_in(path.read_text().split("\n")))
        line("reading alone, commits a second", f"{_rate(told, began):,.0f}", ">= 20,000")
        began = time.perf_counter()
        command = [sys.executable, "manage.py", "import_git", repository.name, str(path)]
        kilobytes = subprocess.run(
            [sys.executable, "-c", MEASURED, *command],
            cwd=settings.BASE_DIR,
            env=server.environment(url),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            check=True,
        ).stdout
        line("import_git, commits a second", f"{_rate(told, began):,.0f}", "")
        line("  memory at its peak", f"{int(kilobytes) // 1024} MB", "bounded")
        line("  the log itself", f"{path.stat().st_size // 2**20} MB", "")
    began = time.perf_counter()
    learn(
        repository,
        [ToldFacts(deployments=list(_deployments()))],
        received_at=datetime.now(UTC),
        is_history=True,
    )
    line("all deployments learned", f"{time.perf_counter() - began:.1f} s", "")
    freshen()
    window = DayWindow.of(repository.board, days=28)
    scope = DeliveryScope(repository.board)
    _p50("the five measures of 28 days", lambda: Delivered(scope, window).measures, "<= 50 ms")
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(lead)
    page = f"/boards/{repository.board.key}/delivery/"
    _p50("the page of delivery", lambda: _seen(client, page), "")
    nth = CHANGES
    times = []
    for _ in range(TRIES):
        body = json.dumps(_push(nth, _sha(nth - 1))).encode()
        Delivery.receive(repository, Door.GITHUB, key=str(nth), event="push", body=body)
        nth += 1
        began = time.perf_counter()
        apply_all(repository.pk)
        times.append(time.perf_counter() - began)
    line("one more push applied, p50", f"{statistics.median(times) * 1000:.0f} ms", "")


def _seen(client: Client, page: str) -> None:
    answer = client.get(page)
    assert answer.status_code == 200, answer.status_code


def _p50(name: str, ask: Callable[[], object], target: str) -> None:
    ask()
    times = []
    for _ in range(TRIES):
        began = time.perf_counter()
        ask()
        times.append(time.perf_counter() - began)
    line(f"{name}, p50", f"{statistics.median(times) * 1000:.0f} ms", target)


def _rate(told: int, began: float) -> float:
    return told / (time.perf_counter() - began)


def _sha(nth: int) -> str:
    return f"{nth + 1:08x}".ljust(40, "0")


def _begin() -> datetime:
    return datetime.now(UTC).replace(microsecond=0) - CHANGES * EVERY


def _path(nth: int, file: int) -> str:
    return f"{('web', 'api')[nth % 2]}/part_{nth % 97}/{file}.py"


def _push(nth: int, before: str) -> dict:
    commit = {
        "id": _sha(nth),
        "message": f"Change {nth}",
        "timestamp": datetime.now(UTC).isoformat(),
        "author": {"email": "deliverer@example.org"},
        "added": [],
        "removed": [],
        "modified": [_path(nth, 1)],
    }
    return {
        "ref": "refs/heads/main",
        "before": before,
        "after": commit["id"],
        "commits": [commit],
        "repository": {"default_branch": "main"},
    }


def _hook(repository: Repository, nth: int) -> str:
    body = json.dumps(_push(nth, "0" * 40))
    signed = hmac.new(repository.secret.encode(), body.encode(), sha256).hexdigest()
    return (
        f"POST /api/v1/hooks/github/{repository.handle} HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        f"X-GitHub-Event: push\r\nX-Hub-Signature-256: sha256={signed}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n{body}"
    )


def _log() -> Iterator[str]:
    """The last commit first, as git writes it."""
    begin = _begin()
    for nth in reversed(range(CHANGES)):
        at = (begin + nth * EVERY).isoformat()
        parent = f" {_sha(nth - 1)}" if nth else ""
        files = "".join(
            f"{nth % 30}\t{nth % 7}\t{_path(nth, file)}\n" for file in range(1 + nth % 4)
        )
        yield (
            f"commit {_sha(nth)}{parent}\nAuthor:     Ada <ada@example.org>\nAuthorDate: {at}\n"
            f"Commit:     Ada <ada@example.org>\nCommitDate: {at}\n\n    Change {nth}\n\n"
            f"    Why it is so, in a sentence or two that a commit has.\n\n{files}\n"
        )


def _deployments() -> Iterator[ToldDeployment]:
    begin = _begin()
    for nth in range(DEPLOYMENTS):
        last = min(CHANGES - 1, (nth + 1) * CHANGES // DEPLOYMENTS)
        yield ToldDeployment(
            id=str(nth),
            environment="production",
            sha=_sha(last),
            status="succeeded",
            component=("web", "api")[nth % 2],
            finished_at=begin + last * EVERY + timedelta(minutes=1),
        )
