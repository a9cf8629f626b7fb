"""A door to the database of the tests that can be shut, as if PostgreSQL were stopped."""

import socket
import tempfile
import threading
from contextlib import suppress
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from django.conf import settings

from flow.flags.server.snapshot import name_of
from tests import services

NAME = ".s.PGSQL.5432"


class Gateway:
    """Its `url` is that of the test's database, behind the door."""

    def __init__(self) -> None:
        real = urlsplit(services.environment()["DATABASE_URL"])
        [self.there] = parse_qs(real.query)["host"]
        self.folder = Path(tempfile.mkdtemp(prefix="gate"))
        self.url = real._replace(query=f"host={self.folder}").geturl()
        self.listening: socket.socket | None = None
        self.open_ends: list[socket.socket] = []

    def open(self) -> None:
        self.listening = socket.socket(socket.AF_UNIX)
        self.listening.bind(str(self.folder / NAME))
        self.listening.listen()
        threading.Thread(target=self._accept, args=[self.listening], daemon=True).start()

    def shut(self) -> None:
        """Refuse who comes and cut off who is in."""
        if self.listening:
            with suppress(OSError):
                self.listening.shutdown(socket.SHUT_RDWR)
            self.listening.close()
            (self.folder / NAME).unlink(missing_ok=True)
            self.listening = None
        for end in self.open_ends:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
        self.open_ends.clear()

    @property
    def snapshots(self) -> list[Path]:
        """What processes behind this door have kept."""
        return list((settings.VAR_DIR / "flags").glob(f"{name_of(self.url)}-*.json"))

    def _accept(self, listening: socket.socket) -> None:
        with suppress(OSError):
            while True:
                here, _address = listening.accept()
                there = socket.socket(socket.AF_UNIX)
                there.connect(str(Path(self.there) / NAME))
                self.open_ends += [here, there]
                for source, goal in ((here, there), (there, here)):
                    threading.Thread(target=_carry, args=[source, goal], daemon=True).start()


def _carry(source: socket.socket, goal: socket.socket) -> None:
    with suppress(OSError):
        while some := source.recv(65536):
            goal.sendall(some)
    for end in (source, goal):
        with suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
