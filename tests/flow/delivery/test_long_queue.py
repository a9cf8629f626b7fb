"""Many deliveries wait, one that nobody can apply among them, and two workers take them at once."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from flow.delivery import queue
from flow.delivery.models import Change, ComponentChange, Delivery, Deployment, Door
from tests.board.races.crowd import at_once
from tests.examples import examples
from tests.flow.delivery.forges import commit, pushed, sha

pytestmark = pytest.mark.django_db(transaction=True)

QUEUED = examples(300, many=10_000)
BATCHES = 20  # at least; of 10,000 they are as large as they usually are
EVERY = 10  # pushes are followed by a deployment
BEGIN = datetime(2026, 11, 2, tzinfo=UTC)


@pytest.fixture
def queued(repository, component) -> list[int]:
    """Pushes of a commit each, deployments, and in their middle one without a commit; their ids."""
    queue.apply_all(repository.pk)
    rows, before, pushes = [], "0" * 40, 0
    for nth in range(QUEUED):
        at = (BEGIN + timedelta(minutes=nth)).isoformat()
        if nth == QUEUED // 2:
            rows.append((Door.GITHUB, "deployment_status", deployed_nowhere(at)))
        elif nth % EVERY == EVERY - 1:
            said = {"id": str(nth), "environment": "production", "sha": before}
            rows.append((Door.DEPLOYMENTS, "", said | {"status": "success", "finished_at": at}))
        else:
            rows.append((Door.GITHUB, "push", pushed(commit(str(nth), at), before=before)))
            before = sha(str(nth))
            pushes += 1
    made = Delivery.objects.bulk_create(
        Delivery(
            repository=repository,
            door=door,
            event=event,
            key=str(nth),
            body=json.dumps(body).encode(),
        )
        for nth, (door, event, body) in enumerate(rows)
    )
    return [each.pk for each in made]


def deployed_nowhere(at: str):
    """A state of a deployment without a commit: it can be read, and cannot be applied."""
    return {
        "deployment": {"id": 1, "environment": "production"},
        "deployment_status": {"state": "success", "created_at": at},
        "repository": {"id": 7, "full_name": "acme/harbour", "default_branch": "main"},
    }


@pytest.fixture
def batches(monkeypatch) -> list[list[int]]:
    """The ids of the deliveries that are in memory together."""
    found: list[list[int]] = []
    fetch = queue._batch

    def seen(repository):
        batch = fetch(repository)
        found.append([each.pk for each in batch])
        return batch

    monkeypatch.setattr(queue, "A_BATCH", QUEUED // BATCHES)
    monkeypatch.setattr(queue, "_batch", seen)
    return found


def test_two_workers_apply_each_delivery_once_and_the_poison_alone_fails(
    queued, repository, batches
):
    def work() -> None:
        while Delivery.objects.waiting().exists():
            queue.apply_all(repository.pk)

    at_once([work, work])

    assert sorted(pk for batch in batches for pk in batch) == queued  # each was fetched once
    assert max(len(batch) for batch in batches) <= QUEUED // BATCHES
    poison = Delivery.objects.get(pk=queued[QUEUED // 2])
    assert (poison.state, poison.why) == (
        "failed",
        "A deployment needs an id, an environment and a sha.",
    )
    others = Delivery.objects.exclude(pk=poison.pk)
    assert set(others.values_list("state", "why")) == {("applied", "")}

    deployments = QUEUED // EVERY
    assert Deployment.objects.exclude(copy_of=None).count() == deployments
    assert Change.objects.count() == ComponentChange.objects.count() == QUEUED - deployments - 1
    first = Deployment.objects.exclude(copy_of=None).values_list("brings", flat=True)
    assert set(first.order_by("told_at")) == {
        EVERY - 1,
        EVERY - 2,
    }  # one push made room for the poison
