"""A real stream process on the database of this test run, and pages that listen to it."""

import http.client
import json
import os
import socket
import subprocess
import sys
import threading
import time
from contextlib import suppress
from queue import Empty, Queue

import pytest
from django.conf import settings
from django.db import connection
from psycopg.conninfo import make_conninfo

from board.live import tickets
from board.models import Board, Person
from tests.tree import ROOT

STREAM = """
import os, uvicorn
from config.live import application
uvicorn.run(application(os.environ["STREAM_URL"]), port=int(os.environ["STREAM_PORT"]),
            timeout_graceful_shutdown=3, access_log=False, log_level="warning")
"""


class Stream:
    """A stream process that can be stopped and started again on its port."""

    def __init__(self, database: str):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.database = database
        self.process: subprocess.Popen | None = None

    @property
    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def start(self) -> None:
        environ = os.environ | {"STREAM_URL": self.database, "STREAM_PORT": str(self.port)}
        self.process = subprocess.Popen([sys.executable, "-c", STREAM], cwd=ROOT, env=environ)
        for _ in range(200):
            with suppress(OSError):
                asking = http.client.HTTPConnection("127.0.0.1", self.port, timeout=1)
                asking.request("GET", "/live/healthz")
                if asking.getresponse().status == 200:
                    return
            time.sleep(0.05)
        raise RuntimeError("the stream did not start")

    def stop(self, signal: int) -> float:
        """End it with this signal; returns the seconds that it took."""
        began = time.monotonic()
        self.process.send_signal(signal)
        self.process.wait(timeout=15)
        return time.monotonic() - began


class Page:
    """What a page hears."""

    def __init__(self, port: int, ticket: str):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        self.connection.request("GET", f"/live/?ticket={ticket}")
        self.answer = self.connection.getresponse()
        self.heard: Queue = Queue()
        self.ended = threading.Event()
        if self.answer.status == 200:
            self.listening = threading.Thread(target=self._listen, daemon=True)
            self.listening.start()
        else:
            self.connection.close()

    def _listen(self) -> None:
        event = ""
        try:
            for raw in self.answer:
                line = raw.decode().strip()
                if line.startswith("event:"):
                    event = line.removeprefix("event:").strip()
                elif line.startswith("data:"):
                    self.heard.put((event, json.loads(line.removeprefix("data:"))))
        except (OSError, http.client.HTTPException, ValueError):
            pass  # the stream was cut, as some tests do
        self.ended.set()

    def next(self, seconds: float = 5) -> dict:
        """The next change; fails if there is none in time."""
        try:
            event, data = self.heard.get(timeout=seconds)
        except Empty:
            pytest.fail(f"the page heard nothing for {seconds} s")
        assert event == "changed", event
        return data

    def close(self) -> None:
        if self.answer.status == 200:
            with suppress(OSError, AttributeError):  # it may be closed already
                self.connection.sock.shutdown(socket.SHUT_RDWR)
            self.listening.join(5)
        self.connection.close()


@pytest.fixture
def ada(transactional_db) -> Person:
    return Person.objects.create_user("ada@example.org", name="Ada")


@pytest.fixture
def board(ada) -> Board:
    columns = [("Ideas", "queue"), ("Build", "active"), ("Done", "done")]
    return Board.make("Harbour", key="SLU", by=ada, columns=columns)


@pytest.fixture(scope="session")
def one_stream(django_db_setup):
    database = make_conninfo(settings.LISTEN_URL, dbname=connection.settings_dict["NAME"])
    stream = Stream(database)
    yield stream
    if stream.is_running:
        stream.process.kill()
        stream.process.wait()


@pytest.fixture
def stream(one_stream):
    """The stream process; a test may stop it, the next one starts it again."""
    if not one_stream.is_running:
        one_stream.start()
    return one_stream


@pytest.fixture
def listen(stream):
    pages = []

    def to(board: Board, ticket: str | None = None) -> Page:
        pages.append(Page(stream.port, ticket or tickets.issue(board.pk)))
        return pages[-1]

    yield to
    for page in pages:
        page.close()
