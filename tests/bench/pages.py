"""What the pages of a board cost: with 100 cards, with 1,000 shown, and when nothing has changed."""

import statistics
import time

from django.core.cache import cache
from django.urls import reverse

from board.models import Column
from tests.bench import load, measures
from tests.bench.boards import Ground
from tests.bench.measures import Pace

COLD = 5 if measures.QUICK else 15


def address(ground: Ground, *, shown: int) -> str:
    """The board's page with at least so many cards of each column."""
    columns = Column.objects.filter(board=ground.board).order_by("position")
    shows = "&".join(f"show={column.pk}:{shown}" for column in columns)
    return f"{reverse('board', args=[ground.board.key])}?{shows}"


def warm(port: int, path: str, session: str) -> Pace:
    """The page for the second and every further person."""
    return measures.one_user(port, [load.page(path, session)])


def cold(port: int, path: str, session: str) -> float:
    """The p50 in milliseconds of a page of which nothing is in the cache."""
    client, request = load.Client(port), load.page(path, session).encode()
    seconds = []
    for _ in range(COLD):
        cache.clear()
        began = time.perf_counter()
        client.send(request)
        seconds.append(time.perf_counter() - began)
    return statistics.median(seconds) * 1000


def size(port: int, path: str, session: str) -> tuple[int, int]:
    """How many bytes the page has, and how many cards stand in it."""
    _status, body = load.Client(port).ask(load.page(path, session).encode())
    return len(body), body.count(b'id="card-')


def unchanged(port: int, ground: Ground, session: str) -> Pace:
    """Asking whether the board has changed, when it has not."""
    etag = f'"{ground.board_now.version}"'
    path = reverse("version", args=[ground.board.key])
    return measures.one_user(port, [load.page(path, session, etag)], status=304)
