"""The two servers of a checkout together."""

from __future__ import annotations

from local.embedded.errors import EmbeddedService
from local.embedded.place import ServicesPlace
from local.embedded.postgres import Postgres
from local.embedded.valkey import Valkey


def start(place: ServicesPlace) -> tuple[Postgres, Valkey]:
    """Both, running; ServicesUnavailable if one does not start."""
    place.prepare_sockets()
    postgres, valkey = Postgres(place), Valkey(place)
    postgres.ensure_running()
    valkey.ensure_running()
    return postgres, valkey


def stop(place: ServicesPlace) -> None:
    Valkey(place).stop()
    Postgres(place).stop()
    place.remove_sockets()


def lost(place: ServicesPlace) -> list[EmbeddedService]:
    """Return the servers that do not answer."""
    postgres, valkey = Postgres(place), Valkey(place)
    asked: tuple[tuple[EmbeddedService, bool], ...] = (
        (postgres, postgres.is_there()),
        (valkey, valkey.answers()),
    )
    return [service for service, is_there in asked if not is_there]
