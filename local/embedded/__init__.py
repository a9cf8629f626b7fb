"""PostgreSQL and Valkey for one checkout, from the wheels, under its own `var/`.

A process that needs them attaches. The first to attach starts them; a small process, the keeper, stops
them when the last is gone, however it went (see `keeper`).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from local.embedded.errors import ServicesLost, ServicesUnavailable
from local.embedded.keeper import ensure_keeper, stop_unless_used
from local.embedded.place import ServicesPlace
from local.embedded.signals import signals_wait

__all__ = [
    "Services",
    "ServicesLost",
    "ServicesUnavailable",
    "attach",
    "hold",
    "leave",
    "require",
]

_attached: dict[Path, tuple[Services, int]] = {}
_held: dict[Path, int] = {}


@dataclass(frozen=True)
class Services:
    """Where the services are, as the URLs that settings would be given for real ones."""

    database_url: str
    broker_url: str
    cache_url: str


def attach(root: Path) -> Services:
    """The embedded services of this checkout: those that run already, or started now.

    They stay for the life of this process and of those it forks. Raises ServicesUnavailable, with
    a sentence for the person in front, when they cannot be had.
    """
    root = root.resolve()
    if root not in _attached:
        place = ServicesPlace(root)
        with place.one_at_a_time():
            mark = place.mark_as_used()
            try:
                with signals_wait():
                    services = _start(place)
            except BaseException:
                place.unmark(mark)
                raise
        _attached[root] = services, mark
    return _attached[root][0]


def hold(root: Path) -> None:
    """Keep the services, which others start, until `leave` or the end of this process."""
    root = root.resolve()
    if root not in _held:
        _held[root] = ServicesPlace(root).mark_as_used()


def leave(root: Path) -> bool:
    """Let go of the services before this process ends; True if that stopped them.

    False says that another process of this checkout still uses them.
    """
    root, place = root.resolve(), ServicesPlace(root.resolve())
    if root in _attached:
        _, mark = _attached.pop(root)
        place.unmark(mark)
    if root in _held:
        place.unmark(_held.pop(root))
    return stop_unless_used(place)


def require(root: Path) -> None:
    """Raise ServicesLost, which names what is gone, unless the services of this checkout answer."""
    from local.embedded import servers  # noqa: PLC0415 - most processes need none of it

    lost = servers.lost(ServicesPlace(root.resolve()))
    if lost:
        raise ServicesLost(lost)


def _start(place: ServicesPlace) -> Services:
    from local.embedded import servers  # noqa: PLC0415

    ensure_keeper(place)  # first, so that somebody tidies up if this process is killed
    postgres, valkey = servers.start(place)
    return Services(postgres.url, valkey.broker_url, valkey.cache_url)
