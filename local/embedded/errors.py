"""The errors of the embedded services, each as a sentence for a person."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol


class EmbeddedService(Protocol):
    name: str
    log: Path


class ServicesUnavailable(RuntimeError):
    """The embedded services cannot be started here."""


class ServicesLost(ServicesUnavailable):
    """The embedded services were there and are gone."""

    def __init__(self, lost: Sequence[EmbeddedService]) -> None:
        names = " and ".join(service.name for service in lost)
        logs = " and ".join(str(service.log) for service in lost)
        super().__init__(
            f"The embedded {names} of this checkout went away (see {logs}); "
            "start the command again to have the services back."
        )
