"""What is measured, each on boards of its own, the best of several tries."""

import json
import os
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from django.test import Client
from django.urls import reverse

from board.models import Card, Person
from tests.bench import load, wrk
from tests.bench.boards import Ground

QUICK = os.environ.get("QUICK", "") not in ("", "0")
SECONDS = 1 if QUICK else 4
TRIES = 1 if QUICK else 3
RACES = 5 if QUICK else 20
PAIRS = 20 if QUICK else 60
CROWD = 20
ROOM = 3


@dataclass(frozen=True)
class Pace:
    """How fast one user is answered; in milliseconds."""

    p50: float
    p95: float

    @classmethod
    def of(cls, seconds: list[float]) -> "Pace":
        """A busy machine may give one answer alone, which has no quantiles."""
        if len(seconds) == 1:
            return cls(seconds[0] * 1000, seconds[0] * 1000)
        cuts = statistics.quantiles(seconds, n=20, method="inclusive")
        return cls(statistics.median(seconds) * 1000, cuts[18] * 1000)


def moves_to_and_fro(ground: Ground, cards: list[Card], who: int = 0) -> list[str]:
    """Requests that take cards from Build to Review, then all of them back, and so on."""
    return [
        load.request(
            "POST",
            f"/api/v1/boards/{ground.board.key}/cards/{card.number}/move",
            ground.tokens[who],
            {"column": column},
        )
        for column in ("Review", "Build")
        for card in cards
    ]


def drops_to_and_fro(ground: Ground, cards: list[Card]) -> list[str]:
    """The same by the forms of the board's page, of somebody who signed in."""
    session, secret = session_of(ground.people[0]), "s" * 32
    return [
        load.form(
            reverse("move", args=[ground.board.key, card.number]),
            session,
            secret,
            {"column": ground.column(column)},
        )
        for column in ("Review", "Build")
        for card in cards
    ]


def session_of(person: Person) -> str:
    """The session of a browser in which this person signed in."""
    browser = Client()
    browser.force_login(person)
    return browser.cookies["sessionid"].value


def one_user(port: int, requests: list[str], status: int = 200) -> Pace:
    _send(port, 0.5, [requests], status)  # warm up
    return min(
        (Pace.of(_send(port, SECONDS, [requests], status)["latencies"]) for _ in range(TRIES)),
        key=lambda pace: pace.p50,
    )


def one_user_without_http(ground: Ground) -> Pace:
    """The verb alone, in this process."""
    cards, columns = ground.cards_in("Build")[:20], list(ground.board.columns.all())
    best = None
    for _ in range(TRIES + 1):
        seconds = []
        for goal in (columns[2], columns[1]) * 3:
            for card in cards:
                began = time.perf_counter()
                card.move_to(goal, by=ground.people[0])
                seconds.append(time.perf_counter() - began)
        pace = Pace.of(seconds)
        best = pace if best is None or pace.p50 < best.p50 else best
    return best


def many_users(port: int, clients: list[list[str]]) -> float:
    """Moves a second, all answered with 200."""
    if wrk.is_here():
        rates = []
        for _ in range(TRIES):
            rate, failed = wrk.requests_a_second(port, SECONDS, clients)
            if failed:
                raise RuntimeError(f"{failed} moves were not answered with 200")
            rates.append(rate)
        return max(rates)
    answers = [_send(port, SECONDS, clients) for _ in range(TRIES)]
    return max(len(answer["latencies"]) / answer["seconds"] for answer in answers)


def race(port: int, ground: Ground) -> list[int]:
    """For each trial how many of twenty clients got into a column with room for three."""
    build, review = (ground.board.columns.get(name=name) for name in ("Build", "Review"))
    lead, cards = ground.people[0], ground.cards_in("Build")[:CROWD]
    for card in ground.cards_in("Review"):
        card.archive(by=lead)
    ground.board.limit_column(review, ROOM, by=lead)
    got_in = []
    for _ in range(RACES):
        requests = [
            moves_to_and_fro(ground, [card], who)[0].encode() for who, card in enumerate(cards)
        ]
        statuses = _at_once(port, requests)
        inside = list(ground.cards_in("Review"))
        if statuses.count(200) != len(inside) or set(statuses) - {200, 409}:
            raise RuntimeError(f"{len(inside)} are inside, the answers were {statuses}")
        got_in.append(len(inside))
        for card in inside:
            card.move_to(build, by=lead)
    return got_in


def lost_moves(port: int, ground: Ground) -> int:
    """Two users move a card each at the same moment: how many acknowledged moves are not there."""
    lost = 0
    pair = ground.cards_in("Build")[:2]
    for trial in range(PAIRS):
        goals = [("Review", "Done"), ("Done", "Review"), ("Build", "Build")][trial % 3]
        requests = [
            load.request(
                "POST",
                f"/api/v1/boards/{ground.board.key}/cards/{card.number}/move",
                ground.tokens[who],
                {"column": goal},
            ).encode()
            for who, (card, goal) in enumerate(zip(pair, goals, strict=True))
        ]
        for card, goal, status in zip(pair, goals, _at_once(port, requests), strict=True):
            lost += status == 200 and card.as_now().column.name != goal
    return lost


def best(measure: Callable[[], tuple[float, float]]) -> tuple[float, float]:
    """The try with the highest rate."""
    return max(measure() for _ in range(TRIES))


def _send(port: int, seconds: float, clients: list[list[str]], status: int = 200) -> dict:
    """What a process of clients saw; every answer has this status."""
    done = subprocess.run(
        [sys.executable, load.__file__],
        input=json.dumps({"port": port, "seconds": seconds, "clients": clients}),
        capture_output=True,
        text=True,
        timeout=seconds + 60,
        check=True,
    )
    answer = json.loads(done.stdout)
    if set(answer["statuses"]) != {str(status)}:
        raise RuntimeError(f"requests were answered with {answer['statuses']}")
    return answer


def _at_once(port: int, requests: list[bytes]) -> list[int]:
    start, statuses = threading.Barrier(len(requests)), [0] * len(requests)

    def act(at: int) -> None:
        client = load.Client(port)
        start.wait()
        statuses[at] = client.send(requests[at])
        client.socket.close()

    threads = [threading.Thread(target=act, args=[at]) for at in range(len(requests))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return statuses
