"""`python -m tests.faults.under_load`: the faults on RabbitMQ, then on Redis; exit code 0 when all held.

FAULTS_DATABASE_URL names a PostgreSQL where a database may be made, BROKERS the brokers to try. Redis
and RabbitMQ are started from the programs of this machine, on ports of their own: they are stopped
in between. SECONDS is how long the load goes on after each fault. After ten minutes all of it ends.
"""

import os
import signal
import sys
import tempfile
import time
from pathlib import Path

from tests.faults.under_load import ground

FOLDER = Path(tempfile.mkdtemp(prefix="sluice-faults-"))
BROKERS = os.environ.get("BROKERS", "rabbitmq redis").split()
MOST = 600  # seconds


def main() -> int:
    from tests.faults.under_load.trial import Trial  # noqa: PLC0415 - it imports models

    held = True
    for broker in BROKERS:
        began = time.monotonic()
        with Trial(broker, FOLDER / broker) as trial:
            verdict = trial.run()
        print(verdict)
        print(f"  {time.monotonic() - began:.0f} seconds; logs are in {FOLDER / broker}\n")
        held = held and verdict.is_good
    return 0 if held else 1


def stop(*_: object) -> None:
    sys.exit("The faults were not through in time, or were ended.")


if __name__ == "__main__":
    for each in (signal.SIGALRM, signal.SIGTERM):
        signal.signal(each, stop)
    signal.alarm(MOST)
    ground.set_up(FOLDER)
    sys.exit(main())
