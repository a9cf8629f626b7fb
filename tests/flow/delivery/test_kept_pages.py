"""The page of delivery is kept until what it shows may be another, and is never old."""

import random
from datetime import UTC, datetime, timedelta
from unittest.mock import patch

import pytest
from django.db import transaction
from kombu.exceptions import OperationalError

from flow.delivery.measures import trunk
from flow.delivery.models import Build, Component, Delivery, Deployment, Incident, Repository
from flow.delivery.tasks import apply, forget, keep_pages
from flow.delivery.trunk_signs import TrunkSigns, states_before
from flow.metrics.reports.window import DayWindow
from tests.board.races.crowd import at_once
from tests.flow.delivery.forges import commit, sha

PAGE = "/boards/SLU/delivery/"
BEGIN = datetime(2026, 11, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def today(time_machine):
    time_machine.move_to("2026-11-30T12:00:00Z", tick=False)


@pytest.fixture
def visitor(browser_of, grace):
    return browser_of(grace)


@pytest.fixture
def statements(visitor, django_assert_max_num_queries):
    """How many statements the page takes now."""

    def ask() -> int:
        with django_assert_max_num_queries(100) as captured:
            assert visitor.get(PAGE).status_code == 200
        return len(captured)

    return ask


def test_a_page_that_is_kept_asks_for_nothing_that_grows(delivered, statements, visitor):
    first, second = statements(), statements()
    assert second <= 6 < first
    assert b"SLU-1" in visitor.get(PAGE).content


def _push(delivered, forge, applied, deploy, api, board, **_rest):
    forge.push(commit("late", "2026-11-20T12:00:00Z", "A late change"))
    applied()


def _deploy(delivered, forge, applied, deploy, api, board, **_rest):
    deploy(sha("c2"), "2026-11-19T12:00:00Z", id="d2")


CHANGES = {
    "a push": _push,
    "a deployment": _deploy,
    "a build": lambda pipeline, applied, **_: (
        pipeline.post("/builds", id="b2", sha="c" * 40, status="success", finished_at="2026-11-20"),
        applied(),
    ),
    "a verdict": lambda **_: Deployment.objects.get(copy_of__isnull=False).judge(False),
    "a kind": lambda **_: Deployment.objects.get(copy_of__isnull=False).call("hotfix"),
    "an incident": lambda component, **_: Incident.report(
        component, title="Late", detected_at=datetime(2026, 11, 20, tzinfo=UTC)
    ),
    "the end of an incident": lambda **_: Incident.objects.get().revise(
        restored_at=datetime(2026, 11, 20, tzinfo=UTC)
    ),
    "a component": lambda repository, team, **_: Component.make(
        repository, "web", paths=["web/**"], team=team
    ),
    "the name of a component": lambda component, **_: component.revise(name="ship"),
    "a component that goes": lambda component, **_: component.remove(),
    "the name of a team": lambda team, **_: team.revise(name="Pier"),
    "the name of a repository": lambda repository, **_: repository.revise(name="acme/pier"),
    "a repository that goes": lambda repository, **_: repository.delete(),
    "a card that is renamed": lambda delivered, grace, **_: delivered.revise(
        by=grace, title="Other"
    ),
}


@pytest.mark.parametrize("what", CHANGES)
def test_each_change_makes_the_page_anew(
    what,
    delivered,
    forge,
    applied,
    deploy,
    api,
    board,
    pipeline,
    component,
    repository,
    team,
    grace,
    statements,
):
    statements()
    before = statements()
    CHANGES[what](
        delivered=delivered,
        forge=forge,
        applied=applied,
        deploy=deploy,
        api=api,
        board=board,
        grace=grace,
        pipeline=pipeline,
        component=component,
        repository=repository,
        team=team,
    )
    assert statements() > before
    assert statements() <= before


def test_a_viewer_does_not_see_what_a_member_may_press(delivered, visitor, vera):
    assert b"Report an incident" in visitor.get(PAGE).content
    visitor.force_login(vera)
    assert b"Report an incident" not in visitor.get(PAGE).content


@pytest.fixture
def asked():
    """How often the task that keeps pages was asked for."""
    with patch.object(keep_pages, "apply_async") as asked:
        yield asked


def test_what_was_delivered_makes_the_page_before_anybody_opens_it(
    delivered, forge, repository, statements, visitor, vera, asked
):
    statements()
    kept = statements()
    for n in range(3):
        forge.push(commit(f"late{n}", "2026-11-20T12:00:00Z", "A late change"))
        apply(repository.pk)
    asked.assert_called_once()  # one task for all three
    keep_pages(*asked.call_args.args[0])
    assert statements() <= kept
    visitor.force_login(vera)
    assert statements() <= kept
    apply(repository.pk)
    asked.assert_called_once()  # nothing waited
    forge.push(commit("later", "2026-11-20T12:00:00Z", "A later change"))
    apply(repository.pk)
    assert asked.call_count == 2


def test_what_was_delivered_is_applied_where_its_pages_cannot_be_kept(
    delivered, forge, repository, visitor, asked
):
    asked.side_effect = OperationalError
    forge.push(commit("late", "2026-11-20T12:00:00Z", "SLU-1 late"))
    apply(repository.pk)
    assert not Delivery.objects.waiting().exists()
    assert visitor.get(PAGE).status_code == 200


@pytest.mark.parametrize("seed", range(40))
def test_the_colour_of_a_trunk_is_found_without_its_whole_history(repository, board, seed):
    """Against `trunk.states`, which goes through all builds; some stand at the same moment."""
    dice = random.Random(seed)
    rows = [
        Build(
            repository=repository,
            external_id=str(n),
            attempt=dice.randint(1, 2),
            sha="c" * 40,
            status=dice.choice(("succeeded", "failed")),
            finished_at=BEGIN + timedelta(hours=dice.randrange(700) // dice.choice((1, 100))),
        )
        for n in range(dice.randint(0, 12))
    ]
    Build.objects.bulk_create(rows)
    built = [
        trunk.Built(row.external_id, row.attempt, row.status == "succeeded", row.finished_at)
        for row in rows
    ]
    window = DayWindow((BEGIN + timedelta(7)).date(), (BEGIN + timedelta(20)).date())
    first, after = BEGIN + timedelta(7), BEGIN + timedelta(21)
    for moment in (first, after, None):
        earlier = [each for each in built if moment is None or each.at < moment]
        found = states_before({repository.pk: repository}, moment)
        assert [*found.values()] == trunk.states(earlier)[-1:]
    board.time_zone = "UTC"
    red = [seconds for at, seconds in trunk.red_times(built) if first <= at < after]
    figure = TrunkSigns(board, window).figures["red_to_green"]
    assert figure == trunk.red_to_green(red)


def test_old_versions_are_forgotten_but_the_last(repository, time_machine):
    for _ in range(3):
        repository.raise_version()
    last = repository.updates.latest("pk")
    forget()
    assert repository.updates.count() >= 3
    time_machine.move_to("2026-12-02T12:00:00Z", tick=False)
    forget()
    assert list(repository.updates.all()) == [last]
    before = Repository.objects.versions()
    repository.raise_version()
    assert Repository.objects.versions() != before


@pytest.mark.django_db(transaction=True)
def test_a_person_waits_for_no_delivery_that_is_applied(delivered, component, repository):
    """Who applies holds the repository, and asks for incidents, too: waiting would be a deadlock."""
    with transaction.atomic():
        assert Repository.objects.locked(repository.pk) == repository
        repository.raise_version()

        def say() -> None:
            incident = Incident.report(component, title="Late", detected_at=BEGIN)
            incident.revise(restored_at=BEGIN)
            Deployment.objects.get(copy_of__isnull=False).judge(False)

        at_once([say])
    assert Incident.objects.get(title="Late").restored_at == BEGIN
