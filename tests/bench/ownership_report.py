"""What `make bench` prints of ownership: a board whose components have very many changes."""

import random
import statistics
import time
from datetime import timedelta
from itertools import islice

from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from board.models import Arrival, Board, Card, Person, Visit
from flow.delivery.models import (
    Change,
    Component,
    ComponentChange,
    Deployment,
    Repository,
    Team,
)
from flow.ownership.count import count_night
from tests.bench.boards import COLUMNS
from tests.bench.database import freshen
from tests.bench.measures import QUICK
from tests.bench.report import line

SIZES = (1_000, 10_000) if QUICK else (10_000, 100_000)  # changes
COMPONENTS, CARDS, DEPLOYMENTS = 30, 2_000, 3_000
DAYS = 89
A_BATCH = 5_000


def report() -> None:
    """A night, and then the page with what it counted, with a tenth of the changes and with all."""
    call_command("collectstatic", interactive=False, verbosity=0)
    few, many = (_size(changes) for changes in SIZES)
    line(f"{SIZES[1]:,} changes against {SIZES[0]:,}: a night", f"{many[0] / few[0]:.2f}x", "")
    line("  the page", f"{many[1] / few[1]:.2f}x", "")


def _size(changes: int) -> tuple[float, float]:
    """How many seconds a night takes, and the page."""
    lead = Person.objects.create_user(f"owner-{changes}@example.org", name="Owner")
    board = _board(changes, lead)
    freshen()
    print()
    line(f"{changes:,} changes, {COMPONENTS} components", "Sluice", "target")
    began = time.perf_counter()
    count_night(board, board.day_of(timezone.now()))
    night = time.perf_counter() - began
    line("a night", f"{night:.1f} s", "<= 30 s")
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(lead)
    page = _page(client, board)
    line("the page, p50", f"{page * 1000:.0f} ms", "<= 50 ms")
    return night, page


def _page(client: Client, board: Board) -> float:
    page = f"/boards/{board.key}/ownership/"
    client.get(page)
    seconds = []
    for _ in range(20):
        began = time.perf_counter()
        assert client.get(page).status_code == 200
        seconds.append(time.perf_counter() - began)
    return statistics.median(seconds)


def _board(changes: int, lead: Person) -> Board:
    """Each change touches one to three components; half of them name a card."""
    dice = random.Random(9)
    board = Board.make("Owned", key=f"OWN{changes}"[:10], by=lead, columns=COLUMNS)
    column = board.columns.first()
    now = timezone.now()
    arrivals = [Arrival(str(n), f"Card {n}", [Visit(column, now)], now) for n in range(CARDS)]
    board.take_in(arrivals, source="bench", by=lead)
    numbers = list(Card.objects.filter(board=board).values_list("pk", flat=True))
    repository = Repository.connect(board, provider="other", name=f"bench/owned-{changes}", by=lead)
    teams = [
        Team.make(board, f"Team {n}", addresses=[f"team{n}-{changes}@example.org"])
        for n in range(5)
    ]
    components = Component.objects.bulk_create(
        Component(
            repository=repository, team=dice.choice(teams), name=f"part{n}", paths=[f"p{n}/**"]
        )
        for n in range(COMPONENTS)
    )
    deployments = Deployment.objects.bulk_create(
        Deployment(
            repository=repository,
            component=dice.choice(components),
            external_id=str(n),
            environment="production",
            is_production=True,
            sha=f"{n:040x}",
            status="succeeded",
            finished_at=(at := now - timedelta(days=dice.uniform(0, DAYS))),
            told_at=at,
            brings=1,
        )
        for n in range(DEPLOYMENTS)
    )
    of_component: dict[int, list[Deployment]] = {}
    for each in deployments:
        of_component.setdefault(each.component_id, []).append(each)
    rows = (
        Change(
            repository=repository,
            sha=f"{n:040x}",
            at=now - timedelta(days=dice.uniform(0, DAYS)),
            author=f"team{dice.randrange(6)}-{changes}@example.org",
            paths=[],
        )
        for n in range(changes)
    )
    while some := Change.objects.bulk_create(islice(rows, A_BATCH)):
        links = [
            ComponentChange(
                change=change,
                component=part,
                deployment=dice.choice(of_component.get(part.pk) or [None]),
            )
            for change in some
            for part in dice.sample(components, dice.choice((1, 1, 1, 2, 3)))
        ]
        ComponentChange.objects.bulk_create(links)
        through = Change.cards.through
        through.objects.bulk_create(
            through(change_id=each.pk, card_id=dice.choice(numbers))
            for each in some
            if dice.random() < 0.5
        )
    return board
