"""A delivery counts again what comes after it, and no more: with what counting all of it gives."""

import json
from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flow.delivery import changed_cards
from flow.delivery.models import Delivery, Door
from flow.delivery.queue import apply_all
from tests.examples import examples
from tests.flow.delivery.forges import commit, merged, pushed, sha
from tests.flow.delivery.random_ledgers import BEGIN, Ledger, ledgers
from tests.flow.delivery.test_any_order import rows, two_components  # noqa: F401

COMPONENTS = ("api", "web")


def deliveries(ledger: Ledger) -> list[tuple[Door, str, dict]]:
    """A push for each change, the pull request of a hotfix, and some states of each deployment."""
    told: list[tuple[Door, str, dict]] = []
    before = "0" * 40
    for n, change in enumerate(ledger.changes, start=1):
        at = (BEGIN + timedelta(hours=10 * n)).isoformat()
        message = f"This reverts commit {sha(change.takes_back)}." if change.takes_back else "More"
        paths = [f"{name}/a.py" for name in COMPONENTS[: 1 + n % 2]]
        told.append(
            (Door.GITHUB, "push", pushed(commit(f"c{n}", at, message, paths), before=before))
        )
        if change.is_hotfix:
            pull = merged(f"c{n}", at, at, number=n, head={"ref": f"hotfix/{n}"})
            told.append((Door.GITHUB, "pull_request", pull))
        before = sha(f"c{n}")
    for n, deployed in enumerate(ledger.deployments):
        at = (BEGIN + timedelta(hours=deployed.hour)).isoformat()
        said = {
            "id": str(n),
            "environment": "production",
            "sha": sha(deployed.sha)[: 10 if n % 4 == 3 else 40],
            "commits": [sha(name) for name in deployed.names],
            "kind": deployed.kind or None,
            "finished_at": at,
        }
        if not deployed.for_all:
            said["component"] = COMPONENTS[n % 3 == 2]
        for status in ("running", "success") if n % 3 == 0 else ("success",):
            told += [(Door.DEPLOYMENTS, "", said | {"status": status})]
    return told


def raw(repository, body: dict) -> bytes:
    """As it is kept: the API has the id of a component, of which a pipeline says the name."""
    component = body.get("component")
    found = {"component_id": repository.components.get(name=component).pk} if component else {}
    return json.dumps(body | found).encode()


@st.composite
def stories(draw: st.DrawFn) -> list[tuple[Door, str, dict]]:
    """The deliveries of a ledger, in any order."""
    return draw(st.permutations(deliveries(draw(ledgers()))))


@pytest.fixture
def counted_since(monkeypatch):
    """From when on each component was counted, one after the other."""
    found = []
    count = changed_cards.count_again
    monkeypatch.setattr(
        changed_cards, "count_again", lambda of, since: found.append(since) or count(of, since)
    )
    return found


@settings(
    max_examples=examples(6, many=400),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(story=stories())
def test_each_delivery_alone_gives_what_counting_all_gives(story, repository, two_components):  # noqa: F811
    with transaction.atomic():
        for nth, (door, event, body) in enumerate(story):
            kept = raw(repository, body)
            Delivery.receive(repository, door, key=str(nth), event=event, body=kept)
            apply_all(repository.pk)
            found = rows()
            repository.ask_to_count()
            apply_all(repository.pk)
            assert found == rows(), nth
        assert not Delivery.objects.exclude(state="applied").exists()
        transaction.set_rollback(True)


@pytest.fixture
def tell(repository, two_components):  # noqa: F811
    """Deliver one thing, and apply it: `tell(push)`, `tell(id="1", sha=...)`."""

    def tell(push=None, **said):
        facts = {"environment": "production", "status": "success"} | said
        door, event = (Door.GITHUB, "push") if push else (Door.DEPLOYMENTS, "")
        body = raw(repository, push or facts)
        Delivery.receive(repository, door, key=str(hash(body)), event=event, body=body)
        apply_all(repository.pk)

    return tell


def at(hour: int) -> str:
    return (BEGIN + timedelta(hours=hour)).isoformat()


def brought() -> dict[tuple[str, str], str | None]:
    """By which deployment each change came first, by component and sha."""
    return {(component, sha): deployment for component, sha, deployment in rows()[1]}


def test_a_component_that_loses_its_copy_of_a_deployment_is_counted_again(tell):
    tell(pushed(commit("c1", at(1), paths=["api/a.py", "web/a.py"])))
    tell(id="1", sha=sha("c1"), finished_at=at(2))
    tell(id="2", sha=sha("c1"), finished_at=at(3))
    assert brought() == {("api", sha("c1")): "1", ("web", sha("c1")): "1"}
    tell(id="1", sha=sha("c1"), finished_at=at(2), component="api")  # it was one of api alone
    assert brought() == {("api", sha("c1")): "1", ("web", sha("c1")): "2"}


def test_a_deployment_that_names_the_beginning_of_a_commit_brings_it_once_it_is_known(tell):
    tell(pushed(commit("c0", at(0), paths=["api/a.py"])))
    tell(id="1", sha="v1", commits=[sha("c1")[:10]], finished_at=at(2), component="api")
    tell(pushed(commit("c1", at(1), paths=["api/a.py"]), before=sha("c0")))
    assert brought() == {("api", sha("c0")): "1", ("api", sha("c1")): "1"}


def test_one_more_deployment_counts_its_component_from_there_on(tell, counted_since):
    tell(pushed(commit("c1", at(1), paths=["api/a.py", "web/a.py"])))
    tell(id="1", sha=sha("c1"), finished_at=at(2), component="api")
    tell(id="2", sha=sha("c1"), finished_at=at(3), component="web")
    assert counted_since == [BEGIN + timedelta(hours=2), BEGIN + timedelta(hours=3)]


def test_a_commit_that_comes_between_is_brought_by_a_deployment_that_names_a_beginning(tell):
    """The deployment was told before the commit that it names by its beginning was known."""
    tell(id="1", sha=sha("c2")[:10], finished_at=at(5), component="api")
    tell(pushed(commit("c0", at(0), paths=["api/a.py"])))
    tell(pushed(commit("c2", at(2), paths=["api/a.py"]), before=sha("c1")))
    tell(pushed(commit("c1", at(1), paths=["api/a.py"]), before=sha("c0")))
    assert brought() == {("api", sha(name)): "1" for name in ("c0", "c1", "c2")}
