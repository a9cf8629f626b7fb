"""One broker, and each fault in turn, while the load goes on."""

import os
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Self

from django.core.management import call_command

from tests.faults.under_load import ground
from tests.faults.under_load.brokers import BROKERS, OwnRedis
from tests.faults.under_load.crew import SupervisedCrew
from tests.faults.under_load.letterbox import Letterbox
from tests.faults.under_load.people import SteadyLoad
from tests.faults.under_load.verdict import Verdict, judge, waiting_mails
from tests.patience import eventually

SECONDS = float(os.environ.get("SECONDS", "8"))
AWAY = 6  # seconds that a service is away


class Trial:
    """Sluice on own services and an own database; all of it ends with the block."""

    def __init__(self, broker: str, folder: Path) -> None:
        folder.mkdir()
        self._name = broker
        self.broker = BROKERS[broker](folder / "broker")
        self.cache = OwnRedis(folder / "cache")
        self.letterbox = Letterbox()
        self.crew = SupervisedCrew(
            folder,
            BROKER_URL=self.broker.url,
            CACHE_URL=self.cache.url,
            EMAIL_URL=f"smtp://127.0.0.1:{self.letterbox.port}",
        )
        self._tidying_up = ExitStack()

    def __enter__(self) -> Self:
        with ExitStack() as tidying_up:
            ground.make_database()
            tidying_up.callback(ground.drop_database)
            call_command("migrate", verbosity=0)
            for each in (self.broker, self.cache, self.letterbox, self.crew):
                tidying_up.callback(each.stop)
                each.start()
            self.load = SteadyLoad(self.crew.web_port, *ground.people())
            self._tidying_up = tidying_up.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._tidying_up.close()

    def run(self) -> Verdict:
        noticed = []
        self.load.begin()
        try:
            for words, fault in self._faults().items():
                noticed += self._under_load(words, fault)
        finally:
            self.load.end()
        print(f"{self._name}: {self.crew.restarts} processes started again; answers:", end=" ")
        print(", ".join(f"{status} {number}" for status, number in self.load.statuses.items()))
        print(f"  the longest wait for an answer: {self.load.slowest:.1f} s", flush=True)
        try:
            eventually(lambda: waiting_mails() == 0, 200)
        except AssertionError:
            noticed.append("mails still wait to be sent")
        return judge(self.load, self.letterbox, noticed)

    def _faults(self) -> dict[str, Callable[[], None]]:
        return {
            "nothing": lambda: None,
            "the mail server is away": lambda: _away(self.letterbox),
            "a child of web is killed": self.crew.kill_a_child_of_web,
            "all of web is killed": lambda: self.crew.kill_alone("web"),
            "the worker is killed with its children": lambda: self.crew.kill("worker"),
            "the worker is killed alone": lambda: self.crew.kill_alone("worker"),
            "beat is killed": lambda: self.crew.kill("beat"),
            "live is killed": lambda: self.crew.kill("live"),
            "flags is killed": lambda: self.crew.kill("flags"),
            "the broker is away, and forgets": lambda: _away(self.broker),
            "the cache is away, and forgets": lambda: _away(self.cache),
            "all connections to the database end": ground.end_connections,
            "the database is away": _database_away,
        }

    def _under_load(self, words: str, fault: Callable[[], None]) -> list[str]:
        """What was wrong after the fault: all has to be well again by itself."""
        moves, began = len(self.load.moved), time.monotonic()
        fault()
        time.sleep(SECONDS)
        wrong = []
        try:
            eventually(self.crew.is_well, 60)
        except AssertionError:
            wrong = [f"{words}: not well again after a minute"]
        seconds = time.monotonic() - began
        done = len(self.load.moved) - moves
        print(f"{self._name}: {words}: {seconds:.0f} s, {done} moves", flush=True)
        return wrong


def _away(service: OwnRedis | Letterbox) -> None:
    service.stop()
    time.sleep(AWAY)
    service.start()


def _database_away() -> None:
    """Whoever is connected is cut off, and nobody gets in."""
    ground.administer("ALTER DATABASE {} ALLOW_CONNECTIONS false")
    ground.end_connections()
    time.sleep(AWAY)
    ground.administer("ALTER DATABASE {} ALLOW_CONNECTIONS true")
