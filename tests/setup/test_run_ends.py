"""Whatever ends a run, nothing of it is left."""

import signal
import time

import pytest

from local.embedded.processes import has_ended
from local.run.forks import fork_server
from local.run.leash import fork
from tests.patience import eventually
from tests.setup.a_run import Run
from tests.setup.checkout import WEB_ONLY, kill

SLEEPER = "sleeper: sleep 4321\n"
PORT = 21000
READ_ONE_LINE = """
import subprocess, sys
run = subprocess.Popen([sys.executable, "-m", "local.run"], stdout=subprocess.PIPE, text=True)
print(run.stdout.readline())
run.stdout.close()
sys.exit(run.wait())
"""


@pytest.fixture
def code(checkout):
    return checkout.with_code(WEB_ONLY + SLEEPER)


@pytest.fixture
def run(code):
    return Run(code, PORT).comes_up()


def sleeps(process):
    return process.cmdline() == ["sleep", "4321"]


def sleeper(run):
    return run.checkout.those(sleeps)[0]


@pytest.mark.parametrize(("how", "code_of_it"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_a_signal_stops_all_of_it_within_ten_seconds(run, how, code_of_it):
    began = time.monotonic()
    assert run.end(how) == code_of_it
    assert time.monotonic() - began < 10
    run.checkout.becomes_quiet(within=5)


def test_a_wrong_port_ends_it_at_once_with_a_sentence(code):
    run = Run(code, "http")
    assert run.process.wait(60) == 1
    assert run.said() == "PORT is wrong: a port is a number from 1 to 65535.\n"


def test_a_signal_while_it_starts_stops_what_has_started(code):
    run = Run(code, PORT)
    eventually(lambda: code.runs("postgres"))
    assert run.end(signal.SIGTERM) == 143
    code.becomes_quiet()


def test_what_a_killed_run_left_behind_goes_and_the_next_run_stops_with_ctrl_c(run):
    kill(run.process)
    next_run = Run(run.checkout, PORT).comes_up()
    assert next_run.is_reachable()
    assert next_run.end(signal.SIGINT) == 130
    run.checkout.becomes_quiet(within=5)


def test_a_killed_run_takes_all_with_it_without_a_next_one(run):
    kill(run.process)
    run.checkout.becomes_quiet()


def test_a_process_that_ends_by_itself_is_started_again_and_the_rest_goes_on(run):
    first = sleeper(run)
    kill(first)
    eventually(lambda: any(each != first for each in run.checkout.those(sleeps)))
    assert "sleeper | ended by itself (exit code -9) and is started again" in run.said()
    assert run.is_reachable()
    assert run.end(signal.SIGTERM) == 143
    run.checkout.becomes_quiet(within=5)


def web(run):
    """The first process of the pages: a fork of the fork server, whose words it has."""
    (server,) = fork_servers(run)
    (first,) = [each for each in run.checkout.those(is_fork) if each.parent() == server]
    return first


def fork_servers(run):
    return run.checkout.those(lambda each: is_fork(each) and not is_fork(each.parent()))


def is_fork(process):
    return "local.run.fork_server" in process.cmdline()


def test_a_forked_process_that_was_killed_is_forked_again(run):
    first = web(run)
    kill(first)
    eventually(
        lambda: "web     | ended by itself (exit code -9) and is started again" in run.said()
    )
    eventually(run.is_reachable)
    assert web(run) != first
    assert run.end(signal.SIGTERM) == 143
    run.checkout.becomes_quiet(within=5)


def test_without_the_fork_server_the_processes_are_started_each_on_its_own(run):
    (server,) = fork_servers(run)
    kill(server)
    eventually(lambda: "is started again" in run.said())
    eventually(run.is_reachable)
    assert not run.checkout.those(is_fork)
    assert run.end(signal.SIGTERM) == 143
    run.checkout.becomes_quiet(within=5)


def test_where_no_socket_can_be_nobody_forks(tmp_path):
    lock = tmp_path / ("long" * 40) / "supervisor"
    with fork_server(tmp_path, lock) as address:
        assert fork(str(address), "python -m config.web") is None


def test_a_leash_that_was_killed_takes_its_fork_with_it(run):
    process = web(run)
    (leash,) = run.checkout.those(
        lambda each: "leash.py" in str(each.cmdline()) and "config.web" in str(each.cmdline())
    )
    kill(leash)
    eventually(lambda: has_ended(process))
    run.process.wait(60)
    run.checkout.becomes_quiet(within=10)


def test_a_run_that_is_over_starts_nothing_again(code):
    code.with_code(WEB_ONLY + "short: sleep 0.5\n")
    run = Run(code, PORT)
    eventually(lambda: "is started again" in run.said())
    assert run.end(signal.SIGTERM) == 143
    code.becomes_quiet(within=10)


def test_a_process_that_cannot_live_brings_the_rest_down_with_a_sentence(code):
    code.with_code(WEB_ONLY + "broken: sh -c 'exit 7'\n")
    run = Run(code, PORT)
    assert run.process.wait(90) == 1
    assert "broken | ended by itself 3 times (exit code 7), so Sluice stops" in run.said()
    code.becomes_quiet(within=5)


def test_a_database_that_was_killed_brings_the_rest_down_with_a_sentence(run):
    kill(run.checkout.server("postgres"))
    assert run.process.wait(60) == 1
    assert "The embedded PostgreSQL of this checkout went away" in run.said()
    run.checkout.becomes_quiet(within=5)


def test_it_ends_when_the_make_that_began_it_is_killed(code):
    parent = "import subprocess, sys; subprocess.run([sys.executable, '-m', 'local.run'])"
    run = Run(code, PORT, ("-c", parent), MAKELEVEL="1").comes_up()
    kill(run.process)
    code.becomes_quiet()
    assert "`make run` was killed. Sluice stops." in run.said()


def test_it_ends_when_nobody_reads_what_it_prints(code):
    run = Run(code, PORT, ("-c", READ_ONE_LINE))
    assert run.process.wait(60) == 1
    assert run.said().strip()
    code.becomes_quiet()


def test_services_that_somebody_else_uses_stay(run):
    user = run.checkout.user()
    assert run.end(signal.SIGTERM) == 143
    assert run.said().endswith(
        "PostgreSQL and Valkey stay: another process of this checkout uses them.\n"
    )
    assert run.checkout.server("postgres")
    user.stdin.close()
    run.checkout.becomes_quiet()
