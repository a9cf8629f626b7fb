"""The real process tells open pages at once that their flags changed."""

import json
import signal
import time
from http.client import HTTPConnection

import pytest

from flow.flags.models import FlagToken
from tests.flow.flags.server.client import Asking


class Listening:
    """A page that listens: `listening.next()` is the next event."""

    def __init__(self, port: int, path: str):
        self.connection = HTTPConnection("127.0.0.1", port, timeout=20)
        self.connection.request("GET", path)
        self.answer = self.connection.getresponse()

    def next(self) -> dict[str, str] | None:
        """None when the stream has ended."""
        for line in self.answer:
            if line.startswith(b"data: "):
                return json.loads(line.removeprefix(b"data: "))
        return None


def stream_of(asking: Asking) -> str | None:
    """The path of the stream that the answer for all flags names."""
    said = asking.ask("/v1/evaluate/flags")[1]
    if "eventStreams" not in said:
        return None
    [stream] = said["eventStreams"]
    assert stream["type"] == "sse"
    return stream["endpoint"]["requestUri"]


@pytest.fixture
def path(server, board, token_of, make_flag) -> str:
    make_flag("seen", public=True)
    return stream_of(Asking(server.port, token_of(board, public=True)))


def test_each_change_of_its_environment_is_told_and_no_other(
    server, board, path, state_of, make_flag, grace
):
    page = Listening(server.port, path)
    assert page.answer.status == 200
    assert page.answer.headers["Content-Type"].startswith("text/event-stream")
    assert page.answer.headers["Access-Control-Allow-Origin"] == "*"
    first = page.next()
    flag = make_flag("other", public=True)
    second = page.next()
    state_of(flag, "staging").switch(by=grace, enabled=True)
    began = time.monotonic()
    state_of(flag).switch(by=grace, enabled=True, rollout=100, reason="Test")
    third = page.next()
    assert time.monotonic() - began < 5
    assert {each["type"] for each in (first, second, third)} == {"refetchEvaluation"}
    assert len({each["etag"] for each in (first, second, third)}) == 3
    again = Listening(server.port, path)
    assert again.next() == third


def test_only_a_public_token_has_a_stream(server, board, path, token_of):
    assert stream_of(Asking(server.port, token_of(board))) is None
    for wrong in (f"/ofrep/v1/streams/{'0' * 64}", "/ofrep/v1/streams/", f"{path}0"):
        assert Listening(server.port, wrong).answer.status == 404
    connection = HTTPConnection("127.0.0.1", server.port, timeout=10)
    connection.request("POST", path, b"{}")
    assert connection.getresponse().status == 405


def test_the_stream_of_a_revoked_token_ends(server, board, path):
    page = Listening(server.port, path)
    page.next()
    FlagToken.objects.get(environment__board=board, public=True).revoke()
    assert page.next() is None
    assert Listening(server.port, path).answer.status == 404


def test_open_streams_do_not_keep_the_process_alive(server, path):
    pages = [Listening(server.port, path) for _ in range(5)]
    assert all(page.next() for page in pages)
    server.process.send_signal(signal.SIGTERM)
    server.process.wait(10)
    assert [page.next() for page in pages] == [None] * 5
