import json

import pytest
from django.test import Client

from flow.delivery.models import Component, Repository, Team
from flow.delivery.queue import apply_all
from tests.board.api.conftest import Caller, api, calls, query_count  # noqa: F401
from tests.flow.delivery.forges import Forge, commit, sha


@pytest.fixture
def team(board, grace) -> Team:
    """Harbour, which commits as grace@example.org."""
    return Team.make(board, "Harbour", members=[grace], addresses=["grace@example.org"])


@pytest.fixture
def repository(board, ada) -> Repository:
    return Repository.connect(board, provider="github", name="acme/harbour", by=ada)


@pytest.fixture
def component(repository, team) -> Component:
    """All of the repository."""
    return Component.make(repository, "app", paths=["**"], team=team)


@pytest.fixture
def forge(repository) -> Forge:
    """GitHub, which knows the repository's secret."""
    return Forge(repository)


@pytest.fixture
def applied(repository):
    """Apply what was delivered: `applied()`."""
    return lambda: apply_all(repository.pk)


@pytest.fixture
def pipeline(repository):
    """A pipeline with a token of the repository: `pipeline.post("/deployments", ...)`."""
    from flow.delivery.models import RepositoryToken  # noqa: PLC0415

    caller = Caller(None)
    token = RepositoryToken.issue(repository, name="deploy.yml")
    caller.headers = {"Authorization": f"Bearer {token}"}
    return caller


@pytest.fixture
def deploy(pipeline, repository):
    """Tell of a production deployment, and have it applied."""

    def deploy(sha: str, at: str, **said):
        facts = {"id": f"{sha}@{at}", "environment": "production", "status": "success"}
        answer = pipeline.post("/deployments", **(facts | {"sha": sha, "finished_at": at} | said))
        assert answer.status_code == 202, answer.content
        apply_all(repository.pk)

    return deploy


@pytest.fixture
def log(pipeline, repository):
    """Tell a log of git, and have it applied."""

    def log(text: str):
        answer = Client().generic(
            "POST",
            f"/api/v1/repositories/{repository.pk}/log",
            text.encode(),
            content_type="text/plain",
            headers=pipeline.headers,
        )
        assert answer.status_code == 202, answer.content
        apply_all(repository.pk)
        return json.loads(answer.content)

    return log


@pytest.fixture
def dora(api):  # noqa: F811
    """The five measures of the board: `dora("2026-11-01", "2026-11-28")`."""

    def ask(first: str, last: str, **query):
        answer = api.get("/boards/SLU/delivery/dora", **{"from": first, "to": last}, **query)
        assert answer.status_code == 200, answer.content
        return answer.json()

    return ask


@pytest.fixture
def delivered(build, done, card_in, component, forge, applied, pipeline, deploy, grace):
    """A card whose change was deployed and failed, one that waits, an incident, a red build."""
    card = card_in(build)
    card.move_to(done, by=grace)
    forge.push(
        commit("c1", "2026-11-17T12:00:00Z", "SLU-1 quay"),
        commit("c2", "2026-11-18T12:00:00Z", "SLU-1 pier"),
    )
    applied()
    deploy(sha("c1"), "2026-11-18T12:00:00Z", id="d1")
    pipeline.post(
        "/incidents",
        component="app",
        title="Nobody can <pay>",
        detected_at="2026-11-18T13:00:00Z",
        caused_by="d1",
        id="i1",
    )
    pipeline.post(
        "/builds", id="b1", sha=sha("c2"), status="failed", finished_at="2026-11-18T12:30:00Z"
    )
    applied()
    return card
