"""A Redis and a RabbitMQ that a trial may stop: the programs of this machine, on ports of its own."""

import os
import shutil
import signal
import socket
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import psutil

from tests.patience import eventually
from tests.ports import free_port

PLACES = f"/usr/lib/rabbitmq/bin:/opt/rabbitmq/sbin:{os.environ.get('PATH', '')}:/usr/sbin"


class OwnService:
    """A server that is started and stopped. What it was told is lost when it is stopped."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        self.folder.mkdir(parents=True)
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with (self.folder / "output.log").open("a") as output:
            self.process = subprocess.Popen(
                self.command(),
                cwd=self.folder,
                env=self.environment(),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        eventually(lambda: self.process.poll() is not None or self.answers(), 90)
        assert self.process.poll() is None, (self.folder / "output.log").read_text()

    def stop(self) -> None:
        if self.process is None:
            return
        family = [self.process.pid, *_descendants(self.process.pid)]
        for pid in reversed(family):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.process.wait(30)
        self.process = None

    def answers(self) -> bool:
        try:
            socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
        except OSError:
            return False
        return True

    def command(self) -> list[str]:
        raise NotImplementedError

    def environment(self) -> dict[str, str]:
        return dict(os.environ)


class OwnRedis(OwnService):
    """Broker or cache."""

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def command(self) -> list[str]:
        words = [
            "--bind",
            "127.0.0.1",
            "--port",
            str(self.port),
            "--save",
            "",
            "--appendonly",
            "no",
        ]
        return [program("redis-server", "valkey-server"), *words]


class OwnRabbit(OwnService):
    """A node with a name of its own, and without plugins."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.dist_port = free_port()  # where nodes would talk to each other

    @property
    def url(self) -> str:
        return f"amqp://guest:guest@127.0.0.1:{self.port}//"

    def command(self) -> list[str]:
        return [program("rabbitmq-server")]

    def environment(self) -> dict[str, str]:
        (self.folder / "plugins").write_text("[].\n")
        (self.folder / "rabbitmq.conf").write_text(f"listeners.tcp.1 = 127.0.0.1:{self.port}\n")
        ours = {
            "NODENAME": f"sluice-faults-{self.port}@localhost",
            "DIST_PORT": str(self.dist_port),
            "MNESIA_BASE": str(self.folder / "data"),
            "LOG_BASE": str(self.folder / "log"),
            "CONFIG_FILE": str(self.folder / "rabbitmq.conf"),
            "CONF_ENV_FILE": str(self.folder / "there-is-none"),
            "ENABLED_PLUGINS_FILE": str(self.folder / "plugins"),
        }
        named = {f"RABBITMQ_{name}": value for name, value in ours.items()}
        return super().environment() | named | {"HOME": str(self.folder)}


BROKERS = {"rabbitmq": OwnRabbit, "redis": OwnRedis}


def program(*names: str) -> str:
    """The path of the first of these programs; ends everything with a sentence if there is none."""
    for name in names:
        if found := shutil.which(name, path=PLACES):
            return found
    sys.exit(f"This machine has no {' or '.join(names)}; install it, or leave it out of BROKERS.")


def _descendants(pid: int) -> list[int]:
    try:
        return [each.pid for each in psutil.Process(pid).children(recursive=True)]
    except psutil.NoSuchProcess:
        return []
