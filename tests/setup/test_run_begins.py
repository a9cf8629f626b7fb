"""One command, and Sluice is there: pages, worker, beat, an address and a way in."""

import re
import socket

import pytest

from local.run.port import claim_port
from tests.patience import eventually
from tests.setup.a_run import Run
from tests.tree import ROOT


@pytest.fixture(scope="module")
def run(shared_checkout):
    """A run of the real Procfile, which asked for a port that is taken."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        procfile = (ROOT / "Procfile").read_text()
        run = Run(shared_checkout.with_code(procfile), taken.getsockname()[1]).comes_up()
        run.taken = taken.getsockname()[1]
        yield run


def test_a_taken_port_is_said_and_the_next_free_one_used(run):
    used = int(run.address.rpartition(":")[2])
    assert used > run.taken
    assert f"Port {run.taken} is taken; Sluice uses {used}.\n" in run.said()
    assert run.is_reachable()


def test_it_binds_to_this_machine_only(run):
    listening = {
        connection.laddr
        for process in run.checkout.those(lambda process: process.net_connections("inet"))
        for connection in process.net_connections("inet")
        if connection.status == "LISTEN"
    }
    assert {address.ip for address in listening} == {"127.0.0.1"}


def test_it_prints_a_link_that_shows_a_button_to_sign_in(run):
    assert run.link.startswith(f"{run.address}/sign-in/")
    page = run.get(run.link.removeprefix(run.address)).read().decode()
    assert "Sign in as" in page


def test_a_second_run_here_is_told_where_the_first_is(run):
    second = Run(run.checkout, 8000)
    assert second.process.wait(90) == 1
    assert second.said() == f"Sluice already runs here, at {run.address}; Ctrl-C there stops it.\n"
    assert run.is_reachable()


def test_a_command_works_beside_it(run):
    beside = run.checkout.start("manage.py", "showmigrations", "board", cwd=run.checkout.root)
    assert beside.wait(90) == 0
    assert "[X] 0001" in run.checkout.said()
    assert run.is_reachable()


def test_its_worker_and_beat_work_too(run):
    assert eventually(lambda: is_ready(run), within=60)


def test_its_terminal_shows_one_address_and_no_warning(run):
    assert set(re.findall(r"http://[\w.]+:\d+", run.said())) == {run.address}
    assert "superuser privileges" not in run.said()
    assert "pid" not in run.said()


def test_ctrl_c_stops_all_of_it(run):
    assert run.end() == 130
    run.checkout.becomes_quiet()


def is_ready(run) -> bool:
    try:
        return run.get("/readyz").status == 200
    except OSError:
        return False


def test_two_runs_that_ask_for_one_port_at_once_get_two():
    first = claim_port(20000)
    second = claim_port(first.number)
    assert second.number > first.number
