"""`python -m local.run`: services, database, static files, then the processes of the Procfile.

Ctrl-C, TERM and HUP stop all of it. A process that ends by itself is started again; one that cannot
live stops all of it, and so does the end of the services.
"""

from __future__ import annotations

import os
import signal
import sys
from contextlib import ExitStack
from pathlib import Path

from config import environment
from local import embedded
from local.run.crew import Crew
from local.run.endings import Endings, close_output, say
from local.run.forks import fork_server
from local.run.port import claim_port, free_port
from local.run.printer import CountingPrinter, PlainPrinter
from local.run.ready import NotPrepared, prepared
from local.run.watch import ProcessWatch
from local.turn import AlreadyRuns, RunTurn

ROOT = Path(__file__).resolve().parents[2]
REFUSALS = (AlreadyRuns, environment.WrongEnvironment, embedded.ServicesUnavailable)


def main() -> int:
    endings = Endings()
    with ExitStack() as tidying_up:
        try:
            turn = RunTurn(ROOT)
            tidying_up.callback(leave_services)
            tidying_up.callback(turn.end)
            tidying_up.callback(endings.ignore)
            return run(turn, endings)
        except REFUSALS as refusal:
            print(refusal, file=sys.stderr)
            return 1
        except NotPrepared:
            return 1
        except KeyboardInterrupt:
            return 128 + signal.SIGINT
        except OSError:  # nobody reads what we print: the terminal or the pipe is closed
            close_output()
            return endings.code or 1


def run(turn: RunTurn, endings: Endings) -> int:
    """Run the crew until somebody ends it or one of it ends; the exit code."""
    asked = environment.read(os.environ)
    port = claim_port(asked["PORT"])
    turn.leave_address(f"http://127.0.0.1:{port.number}")
    os.environ["PORT"] = str(port.number)
    os.environ["LIVE_PORT"] = str(free_port())
    os.environ["LIVE_URL"] = f"http://127.0.0.1:{os.environ['LIVE_PORT']}/live/"
    os.environ["FLAGS_PORT"] = str(free_port())
    os.environ["FLAGS_URL"] = f"http://127.0.0.1:{os.environ['FLAGS_PORT']}/"
    programs = Path(sys.executable).parent
    os.environ["PATH"] = f"{programs}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    os.environ["PYTHONUNBUFFERED"] = "1"
    if is_embedded := asked["DATABASE_URL"] is None:
        embedded.hold(ROOT)
    shows_json = (asked["LOGS"] or ("text" if is_embedded else "json")) == "json"
    printer = CountingPrinter() if shows_json else PlainPrinter()
    with fork_server(ROOT, turn.path) as forks:
        ready = prepared(ROOT, turn.path)
        crew = Crew(ROOT / "Procfile", turn, printer, forks)
        with ProcessWatch(ROOT, turn, ready, printer, is_embedded=is_embedded) as watch:
            crew.loop()
    if crew.one_ended_by_itself or watch.found_trouble:
        return 1
    return endings.code or crew.returncode


def leave_services() -> None:
    if not embedded.leave(ROOT):
        say("PostgreSQL and Valkey stay: another process of this checkout uses them.")


if __name__ == "__main__":
    sys.exit(main())
