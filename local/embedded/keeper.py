"""The keeper waits until nobody uses the embedded services of its checkout, and stops them.

A process of its own, because those who use them may be killed. A keeper that was killed itself is
replaced by the next who attaches. It waits for as long as Sluice runs, so it imports the clients of the
services only when it stops them.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from local.embedded.place import ServicesPlace

SOURCE = Path(__file__).resolve().parents[2]


def ensure_keeper(place: ServicesPlace) -> None:
    """Start a keeper unless there is one; a second one would go again by itself."""
    if place.has_keeper():
        return
    from local.embedded.processes import launch, leave_running  # noqa: PLC0415 - a keeper needs none

    command = [sys.executable, "-m", "local.embedded", str(place.root)]
    leave_running(launch(command, log=place.locks / "keeper.log", cwd=SOURCE))


def stop_unless_used(place: ServicesPlace) -> bool:
    """Stop the services; False, and nothing done, if somebody uses them."""
    with place.one_at_a_time():
        return _stop_unless_used(place)


def keep(place: ServicesPlace) -> None:
    """Hold the post until the services are stopped, and leave it before others may start them."""
    post = place.claim_keeper()
    while post is not None:
        place.wait_until_unused()
        with place.one_at_a_time():
            if _stop_unless_used(place):
                os.close(post)
                post = None


def _stop_unless_used(place: ServicesPlace) -> bool:
    if place.is_used():
        return False
    from local.embedded import servers  # noqa: PLC0415 - see above

    servers.stop(place)
    return True
