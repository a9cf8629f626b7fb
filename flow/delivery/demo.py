"""The delivery of the demo board: two repositories, three components, and 90 days of changes and
deployments for the cards that its team finished, by fixed dice and by the verbs of delivery."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from hashlib import sha256
from random import Random

from django.apps import apps
from django.db import connection, transaction
from django.utils import timezone

from board.models import Board, Card, Person
from flow.delivery.facts import BuildFacts, ChangeFacts, DeliveryFacts, DeploymentFacts, PushFacts
from flow.delivery.learn import learn
from flow.delivery.models import Component, Incident, Provider, Repository, Team

SEED = 40
DAYS = 92
QUIET = timedelta(days=6)  # the last changes wait for their deployment
DEPLOYED_AT = time(10)
BUILT = timedelta(minutes=8)
BOOKING, BILLING = "harbour/booking", "harbour/billing"
PARTS = {"web": BOOKING, "api": BOOKING, "billing": BILLING}
OF_LABEL = {"billing": "billing", "prices": "billing", "api": "api", "reports": "api"}


@dataclass(frozen=True)
class MergedChange:
    """A change that was merged for a card, and the component that it belongs to."""

    sha: str
    at: datetime
    component: str
    change: ChangeFacts


def add_to(board: Board, owner: Person) -> None:
    """All of it, as it would have come in."""
    dice = Random(SEED)
    repositories = {
        name: Repository.connect(board, provider=provider, name=name, by=owner)
        for name, provider in ((BOOKING, Provider.GITHUB), (BILLING, Provider.GITLAB))
    }
    people = list(board.members.exclude(pk=owner.pk))
    addresses = [person.email for person in people]
    team = Team.make(board, "Harbour", members=people, addresses=addresses)
    components = {
        name: Component.make(
            repositories[repository],
            name,
            paths=["**"] if repository == BILLING else [f"{name}/**"],
            team=team,
        )
        for name, repository in PARTS.items()
    }
    merged = sorted(_merged(board, addresses, dice), key=lambda each: each.at)
    for name, repository in repositories.items():
        own = [each for each in merged if PARTS[each.component] == name]
        facts = DeliveryFacts(
            changes=[each.change for each in own],
            pushes=list(_pushes(own)),
            builds=list(_builds(own, dice)),
            deployments=list(_deployments(board, own, dice)),
        )
        learn(repository, [facts], received_at=timezone.now(), is_history=True)
        repository.updates.to_count().update(is_to_count=False)
    _incidents(components)
    _count_rows()


def _count_rows() -> None:
    """Let PostgreSQL know how many rows are new: what follows asks for figures of all of them."""
    names = [model._meta.db_table for model in apps.get_app_config("delivery").get_models()]
    tables = ", ".join(map(connection.ops.quote_name, [*names, Card._meta.db_table]))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '60s'")  # autovacuum may be at one of them
        cursor.execute(f"ANALYZE {tables}")


def _merged(board: Board, addresses: Sequence[str], dice: Random) -> Iterator[MergedChange]:
    """One to three changes for each card that is finished, or near it."""
    since = timezone.now() - timedelta(DAYS)
    cards = Card.objects.filter(board=board, started_at__gte=since).order_by("number")
    for card in cards.prefetch_related("labels"):
        if card.finished_at is None and card.column.name not in ("Review", "Release"):
            continue
        end = card.finished_at or timezone.now() - timedelta(hours=dice.randint(3, 30))
        for nth in range(dice.choices((1, 2, 3), (6, 3, 1))[0]):
            label = next((each.name for each in card.labels.all()), "")
            component = OF_LABEL.get(label, "web") if nth == 0 else dice.choice(("web", "api"))
            at = end - timedelta(hours=dice.uniform(1, 20) + 22 * nth)
            if at > since:
                yield _change(card, nth, component, at, addresses, dice)


def _change(
    card: Card, nth: int, component: str, at: datetime, addresses: Sequence[str], dice: Random
) -> MergedChange:
    files = dice.choices((2, 4, 8, 24), (5, 5, 3, 1))[0]
    added = dice.randint(4, 18) * files
    sha = sha256(f"{card.number} {nth}".encode()).hexdigest()[:40]
    folder = "src" if component == "billing" else component
    return MergedChange(
        sha,
        at,
        component,
        ChangeFacts(
            sha=sha,
            committed_at=at,
            merged_at=at,
            opened_at=at - timedelta(hours=dice.uniform(1, 30)),
            title=f"{card.key} {card.title} (#{card.number * 3 + nth})",
            branch=f"{card.key.lower()}-{nth + 1}",
            author=dice.choice(addresses),
            pull=card.number * 3 + nth,
            pull_commits=1,
            paths=[f"{folder}/part_{number}.py" for number in range(files)],
            files=files,
            added=added,
            removed=added // 4,
        ),
    )


def _pushes(merged: Sequence[MergedChange]) -> Iterator[PushFacts]:
    before = "0" * 40
    for each in merged:
        yield PushFacts(before, each.sha, [each.sha])
        before = each.sha


def _builds(merged: Sequence[MergedChange], dice: Random) -> Iterator[BuildFacts]:
    """Most are green at first; the others at the second attempt."""
    for each in merged:
        done = each.at + BUILT
        is_red = dice.random() < 0.09
        status = "failed" if is_red else "succeeded"
        yield BuildFacts(each.sha[:10], each.sha, status, 1, each.at, done)
        if is_red:
            later = done + timedelta(minutes=dice.randint(12, 140))
            yield BuildFacts(each.sha[:10], each.sha, "succeeded", 2, done, later)


def _deployments(
    board: Board, merged: Sequence[MergedChange], dice: Random
) -> Iterator[DeploymentFacts]:
    """Each component at ten o'clock after a change was merged; now and then back, and once more."""
    waits: defaultdict[tuple[str, datetime], list[MergedChange]] = defaultdict(list)
    for each in merged:
        if each.at < timezone.now() - QUIET:
            waits[each.component, _next_ten(board, each.at)].append(each)
    last: dict[str, str] = {}
    for (component, at), some in sorted(waits.items(), key=lambda each: each[0][1]):
        sha = some[-1].sha
        yield _deployed(component, sha, at)
        if component in last and dice.random() < 0.07:
            yield _deployed(component, last[component], at + timedelta(hours=1, minutes=10))
            yield _deployed(component, sha, at + timedelta(hours=5), kind="hotfix")
        elif dice.random() < 0.05:
            yield _deployed(component, sha, at - timedelta(minutes=40), status="failed")
        last[component] = sha


