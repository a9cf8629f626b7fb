"""The process answers while the database is away, also after a restart, and catches up after it."""

import json
import signal
import stat
import threading

from django.db import connection

from tests.flow.flags.server.client import Asking
from tests.patience import eventually
from tests.processes import procfile_process

AWAY = "redis://127.0.0.1:1//"  # nobody is there


def test_answers_go_on_without_database_and_broker_and_a_switch_is_seen_when_it_is_back(
    gateway, board, make_flag, state_of, grace, token_of, tmp_path
):
    flag = make_flag()
    state_of(flag).switch(by=grace, enabled=True, rollout=100, reason="Test")
    secret = token_of(board)
    away = {"DATABASE_URL": gateway.url, "BROKER_URL": AWAY, "CACHE_URL": AWAY}
    with procfile_process("flags", tmp_path / "1.log", **away) as started:
        asking = Asking(started.port, secret)
        assert asking.value("new-search") is True
        eventually(lambda: _kept(gateway, "new-search"), 5)
        gateway.shut()
        assert asking.value("new-search") is True
        assert started.ask("GET", "/flags/readyz").status == 200
        started.process.send_signal(signal.SIGKILL)
        started.process.wait()
    with procfile_process("flags", tmp_path / "2.log", **away) as started:
        asking = Asking(started.port, secret)
        assert asking.value("new-search") is True  # from the snapshot
        assert Asking(started.port, "sluice_wrong").ask("/v1/evaluate/flags")[0] == 401
        state_of(flag).switch(by=grace, enabled=False)  # others reach the database
        assert asking.value("new-search") is True
        gateway.open()
        eventually(lambda: asking.value("new-search") is False, 12)
        eventually(lambda: state_of(flag).last_asked_at, 12)


def test_without_database_and_snapshot_nothing_is_made_up(gateway, board, token_of, tmp_path):
    secret = token_of(board)
    gateway.shut()
    other = gateway.url.replace("/test_", "/unknown_")
    with procfile_process(
        "flags", tmp_path / "flags.log", ready_at="/flags/healthz", DATABASE_URL=other
    ) as started:
        status, said = Asking(started.port, secret).ask("/v1/evaluate/flags/new-search")
        assert (status, said["errorCode"]) == (503, "GENERAL")
        assert started.ask("GET", "/flags/readyz").status == 503


def test_the_snapshot_holds_no_token_and_is_for_its_owner_alone(
    gateway, board, make_flag, token_of, tmp_path
):
    make_flag("in-the-snapshot")
    secret = token_of(board)
    with procfile_process("flags", tmp_path / "flags.log", DATABASE_URL=gateway.url):
        eventually(lambda: _kept(gateway, "in-the-snapshot"), 5)
    [path] = gateway.snapshots
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert secret not in path.read_text()
    assert json.loads(path.read_text())["tokens"]


def test_a_flag_goes_off_while_an_import_holds_the_board(
    gateway, board, make_flag, state_of, grace, ada, token_of, browser_of, tmp_path
):
    state_of(make_flag()).switch(by=grace, enabled=True, rollout=100, reason="Test")
    secret = token_of(board)
    holds, may_end = threading.Event(), threading.Event()

    def hold() -> None:
        with board.turn(by=ada):
            holds.set()
            may_end.wait(20)
        connection.close()

    with procfile_process("flags", tmp_path / "flags.log", DATABASE_URL=gateway.url) as started:
        asking = Asking(started.port, secret)
        assert asking.value("new-search") is True
        holder = threading.Thread(target=hold)
        holder.start()
        assert holds.wait(10)
        page = browser_of(grace)
        answer = page.post("/boards/SLU/flags/new-search/production/", {"enabled": "off"})
        assert answer.status_code == 302
        eventually(lambda: asking.value("new-search") is False, 2)
        assert holder.is_alive()  # the board is still held
        may_end.set()
        holder.join()


def _kept(gateway, flag: str) -> bool:
    return any(flag in path.read_text() for path in gateway.snapshots)
