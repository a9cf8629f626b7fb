"""In production every process prints JSON alone, each line with its level and its request."""

import json

import pytest

from config.health import heartbeat
from config.logs import request_id
from tests.patience import eventually
from tests.processes import procfile_process

NOBODY = "redis://127.0.0.1:1/0"


def lines_of(log):
    """Each line that a process printed; what is not JSON is an error."""
    lines = [json.loads(line) for line in log.read_text().splitlines()]
    for line in lines:
        assert {"time", "level", "logger", "message", "request_id"} <= line.keys()
    return lines


@pytest.mark.parametrize("name", ["web", "live", "flags"])
def test_what_answers_prints_json(transactional_db, static_files, tmp_path, name):
    log = tmp_path / f"{name}.log"
    with procfile_process(name, log) as started:
        started.ask("GET", "/boards/nowhere/")
        started.ask("GET", "/live/nowhere")
    assert lines_of(log)


def test_a_worker_prints_json_from_its_beginning_to_its_end(transactional_db, tmp_path):
    log = tmp_path / "worker.log"
    with procfile_process("worker", log):
        eventually(lambda: " ready." in log.read_text())
        token = request_id.set("asked-by-a-request")
        heartbeat.delay()
        request_id.reset(token)
        eventually(lambda: "asked-by-a-request" in log.read_text())
    lines = lines_of(log)
    (told,) = [line for line in lines if line["request_id"] == "asked-by-a-request"]
    assert (told["level"], "succeeded" in told["message"]) == ("info", True)
    assert "worker: Warm shutdown (MainProcess)" in [line["message"] for line in lines]


def test_beat_prints_json(transactional_db, tmp_path):
    """It is quiet when all is well; without a broker it says so."""
    log = tmp_path / "beat.log"
    with procfile_process("beat", log, BROKER_URL=NOBODY):
        eventually(lambda: "Connection error" in log.read_text())
    assert {line["level"] for line in lines_of(log)} == {"error"}


def test_what_is_asked_all_day_leaves_no_line(transactional_db, static_files, tmp_path):
    log = tmp_path / "web.log"
    with procfile_process("web", log) as web:
        for _ in range(3):
            assert web.ask("GET", "/healthz").status == 200
            assert web.ask("GET", "/readyz").status == 200
        assert web.ask("GET", "/static/board/js/patience.js").status == 200
        assert web.ask("GET", "/static/board/js/there-is-none.js").status == 404
        web.ask("GET", "/accounts/login/")
    said = [line["message"] for line in lines_of(log) if line["logger"] == "sluice.request"]
    assert said == ["GET /static/board/js/there-is-none.js", "GET /accounts/login/"]
