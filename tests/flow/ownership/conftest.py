from contextlib import contextmanager
from datetime import datetime, timedelta
from hashlib import sha256
from itertools import count

import pytest
from django.utils import timezone

from flow.delivery.facts import ChangeFacts, DeliveryFacts, DeploymentFacts, PushFacts
from flow.delivery.learn import learn
from flow.delivery.models import Component, Repository
from tests.flow.delivery.conftest import (  # noqa: F401
    api,
    calls,
    component,
    pipeline,
    query_count,
    repository,
    team,
)

NOON = datetime.fromisoformat("2026-11-20T12:00:00+00:00")


class Trunk:
    """The trunk of a repository: changes that are merged, and deployments that follow."""

    def __init__(self, of: Repository):
        self.repository = of
        self.numbers = count(1)
        self.last = "0" * 40
        self.waiting: list[DeliveryFacts] | None = None

    def merge(self, *paths: str, words: str = "", at=NOON, author="grace@example.org") -> str:
        """A change of these paths; its sha."""
        sha = sha256(f"{self.repository.pk} {next(self.numbers)}".encode()).hexdigest()[:40]
        change = ChangeFacts(
            sha=sha, committed_at=at, merged_at=at, title=words, author=author, paths=list(paths)
        )
        self._learn(changes=[change], pushes=[PushFacts(self.last, sha, [sha])])
        self.last = sha
        return sha

    def deploy(self, part: str, sha: str, at: datetime, **said) -> None:
        facts = {"environment": "production", "status": "succeeded", "finished_at": at}
        told = DeploymentFacts(
            id=f"{part} {at.isoformat()}", sha=sha, component=part, **facts | said
        )
        self._learn(deployments=[told])

    @contextmanager
    def at_once(self):
        """What is told in this block is learned together, at its end."""
        self.waiting = []
        yield
        told, self.waiting = self.waiting, None
        learn(self.repository, told, received_at=timezone.now())

    def _learn(self, **facts) -> None:
        if self.waiting is not None:
            self.waiting.append(DeliveryFacts(**facts))
            return
        learn(self.repository, [DeliveryFacts(**facts)], received_at=timezone.now())


@pytest.fixture
def trunk(repository) -> Trunk:  # noqa: F811
    return Trunk(repository)


@pytest.fixture
def parts(repository, team, time_machine) -> dict[str, Component]:  # noqa: F811
    """Three components, each with a folder of its name: a, b and c. It is the 29th of November."""
    time_machine.move_to("2026-11-29T12:00:00Z", tick=False)
    return {
        name: Component.make(repository, name, paths=[f"{name}/**"], team=team) for name in "abc"
    }


def hours(n: float) -> timedelta:
    return timedelta(hours=n)
