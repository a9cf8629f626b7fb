"""Logs are JSON, one event a line, and tell which request or task they belong to."""

import json
import logging

import pytest
from django.urls import reverse

from config.health import heartbeat
from config.logs import AskedFor, JsonLines, NotAllDay, request_id
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


@pytest.mark.parametrize(
    ("asked_by", "level", "is_told"),
    [("task", logging.INFO, False), ("request", logging.INFO, True), ("task", logging.ERROR, True)],
)
def test_a_task_that_beat_asked_for_is_told_only_if_it_failed(asked_by, level, is_told):
    record = logging.makeLogRecord({"levelno": level, "args": {"id": "task"}})
    token = request_id.set(asked_by)
    assert AskedFor().filter(record) is is_told
    request_id.reset(token)


@pytest.mark.parametrize(
    ("address", "is_told"),
    [("version", False), ("presence", False), ("attend-standup", False), ("board", True)],
)
def test_what_an_open_page_asks_by_itself_is_not_told(
    browser_of, grace, board, lines, address, is_told
):
    logging.getLogger("sluice.request").addFilter(quiet := NotAllDay())
    try:
        browser = browser_of(grace)
        ask = browser.post if address == "attend-standup" else browser.get
        assert ask(reverse(address, args=[board.key])).status_code < 400
    finally:
        logging.getLogger("sluice.request").removeFilter(quiet)
    assert bool([line for line in lines() if line["logger"] == "sluice.request"]) is is_told


def test_what_goes_wrong_is_told_however_often_it_is_asked(browser_of, sam, board, lines):
    browser_of(sam).get(reverse("version", args=[board.key]))
    (line,) = [line for line in lines() if line["logger"] == "sluice.request"]
    assert line["status"] == 404
    assert "is_asked_all_day" not in line


def ends_of_tasks(log):
    told = [json.loads(line) for line in log.read_text().splitlines() if line[:1] == "{"]
    return [line["request_id"] for line in told if "succeeded" in line["message"]]
