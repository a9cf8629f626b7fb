"""The keeper waits until nobody uses the embedded services of its checkout, and stops them.

A process of its own, because those who use them may be killed. A keeper that was killed itself is
replaced by the next who attaches.
"""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

from config.embedded.place import Place
from config.embedded.postgres import Postgres
from config.embedded.valkey import Valkey


def ensure_keeper(place: Place) -> None:
    """Start the keeper unless there is one. To be called one at a time."""
    if place.has_keeper():
        return
    keeper = subprocess.Popen(
        [sys.executable, "-m", "config.embedded.keeper", str(place.root)],
        cwd=Path(__file__).resolve().parents[2],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,  # Ctrl-C in the terminal is not for the keeper
    )
    keeper.stdout.readline()  # it is at its post
    keeper.stdout.close()
    keeper.returncode = 0  # not ours to wait for: it outlives us


def keep(place: Place) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if not place.become_keeper():
        return
    print("keeping", flush=True)
    while True:
        place.wait_for_no_users()
        with place.one_at_a_time():
            if not place.has_users():
                Valkey(place).stop()
                Postgres(place).stop()
                return


if __name__ == "__main__":
    keep(Place(Path(sys.argv[1])))
