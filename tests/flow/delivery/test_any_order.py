"""Deliveries in any order, each twice, in any batches: the same rows."""

import json
import random
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction

from flow.delivery import order_of_trunk
from flow.delivery.models import Change, ComponentChange, Delivery, Deployment, Door
from flow.delivery.order_of_trunk import arrange
from flow.delivery.queue import apply_all
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
        arrange(repository)
        assert rows() == found  # and so does putting all in order again
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


def from_day_to_day(dice: random.Random) -> list[tuple[Door, str, bytes]]:
    """Pushes of one commit or some, pull requests, deployments; mostly in their order."""
    story, tip, number = [], "0" * 40, 0
    for n in range(20):
        names = [f"n{n}{part}" for part in range(dice.choice((1, 1, 1, 3)))]
        commits = [
            commit(name, at(n + nth / 10 - dice.choice((0, 0, 0, 4))), f"Change {name}")
            for nth, name in enumerate(names)
        ]
        said = [("push", pushed(*commits, before=tip))]
        if dice.random() < 0.4:
            number += 1
            said.append(("pull_request", merged(names[-1], at(n - 5), at(n + 0.5), number=number)))
        dice.shuffle(said)
        story += [(Door.GITHUB, event, json.dumps(body).encode()) for event, body in said]
        tip = sha(names[-1])
        if dice.random() < 0.3:
            deployed = sha(f"n{dice.randint(max(0, n - 3), n)}0")
            facts = {"id": str(n), "environment": "production", "sha": deployed}
            facts |= {"status": "success", "finished_at": at(n + 0.7)}
            story.append((Door.DEPLOYMENTS, "", json.dumps(facts).encode()))
    for _late in range(2):
        story.insert(dice.randrange(len(story)), story.pop(dice.randrange(len(story))))
    return story


@pytest.mark.parametrize("seed", range(6))
def test_the_end_of_the_trunk_alone_gives_the_same_rows(
    seed, repository, two_components, monkeypatch
):
    """Against the whole trunk: with an end of so few commits that what is late is before it."""
    dice = random.Random(seed)
    story = from_day_to_day(dice)
    monkeypatch.setattr(order_of_trunk, "THE_END", 10_000)
    expected = told(repository, story, dice)
    monkeypatch.setattr(order_of_trunk, "THE_END", 2 + seed)
    assert told(repository, story, dice) == expected


def test_what_comes_to_the_end_is_put_in_order_alone(repository, two_components, monkeypatch):
    """A push reads the last commits, and none of the others; it counts no deployment again."""
    ends, counted = [], []
    find = order_of_trunk._EndOfTrunk.of
    monkeypatch.setattr(order_of_trunk, "THE_END", 5)
    monkeypatch.setattr(
        order_of_trunk._EndOfTrunk, "of", lambda *said: ends.append(find(*said)) or ends[-1]
    )
    monkeypatch.setattr(
        "flow.delivery.changed_cards.count_again", lambda *said: counted.append(said) or set()
    )
    tip = "0" * 40
    for n in range(9):
        body = json.dumps(pushed(commit(f"e{n}", at(n)), before=tip)).encode()
        Delivery.receive(repository, Door.GITHUB, key=str(n), event="push", body=body)
        tip = sha(f"e{n}")
        apply_all(repository.pk)
    assert [end is None for end in ends] == [True] * 5 + [False] * 4
    assert [*Change.objects.order_by("place").values_list("sha", flat=True)] == [
        sha(f"e{n}") for n in range(9)
    ]
    assert not counted
