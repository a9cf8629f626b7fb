"""What `make bench` prints of delivery: deliveries accepted and applied, a long history, its figures."""

import hmac
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.test import Client

from board.models import Board, Person
from flow.delivery.facts import DeliveryFacts, DeploymentFacts
from flow.delivery.gitlog import changes_in
from flow.delivery.judgements import report_incident
from flow.delivery.learn import learn
from flow.delivery.models import Component, Delivery, Door, Repository, Team
from flow.delivery.queue import apply_all
from flow.delivery.readings import Delivered, DeliveryScope
from flow.metrics.reports.window import DayWindow
from tests.bench import measures, server
from tests.bench.boards import COLUMNS
from tests.bench.database import freshen
from tests.bench.history import MEASURED
from tests.bench.measures import QUICK
from tests.bench.report import line

SIZES = (2_000, 20_000) if QUICK else (10_000, 100_000)  # changes; a 20th as many deployments
QUEUED = 2_000 if QUICK else 10_000
REQUESTS = 2_000
TRIES = 5
A_DEPLOYMENT = 20  # changes
TWO = {"web": "web/**", "api": "api/**"}  # components with their paths
ONE = {"harbour": "**"}
EVERY = timedelta(minutes=15)  # from change to change


def report(url: str) -> None:
    """Accept, apply, read a log of many changes, and ask for the five measures of it."""
    lead = Person.objects.create_user("deliverer@example.org", name="Deliverer")
    print()
    line("deliveries", "Sluice", "target")
    _accepted(url, _repository("DEL", lead))
    _queued(_repository("QUE", lead))
    few, many = (_history(url, _repository(f"HIS{size}", lead, ONE), lead, size) for size in SIZES)
    print()
    line(f"{SIZES[1]:,} changes against {SIZES[0]:,}", "Sluice", "target")
    for name in many:
        line(name, f"{many[name] / few[name]:.2f}x", "")


def _repository(key: str, lead: Person, components: Mapping[str, str] = TWO) -> Repository:
    board = Board.make(f"Delivery {key}", key=key, by=lead, columns=COLUMNS)
    name = f"acme/{key.lower()}"
    repository = Repository.connect(board, provider="github", name=name, by=lead)
    team = Team.make(board, "Harbour")
    for component, path in components.items():
        Component.make(repository, component, paths=[path], team=team)
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


def _history(url: str, repository: Repository, lead: Person, changes: int) -> dict[str, float]:
    """What was measured, in seconds, by name."""
    deployments = changes // A_DEPLOYMENT
    print()
    line(f"a log of {changes:,} changes, {deployments:,} deployments", "Sluice", "target")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "log")
        path.write_text("".join(_log(changes)))
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
        [DeliveryFacts(deployments=list(_deployments(changes)))],
        received_at=datetime.now(UTC),
        is_history=True,
    )
    line("all deployments learned", f"{time.perf_counter() - began:.1f} s", "")
    freshen()
    board, found = repository.board, {}
    window, scope = DayWindow.of(board, days=28), DeliveryScope(board)
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(lead)
    page = f"/boards/{board.key}/delivery/"

    def after_a_delivery() -> None:
        repository.raise_version()
        _seen(client, page)

    for name, ask, target in (
        (
            "the five measures of 28 days, p50",
            lambda: Delivered(scope, window).measures,
            "<= 50 ms",
        ),
        ("the page of delivery, p50", lambda: _seen(client, page), "<= 50 ms"),
        ("  the first time after a delivery, p50", after_a_delivery, ""),
    ):
        found[name] = _p50(name, ask, target)
    board.create_card("No fares", column=next(iter(board.shape.columns.values())), by=lead)
    found |= _one_more(repository, changes)
    return found


def _one_more(repository: Repository, changes: int) -> dict[str, float]:
    """A push for a card, its deployment, an incident with that card: beside all that is there."""
    component, card = repository.components.get(), repository.board.cards.get()
    times: dict[str, list[float]] = {"push": [], "deployment": [], "incident": []}
    for nth in range(changes, changes + TRIES):
        body = json.dumps(_push(nth, _sha(nth - 1), card.key)).encode()
        Delivery.receive(repository, Door.GITHUB, key=str(nth), event="push", body=body)
        times["push"].append(_took(lambda: apply_all(repository.pk)))
        body = json.dumps(_deployed(nth)).encode()
        Delivery.receive(repository, Door.DEPLOYMENTS, key=str(nth), body=body)
        times["deployment"].append(_took(lambda: apply_all(repository.pk)))
        times["incident"].append(
            _took(
                lambda nth=nth: report_incident(
                    component,
                    title="No fares",
                    detected_at=datetime.now(UTC),
                    caused_by=str(nth),
                    card=card,
                )
            )
        )
    states = set(repository.deliveries.values_list("state", "why"))
    assert states == {("applied", "")}, states
    found = {}
    for noun, took in times.items():
        name = f"one more {noun} applied, p50"
        found[name] = statistics.median(took)
        line(name, f"{found[name] * 1000:.0f} ms", "")
    return found


def _took(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def _seen(client: Client, page: str) -> None:
    answer = client.get(page)
    assert answer.status_code == 200, answer.status_code


def _p50(name: str, ask: Callable[[], object], target: str) -> float:
    ask()
    times = []
    for _ in range(TRIES):
        began = time.perf_counter()
        ask()
        times.append(time.perf_counter() - began)
    p50 = statistics.median(times)
    line(name, f"{p50 * 1000:.0f} ms", target)
    return p50


def _rate(told: int, began: float) -> float:
    return told / (time.perf_counter() - began)


def _sha(nth: int) -> str:
    return f"{nth + 1:08x}".ljust(40, "0")


def _begin(changes: int) -> datetime:
    return datetime.now(UTC).replace(microsecond=0) - changes * EVERY


def _path(nth: int, file: int) -> str:
    return f"{('web', 'api')[nth % 2]}/part_{nth % 97}/{file}.py"


def _push(nth: int, before: str, card: str = "") -> dict:
    commit = {
        "id": _sha(nth),
        "message": f"{card} Change {nth}".strip(),
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


def _deployed(nth: int) -> dict:
    return {
        "id": str(nth),
        "component": "harbour",
        "environment": "production",
        "sha": _sha(nth),
        "status": "success",
        "finished_at": datetime.now(UTC).isoformat(),
    }


def _hook(repository: Repository, nth: int) -> str:
    body = json.dumps(_push(nth, "0" * 40))
    signed = hmac.new(repository.secret.encode(), body.encode(), sha256).hexdigest()
    return (
        f"POST /api/v1/hooks/github/{repository.handle} HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        f"X-GitHub-Event: push\r\nX-Hub-Signature-256: sha256={signed}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n{body}"
    )


def _log(changes: int) -> Iterator[str]:
    """The last commit first, as git writes it."""
    begin = _begin(changes)
    for nth in reversed(range(changes)):
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


def _deployments(changes: int) -> Iterator[DeploymentFacts]:
    begin = _begin(changes)
    for nth in range(changes // A_DEPLOYMENT):
        last = min(changes - 1, (nth + 1) * A_DEPLOYMENT)
        yield DeploymentFacts(
            id=str(nth),
            environment="production",
            sha=_sha(last),
            status="succeeded",
            component="harbour",
            finished_at=begin + last * EVERY + timedelta(minutes=1),
        )
