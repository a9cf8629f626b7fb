"""Pages that listen to the stream."""

import http.client
import json
import socket
import threading
from contextlib import suppress
from queue import Empty, Queue

import pytest

from board.live import tickets
from board.models import Board, Person


class Page:
    """What a page hears."""

    def __init__(self, port: int, ticket: str):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        headers = {"Authorization": f"Ticket {ticket}", "Origin": "http://elsewhere.example"}
        self.connection.request("GET", "/live/", headers=headers)
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


@pytest.fixture
def listen(stream):
    pages = []

    def to(board: Board, ticket: str | None = None, by: Person | None = None) -> Page:
        person = by.pk if by else board.memberships.values_list("person", flat=True)[0]
        pages.append(Page(stream.port, ticket or tickets.issue(board.pk, person)))
        return pages[-1]

    yield to
    for page in pages:
        page.close()