def _deployed(
    component: str, sha: str, at: datetime, *, status: str = "succeeded", kind: str = ""
) -> DeploymentFacts:
    return DeploymentFacts(
        id=f"{component}-{at:%Y%m%d%H%M}",
        environment="production",
        sha=sha,
        status=status,
        component=component,
        started_at=at - timedelta(minutes=6),
        finished_at=at,
        kind=kind,
    )


def _next_ten(board: Board, at: datetime) -> datetime:
    day = board.day_of(at)
    ten = datetime.combine(day, DEPLOYED_AT, board.zone)
    return ten if ten > at else ten + timedelta(1)


def _incidents(components: dict[str, Component]) -> None:
    """Each rollback was for an incident, which its deployment had caused."""
    words = {
        "web": "The berth map stays empty on phones",
        "api": "Bookings are answered twice",
        "billing": "Invoices show the wrong pier",
    }
    for name, component in components.items():
        back = component.deployments.in_production().rolled_back().latest_first()[:2]
        for deployment in back:
            assert deployment.finished_at is not None
            at = deployment.finished_at
            Incident.report(
                component,
                external_id=deployment.external_id,
                title=words[name],
                detected_at=at + timedelta(minutes=20),
                restored_at=at + timedelta(hours=1, minutes=10),
                caused_by=deployment.external_id,
            )
