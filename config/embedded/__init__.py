"""PostgreSQL and Valkey for one checkout, from the wheels, under its own `var/`.

Whoever needs them attaches. The first to attach starts them; a small process, the keeper, stops
them when the last is gone, however it went (see `keeper`).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from config.embedded.errors import ServicesLost, ServicesUnavailable
from config.embedded.keeper import ensure_keeper
from config.embedded.place import Place
from config.embedded.postgres import Postgres
from config.embedded.valkey import Valkey

__all__ = ["Services", "ServicesLost", "ServicesUnavailable", "attach", "detach", "require"]

_attached: dict[Path, tuple[Services, int]] = {}


@dataclass(frozen=True)
class Services:
    """Where the three services are, as the URLs that settings would be given for real ones."""

    database_url: str
    broker_url: str
    cache_url: str


def attach(root: Path) -> Services:
    """The embedded services of this checkout: those that run already, or started now.

    They stay for the life of this process and of the processes it forks. Raises
    ServicesUnavailable, with a sentence for the person in front, when they cannot be had.
    """
    root = Path(root).resolve()
    if root not in _attached:
        place = Place(root)
        postgres, valkey = Postgres(place), Valkey(place)
        with place.one_at_a_time():
            mark = place.mark_as_user()
            place.prepare_sockets()
            postgres.ensure_running()
            valkey.ensure_running()
            ensure_keeper(place)
        _attached[root] = (Services(postgres.url, valkey.broker_url, valkey.cache_url), mark)
    return _attached[root][0]


def detach(root: Path) -> None:
    """Let go of the services before this process ends."""
    _, mark = _attached.pop(Path(root).resolve(), (None, None))
    if mark is not None:
        Place.unmark(mark)


def require(root: Path) -> None:
    """Raise ServicesLost, which names what is gone, unless both services of this checkout answer."""
    place = Place(Path(root).resolve())
    lost = [service for service in (Postgres(place), Valkey(place)) if not service.answers()]
    if lost:
        raise ServicesLost(lost)
