"""The terminal of `make run` is for people: one line of plain words for what somebody did."""

import json

import pytest

from local.run.printer import plain


def line(**facts) -> str:
    usual = {"time": "2026-11-30T08:00:00.000+00:00", "level": "info", "logger": "sluice.request"}
    return json.dumps(usual | {"request_id": "0123456789abcdef"} | facts)


def test_a_request_is_said_in_words():
    said = plain(line(message="GET /boards/SLU/", status=200, milliseconds=12.3))
    assert said == "GET /boards/SLU/ 200, 12.3 ms"


def test_a_warning_says_so_with_its_traceback():
    said = plain(line(message="No mail today", level="error", exception="Traceback: it broke"))
    assert said == "error: No mail today \nTraceback: it broke"


@pytest.mark.parametrize(
    "left_out",
    [
        {"message": "GET an unknown address", "status": 200},
        {"message": "GET an unknown address", "status": 304},
        {"message": "GET /healthz", "status": 200},
        {"message": "Task board.tasks.x succeeded", "logger": "celery.app.trace"},
        {"message": "Uvicorn running on http://127.0.0.1:41089", "logger": "uvicorn.error"},
        {"message": "Listening at: http://127.0.0.1:8000", "logger": "_granian"},
        {"message": "celery@here ready.", "logger": "celery.apps.worker"},
    ],
)
def test_what_nobody_asked_for_is_left_out(left_out):
    assert plain(line(**left_out)) is None


def test_what_went_wrong_is_never_left_out():
    assert plain(line(message="GET an unknown address", status=404)) is not None
    assert plain(line(message="Task x failed", logger="celery.app.trace", level="error"))


@pytest.mark.parametrize("text", ["no JSON", "[1]", '{"no": "message"}', '"words"', ""])
def test_a_line_that_is_no_event_is_shown_as_it_is(text):
    assert plain(text) == text
