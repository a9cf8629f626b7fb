"""The process that imports Sluice once and is forked for the processes of the Procfile.

They share what it has imported, which is most of their memory, and start at once. It runs as
`python -m local.run.fork_server SOCKET LOCK`: SOCKET is the file descriptor that it listens at, LOCK the
lock of the run, which lasts until the end of stdin. A client, a leash, sends a line of the shell and two
file descriptors for what the process prints. The answer is the process id on a line, and on another one
the exit code when it has ended; or an empty line for what is no Python program. If a client goes, its
process is killed.
"""

from __future__ import annotations

import contextlib
import gc
import os
import runpy
import selectors
import shlex
import signal
import socket
import sys
from importlib import import_module
from importlib.metadata import entry_points
from pathlib import Path

import django
from django.conf import settings

from local import turn

ALSO = (
    *("celery.bin.celery", "celery.apps.beat", "config.celery", "kombu.transport.redis"),
    *("uvicorn.main", "uvicorn.logging", "board.live.app", "flow.flags.server.app"),
)  # what the pages do not import
PATIENCE = 5  # seconds in which a client that has connected says what it wants
LONGEST = 65_536  # bytes of a command


def main(listening: str, lock: str) -> None:
    signal.signal(signal.SIGCHLD, lambda *_: None)  # it wakes the server up
    turn.hold_as_leash(Path(lock))  # the next run waits until we are gone
    gc.disable()  # nothing of what is imported is garbage
    django.setup()
    for module in (settings.ROOT_URLCONF, *ALSO):
        import_module(module)
    gc.collect()
    gc.freeze()  # the collector would write to the pages that all share
    gc.enable()
    command = ForkServer(socket.socket(fileno=int(listening))).serve()
    if command:
        run(command)


def run(command: list[str]) -> None:
    """Be this program, as if Python had just been started for it."""
    if is_module(command):
        sys.argv = command[2:]
        runpy.run_module(command[2], run_name="__main__", alter_sys=True)
    else:
        sys.argv = command
        (program,) = entry_points(group="console_scripts", name=command[0])
        sys.exit(program.load()())


def is_module(command: list[str]) -> bool:
    return command[:2] == ["python", "-m"]


def is_program(command: list[str]) -> bool:
    if is_module(command):
        return True
    return bool(command and entry_points(group="console_scripts", name=command[0]))


def name_process(command: list[str]) -> None:
    """Set the name of the program for `ps` and `top`, on systems that allow it."""
    with contextlib.suppress(OSError):
        Path("/proc/self/comm").write_text(command[2] if is_module(command) else command[0])


class ForkServer:
    def __init__(self, listening: socket.socket) -> None:
        self.listening = listening
        self.clients: dict[int, socket.socket] = {}  # by the ids of their processes
        self.selector = selectors.DefaultSelector()
        self.woken, waker = socket.socketpair()
        self.mine = [listening, self.woken, waker]
        waker.setblocking(False)
        signal.set_wakeup_fd(waker.fileno())
        self.selector.register(listening, selectors.EVENT_READ, self._fork)
        self.selector.register(self.woken, selectors.EVENT_READ, self._report)
        self.selector.register(sys.stdin, selectors.EVENT_READ, self._stop_listening)

    def serve(self) -> list[str] | None:
        """Fork until the run is over; None then, and in each child the command that it is to be."""
        while self.clients or self.listening.fileno() != -1:
            for key, _ in self.selector.select():
                if command := key.data():
                    return command
        return None

    def _fork(self) -> list[str] | None:
        client, _ = self.listening.accept()
        client.settimeout(PATIENCE)
        command: list[str] = []
        outputs: list[int] = []
        with contextlib.suppress(OSError, ValueError):  # then it is started without us
            line, outputs, _, _ = socket.recv_fds(client, LONGEST, 2)
            command = shlex.split(os.path.expandvars(line.decode()))
        is_ours = len(outputs) == 2 and is_program(command)
        pid = os.fork() if is_ours else None
        if pid == 0:
            client.close()
            self._become_child(outputs)
            name_process(command)
            return command
        for each in outputs:
            os.close(each)
        with contextlib.suppress(OSError):
            client.sendall(b"%d\n" % pid if pid else b"\n")
        if pid:
            self.clients[pid] = client
            self.selector.register(client, selectors.EVENT_READ, lambda: self._lose(pid))
        else:
            client.close()
        return None

    def _become_child(self, outputs: list[int]) -> None:
        """Let go of all that is the server's, and begin as a new process does."""
        os.setsid()
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        self.selector.close()
        for each in (*self.mine, *self.clients.values()):
            each.close()
        for stream, output in zip((sys.stdout, sys.stderr), outputs, strict=True):
            os.dup2(output, stream.fileno())
            os.close(output)
        nothing = os.open(os.devnull, os.O_RDONLY)
        os.dup2(nothing, sys.stdin.fileno())
        os.close(nothing)

    def _report(self) -> None:
        """Notify the clients of the processes that have ended."""
        self.woken.recv(LONGEST)
        for pid in list(self.clients):
            ended, status = os.waitpid(pid, os.WNOHANG)
            if ended:
                client = self.clients.pop(pid)
                with contextlib.suppress(KeyError):  # it is gone
                    self.selector.unregister(client)
                with contextlib.suppress(OSError), client:
                    client.sendall(b"%d\n" % os.waitstatus_to_exitcode(status))

    def _lose(self, pid: int) -> None:
        """A client that is gone cannot end its process any more."""
        client = self.clients.get(pid)
        if client is not None:
            self.selector.unregister(client)
            with contextlib.suppress(ProcessLookupError):
                os.killpg(pid, signal.SIGKILL)

    def _stop_listening(self) -> None:
        """The run is over: the leashes end what is still there."""
        self.selector.unregister(sys.stdin)
        self.selector.unregister(self.listening)
        self.listening.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
