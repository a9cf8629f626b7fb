"""Runs one process and ends it, with all that it started, when the run has ended or was killed.

A process that ends by itself is started again, unless it cannot live.

    python leash.py LOCK FORKS COMMAND

LOCK is the file that the run holds locked for as long as it lives, FORKS the address of its fork server,
COMMAND a line of the shell. What the fork server does not make is started without it. This file imports
nothing of Sluice: a leash is small and starts at once.
"""

import contextlib
import fcntl
import os
import signal
import socket
import subprocess
import sys
import threading
import time

GRACE = 4  # seconds to finish by oneself; honcho kills after five
PAUSE = 1  # seconds before a process is started again
LONG, TRIES = 10, 3  # a process that has this often not lived this many seconds is not tried again


class ForkedProcess:
    """A process that the fork server has made; as far as a leash needs it, like a Popen."""

    def __init__(self, pid: int, answers: socket.SocketIO) -> None:
        self.pid, self._answers = pid, answers

    def wait(self) -> int:
        """Its exit code; that of a kill if the fork server is gone, which alone would know it."""
        return int(self._answers.readline() or -signal.SIGKILL)

    def terminate(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGTERM)


def fork(address: str, command: str) -> ForkedProcess | None:
    """This command as a fork, which prints where we do; None if the fork server does not make it."""
    client = socket.socket(socket.AF_UNIX)
    try:
        client.connect(address)
        socket.send_fds(client, [command.encode()], [1, 2])
        answers = client.makefile("rb", buffering=0)
        pid = answers.readline().strip()
    except OSError:
        return None
    return ForkedProcess(int(pid), answers) if pid else None


class Leash:
    def __init__(self, lock: str, forks: str, command: str) -> None:
        self.lock, self.forks, self.command = lock, forks, command
        self.child: subprocess.Popen[bytes] | ForkedProcess | None = None
        self.is_over = self.run_was_killed = False

    def hold(self) -> int:
        """Run the command to its end; its exit code."""
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, lambda *_: self.pull())
        held = open(f"{self.lock}-leashes", "w")  # noqa: PTH123, SIM115 - until we end
        fcntl.flock(held, fcntl.LOCK_SH)
        threading.Thread(target=self.feel_for_the_run, daemon=True).start()
        code = self.keep_going()
        if self.run_was_killed:  # then nobody reads for the process that forwards our output
            os.kill(os.getppid(), signal.SIGKILL)
        return code if code >= 0 else 128 - code

    def keep_going(self) -> int:
        """Start the command, again and again; return how it ended when it has ended or cannot live."""
        short_lives = 0
        while True:
            began = time.monotonic()
            code = self.live_once()
            short_lives = 0 if time.monotonic() - began > LONG else short_lives + 1
            if self.is_over:
                return code
            if short_lives == TRIES:
                print(
                    f"ended by itself {TRIES} times (exit code {code}), so Sluice stops", flush=True
                )
                return code
            print(f"ended by itself (exit code {code}) and is started again", flush=True)
            time.sleep(PAUSE)

    def live_once(self) -> int:
        self.child = fork(self.forks, self.command) or subprocess.Popen(
            ["sh", "-c", f"exec {self.command}"], stdin=subprocess.DEVNULL, start_new_session=True
        )
        if self.is_over:  # already, before there was a child to end
            self.pull()
        code = self.child.wait()
        self.kill_child()
        return code

    def feel_for_the_run(self) -> None:
        """Wait for the run's lock, which is to wait for the run's end."""
        with open(self.lock) as lock:  # noqa: PTH123 - kept small
            fcntl.lockf(lock, fcntl.LOCK_SH)
        self.run_was_killed = True
        self.pull()

    def pull(self) -> None:
        """Ask the child to end, and insist after a while."""
        self.is_over = True
        if self.child is not None:
            self.child.terminate()
            insist = threading.Timer(GRACE, self.kill_child)
            insist.daemon = True
            insist.start()

    def kill_child(self) -> None:
        if self.child is not None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.child.pid, signal.SIGKILL)


if __name__ == "__main__":
    sys.exit(Leash(*sys.argv[1:]).hold())
