"""The processes of Sluice, started again when they end, as systemd's `Restart=always` does."""

import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path

import psutil
from django.conf import settings
from honcho.environ import parse_procfile

from tests.patience import eventually
from tests.ports import free_port


class SupervisedCrew:
    """The processes of the Procfile."""

    def __init__(self, folder: Path, **environ: str) -> None:
        self.web_port, self.live_port, self.flags_port = free_port(), free_port(), free_port()
        self._folder = folder
        self._environ = os.environ | self._ports() | environ
        self._commands = parse_procfile((settings.BASE_DIR / "Procfile").read_text()).processes
        self._commands["beat"] += f" --schedule {folder / 'beat'}"
        self._processes: dict[str, subprocess.Popen[bytes]] = {}
        self._is_over = threading.Event()
        self._supervisor = threading.Thread(target=self._supervise)
        self.restarts = 0

    def start(self) -> None:
        for name in self._commands:
            self._start(name)
        self._supervisor.start()
        eventually(self.is_well, 120)

    def stop(self) -> None:
        self._is_over.set()
        if self._supervisor.is_alive():
            self._supervisor.join()
        families = [each for name in self._processes for each in self._family(name)]
        for process in self._processes.values():
            process.terminate()
        _gone, left = psutil.wait_procs(families, timeout=15)
        for each in left:
            with suppress(psutil.NoSuchProcess):
                each.kill()

    def kill(self, name: str) -> None:
        """`kill -9` for one process and what it has started."""
        for each in self._family(name):
            with suppress(psutil.NoSuchProcess):
                each.kill()

    def kill_alone(self, name: str) -> None:
        """`kill -9` for one process; what it has started has to end by itself."""
        os.kill(self._processes[name].pid, signal.SIGKILL)

    def kill_a_child_of_web(self) -> None:
        _master, *children = self._family("web")
        serving = [each for each in children if "resource_tracker" not in " ".join(each.cmdline())]
        serving[0].kill()

    def is_well(self) -> bool:
        """Whether pages, stream and flags are ready, and a worker has said so lately."""
        return (
            self._answers(self.web_port, "/status")
            and self._answers(self.live_port, "/live/readyz")
            and self._answers(self.flags_port, "/flags/readyz")
        )

    def _answers(self, port: int, path: str) -> bool:
        connection = HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("GET", path)
            return connection.getresponse().status == 200
        except (OSError, HTTPException):
            return False
        finally:
            connection.close()

    def _family(self, name: str) -> list[psutil.Process]:
        try:
            process = psutil.Process(self._processes[name].pid)
            return [process, *process.children(recursive=True)]
        except psutil.NoSuchProcess:
            return []

    def _supervise(self) -> None:
        while not self._is_over.wait(0.2):
            for name, process in self._processes.items():
                if process.poll() is not None:
                    time.sleep(2)  # as the units wait
                    self.restarts += 1
                    self._start(name)

    def _start(self, name: str) -> None:
        with (self._folder / f"{name}.log").open("a") as output:
            self._processes[name] = subprocess.Popen(
                ["sh", "-c", f"exec {self._commands[name]}"],
                cwd=settings.BASE_DIR,
                env=self._environ,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def _ports(self) -> dict[str, str]:
        programs = Path(sys.executable).parent
        return {
            "PATH": f"{programs}{os.pathsep}{os.environ.get('PATH', os.defpath)}",
            "PORT": str(self.web_port),
            "LIVE_PORT": str(self.live_port),
            "FLAGS_PORT": str(self.flags_port),
            "LIVE_URL": f"http://127.0.0.1:{self.live_port}/live/",
        }
