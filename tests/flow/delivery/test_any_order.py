"""Deliveries in any order, each twice, in any batches: the same rows; and an oracle of the five."""

import json
import random
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction

from flow.delivery.applying import apply_all
from flow.delivery.counting import Merged, ToProduction, count
from flow.delivery.models import Change, ComponentChange, Delivery, Deployment, Door
from tests.flow.delivery.forges import commit, logged, merged, pushed, sha

BEGIN = datetime(2026, 11, 2, 8, tzinfo=UTC)


def at(hours: float) -> str:
    return (BEGIN + timedelta(hours=hours)).isoformat()


def everything() -> list[tuple[Door, str, bytes]]:
    """A story of two weeks: pushes, merges, a log, deployments with their states, a rollback."""
    story: list[tuple[Door, str, bytes]] = []

    def tell(event: str, body, door: Door = Door.GITHUB) -> None:
        raw = body.encode() if isinstance(body, str) else json.dumps(body).encode()
        story.append((door, event, raw))

    before = "0" * 40
    for n in range(6):
        parts = [commit(f"p{n}{m}", at(10 * n + m / 10), paths=["api/a.py"]) for m in range(3)]
        whole = commit(f"m{n}", at(10 * n + 1), f"Merge pull request #{n} from x", ())
        tell("push", pushed(*parts, whole, before=before))
        tell("pull_request", merged(f"m{n}", at(10 * n - 5), at(10 * n + 1), number=n))
        before = sha(f"m{n}")
    tell("", logged("m2", at(21), "Merge pull request #2", [("api/a.py", 9, 9)], "m1"), Door.LOG)
    for n, name in enumerate(["m0", "m2", "m1", "m3", "m5"]):
        for status in ("pending", "running", "success"):
            said = {"id": str(n), "environment": "production", "sha": sha(name), "status": status}
            tell("", said | {"finished_at": at(12 * n + 40)}, Door.DEPLOYMENTS)
    return story


def rows():
    """All that follows from the deliveries."""
    return (
        sorted(
            Change.objects.values_list(
                *("sha", "place", "part_of__sha", "title", "pull", "files", "added", "removed"),
                *("at", "is_gone"),
            ),
            key=str,
        ),
        sorted(
            ComponentChange.objects.values_list(
                "component__name", "change__sha", "deployment__external_id"
            ),
            key=str,
        ),
        sorted(
            Deployment.objects.values_list(
                *("external_id", "component__name", "status", "kind", "brings", "finished_at"),
                *("followed_by__external_id", "sha"),
            ),
            key=str,
        ),
    )


def told(repository, story, dice: random.Random):
    """The rows that are there after these deliveries, which are undone again."""
    with transaction.atomic():
        for place, (door, event, body) in enumerate(story):
            Delivery.receive(
                repository,
                door,
                key=f"{event}{body.hex()[-99:]}{hash(body)}",
                event=event,
                body=body,
            )
            if dice.random() < 0.4 or place == len(story) - 1:
                apply_all(repository.pk)
        found = rows()
        assert not Delivery.objects.exclude(state="applied").exists()
        repository.ask_to_count()
        apply_all(repository.pk)
        assert rows() == found  # counting all again says what was counted batch by batch
        transaction.set_rollback(True)
    return found


@pytest.fixture
def two_components(repository, team):
    repository.components.create(name="api", paths=["api/**"], team=team)
    repository.components.create(name="web", paths=["web/**"], team=team)


def test_any_order_ends_in_the_same_rows(repository, two_components):
    story = everything()
    expected = told(repository, story, random.Random(0))
    assert [row[2] for row in expected[0]].count(None) == 6  # changes: the rest are parts
    assert [row[3] for row in expected[2] if row[1] == "api"] == [
        "normal",
        "normal",
        "rollback",
        "normal",
        "normal",
    ]
    for seed in range(1, 5):
        dice = random.Random(seed)
        twice = story * 2
        dice.shuffle(twice)
        assert told(repository, twice, dice) == expected, seed


def oracle(deployments, changes):
    """What each deployment brought first, and which failed; said once more, slowly and plainly."""
    in_production, current, failed, before, kinds, brought = set(), 0, set(), [], [], {}
    for number, (hour, place) in enumerate(deployments):
        brings = {c for c in range(1, changes + 1) if current < c <= place}
        kind = "redeploy" if place == current else "rollback" if place < current else "normal"
        if kind == "rollback":
            able = [(n, h) for n, h, can in before if can]
            if able and hour - able[-1][1] <= 24:
                failed.add(able[-1][0])
        for c in brings - in_production:
            brought[c] = number
        in_production |= brings
        before.append((number, hour, bool(brings)))
        kinds.append(kind)
        current = place
    return kinds, brought, failed


@pytest.mark.parametrize("seed", range(300))
def test_random_ledgers_agree_with_an_oracle(seed):
    dice = random.Random(seed)
    changes = dice.randint(1, 8)
    hours = sorted(dice.sample(range(200), dice.randint(1, 9)))
    ledger = [(hour, dice.randint(1, changes)) for hour in hours]
    kinds, brought, failed = oracle(ledger, changes)
    shuffled = [
        ToProduction(id=n + 1, at=BEGIN + timedelta(hours=hour), sha=f"c{place}")
        for n, (hour, place) in enumerate(ledger)
    ]
    dice.shuffle(shuffled)
    counted, first = count(
        shuffled,
        [Merged(id=n, sha=f"c{n}", place=n) for n in range(1, changes + 1)],
        {f"c{n}": n for n in range(1, changes + 1)},
    )
    assert [each.kind for each in counted] == kinds
    assert {change: told - 1 for change, told in first.items()} == brought
    assert {each.id - 1 for each in counted if each.followed_by} == failed
