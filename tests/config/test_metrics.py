"""Prometheus reads the numbers of all processes of a host, and nobody else reads them."""

import http.client
import os
import signal
import subprocess
import sys
from contextlib import suppress
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connection

from board.live import tickets
from board.models import Board, Notice, Person
from tests.cast import COLUMNS
from tests.config.test_security import PRODUCTION, in_production
from tests.patience import eventually
from tests.ports import free_port

ON = {"METRICS_FROM": "127.0.0.0/8"}


def production(**more: str) -> dict[str, str]:
    """The environment of a production set-up on the services of the tests."""
    database = urlsplit(settings.DATABASE_URL)._replace(path=f"/{connection.settings_dict['NAME']}")
    return (
        {"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "config.settings", "HTTPS": "false"}
        | PRODUCTION
        | {"DATABASE_URL": database.geturl(), "BROKER_URL": settings.BROKER_URL}
        | {"CACHE_URL": settings.CACHE_URL}
        | more
    )


def run(module: str, *words: str, **environment: str) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "-m", module, *words],
        cwd=settings.BASE_DIR,
        env=production(**environment),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


class Web:
    """Granian with two workers, as the Procfile runs it."""

    def __init__(self, **environment: str) -> None:
        self.port = free_port()
        how = ["--interface", "wsgi", "--workers", "2", "--blocking-threads", "2"]
        how += ["--workers-kill-timeout", "10"]  # as systemd does it on a host
        self.process = run(
            "config.web", *how, "--port", str(self.port), "config.wsgi:application", **environment
        )
        eventually(lambda: self.status("/healthz") == 200, within=120)

    def get(self, path: str, **headers: str) -> tuple[int, str]:
        asking = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        asking.request("GET", path, headers={"Host": "sluice.example", **headers})
        answer = asking.getresponse()
        body = answer.read().decode()
        asking.close()
        return answer.status, body

    def status(self, path: str) -> int | None:
        with suppress(OSError):
            return self.get(path)[0]
        return None

    def numbers(self) -> dict[str, float]:
        status, body = self.get("/metrics", Host="10.1.2.3:8000")
        assert status == 200
        lines = (line for line in body.splitlines() if not line.startswith("#"))
        return {name: float(value) for name, value in (line.rsplit(" ", 1) for line in lines)}

    def stop(self) -> None:
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(20)


@pytest.fixture
def web(transactional_db):
    served = Web(**ON)
    yield served
    served.stop()


ASKED = 'sluice_requests_total{code="302",method="GET",route="boards/<key:key>/"}'


def test_the_numbers_of_all_workers_are_added_up(web):
    ada = Person.objects.create_user("ada@example.org")
    Board.make("Harbour", key="SLU", by=ada, columns=COLUMNS)
    Notice.objects.create(to="a@example.org", subject="A", state="failed")
    for _ in range(20):
        assert web.get("/boards/SLU/")[0] == 302
    asked = [web.numbers() for _ in range(6)]  # whichever worker answers
    assert {numbers[ASKED] for numbers in asked} == {20}
    found = asked[-1]
    assert found["sluice_request_seconds_count"] >= 20
    assert found['sluice_outbox_notices{state="failed"}'] == 1
    assert found['sluice_outbox_oldest_seconds{state="failed"}'] >= 0
    assert found["sluice_digest_boards_behind"] == 1
    assert found["sluice_digest_lag_seconds"] > 0
    assert found["sluice_queue_tasks"] >= 0
    assert found["sluice_database_up"] == found["sluice_broker_up"] == 1


def test_workers_and_streams_of_the_host_count_too(web, board, ada):
    port = free_port()
    key = {"SECRET_KEY": settings.SECRET_KEY} | ON  # tickets are signed by it
    worker = run("celery", "--app", "config", "worker", "--concurrency", "1", **ON)
    live = run("uvicorn", "config.live:app", "--port", str(port), **key)
    page = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    ticket = {"Authorization": f"Ticket {tickets.issue(board.pk, ada.pk)}"}

    def listens() -> bool:
        with suppress(OSError):
            page.close()
            page.request("GET", "/live/", headers=ticket)
            return page.getresponse().status == 200
        return False

    try:
        eventually(listens, within=120)
        eventually(lambda: web.numbers().get("sluice_streams") == 1, within=60)
        beat = 'sluice_tasks_total{state="SUCCESS",task="config.health.heartbeat"}'
        eventually(lambda: web.numbers().get(beat, 0) >= 1, within=120)
        page.close()
        eventually(lambda: web.numbers().get("sluice_streams") == 0, within=60)
    finally:
        for process in (worker, live):
            process.terminate()
        for process in (worker, live):
            process.wait(30)


def test_what_ran_before_does_not_count_any_more(web):
    web.get("/boards/SLU/")
    assert web.numbers()[ASKED] == 1
    web.stop()
    web.__init__(**ON)
    assert ASKED not in web.numbers()


def test_who_is_not_named_finds_nothing(transactional_db):
    served = Web(METRICS_FROM="10.0.0.0/8")
    try:
        assert served.status("/metrics") == 404
    finally:
        served.stop()


def test_nothing_is_imported_for_what_is_off():
    code = (
        "import sys; from config import wsgi; from config import live;"
        "heavy = ('prometheus_client', 'opentelemetry.exporter', 'opentelemetry.instrumentation',"
        " 'sentry_sdk', 'config.metrics', 'config.traces', 'config.error_reports');"
        "print(json.dumps([name for name in sys.modules if name.startswith(heavy)]))"
    )
    assert in_production(code) == []


def test_a_board_tells_its_moves_refusals_and_waits(board, full_review, card_in, build, ada):
    from board import meter  # noqa: PLC0415
    from board.models import WipLimitReached  # noqa: PLC0415

    class Heard(meter.Meter):
        def __init__(self):
            self.kinds, self.codes, self.waits = [], [], []

        def happened(self, kinds):
            self.kinds += kinds

        def refused(self, refusal):
            self.codes.append(refusal.code)

        def waited(self, seconds):
            self.waits.append(seconds)

    heard, before = Heard(), meter.meter
    card = card_in(build)
    meter.measure_with(heard)
    try:
        card.move_to(board.columns.get(name="Done"), by=ada)
        with pytest.raises(WipLimitReached):
            card_in(full_review)
    finally:
        meter.measure_with(before)
    assert (heard.kinds, heard.codes) == (["moved"], ["wip_limit_reached"])
    assert len(heard.waits) >= 2
    assert all(seconds >= 0 for seconds in heard.waits)
