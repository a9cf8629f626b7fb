"""The services live as long as somebody uses them, however that ends."""

import subprocess
import sys

import pytest

from local import embedded
from tests.patience import eventually
from tests.setup.checkout import environment, kill
from tests.tree import ROOT

ATTACH = "import sys; from pathlib import Path; from local import embedded; "
LEAVE = "print(embedded.attach(Path(sys.argv[1])) and embedded.leave(Path(sys.argv[1])))"


def test_the_last_to_end_stops_them(checkout):
    first, second = checkout.user(), checkout.user()
    server = checkout.server("postgres")
    first.stdin.close()
    first.wait(30)
    assert checkout.server("postgres") == server
    second.stdin.close()
    checkout.becomes_quiet()
    assert not checkout.place.sockets.exists()


def test_they_stop_when_the_last_was_killed(checkout):
    kill(checkout.user())
    checkout.becomes_quiet()


def test_they_are_stopped_by_the_next_when_even_their_keeper_was_killed(checkout):
    user = checkout.user()
    server = checkout.server("postgres")
    keeper = eventually(
        lambda: checkout.those(lambda process: "local.embedded" in process.cmdline())
    )
    kill(keeper[0])
    kill(user)
    next_user = checkout.user()
    assert checkout.server("postgres") == server
    next_user.stdin.close()
    checkout.becomes_quiet()


def test_who_leaves_learns_whether_somebody_else_stays(checkout):
    def leave() -> str:
        command = [sys.executable, "-c", ATTACH + LEAVE, str(checkout.root)]
        return subprocess.check_output(
            command, cwd=ROOT, env=environment(), text=True, timeout=30
        ).strip()

    user = checkout.user()
    assert leave() == "False"
    kill(user)
    checkout.becomes_quiet()
    assert leave() == "True"


def test_who_lost_them_is_told_so_in_a_sentence(checkout):
    checkout.user()
    embedded.require(checkout.root)
    kill(checkout.server("valkey-server"))
    log = checkout.root / "var" / "valkey" / "server.log"
    with pytest.raises(embedded.ServicesLost) as lost:
        embedded.require(checkout.root)
    assert str(lost.value) == (
        f"The embedded Valkey of this checkout went away (see {log}); "
        "start the command again to have the services back."
    )
