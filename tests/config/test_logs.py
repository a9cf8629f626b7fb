"""Logs are JSON, one event a line, and tell which request or task they belong to."""

import json
import logging

import pytest

from config.health import heartbeat
from config.logs import JsonLines, request_id
from tests.patience import eventually


@pytest.fixture
def lines(caplog):
    """What has been logged so far, as it would stand on stdout."""
    caplog.set_level(logging.INFO)
    form = JsonLines()
    caplog.handler.setFormatter(form)
    return lambda: [json.loads(line) for line in caplog.text.splitlines()]


def test_a_request_is_one_line_with_what_was_asked_and_answered(client, lines):
    client.get("/healthz?token=secret")
    (line,) = lines()
    assert (line["message"], line["status"], line["level"]) == ("GET /healthz", 200, "info")
    assert line["milliseconds"] >= 0
    assert "secret" not in json.dumps(line)


def test_a_request_gets_an_id_that_is_logged_and_answered(client, lines):
    answer = client.get("/healthz")
    (line,) = lines()
    assert line["request_id"] == answer["X-Request-ID"]
    assert client.get("/healthz")["X-Request-ID"] != answer["X-Request-ID"]


def test_a_valid_id_from_outside_is_kept(client):
    answer = client.get("/healthz", headers={"X-Request-ID": "proxy-0123456789"})
    assert answer["X-Request-ID"] == "proxy-0123456789"


@pytest.mark.parametrize("forged", ["", "short", 'a"b' * 5, "x" * 65, "two words here", "ä" * 10])
def test_an_id_that_could_forge_a_line_is_replaced(client, forged):
    answer = client.get("/healthz", headers={"X-Request-ID": forged})
    assert answer["X-Request-ID"] != forged


def test_a_message_of_several_lines_and_its_traceback_stay_on_one_line(lines):
    try:
        raise ValueError("first\nsecond")
    except ValueError:
        logging.getLogger("sluice").exception("It broke\nbadly", extra={"card": "SLU-1"})
    (line,) = lines()
    assert line["message"] == "It broke\nbadly"
    assert line["card"] == "SLU-1"
    assert "ValueError: first" in line["exception"]


def test_a_task_is_logged_under_the_request_that_asked_for_it(worker, worker_log):
    token = request_id.set("asked-by-a-request")
    heartbeat.delay()
    request_id.reset(token)
    assert eventually(lambda: "asked-by-a-request" in ends_of_tasks(worker_log))


def ends_of_tasks(log):
    told = [json.loads(line) for line in log.read_text().splitlines() if line[:1] == "{"]
    return [line["request_id"] for line in told if "succeeded" in line["message"]]
