"""Incidents that the deployment of another team caused: tied to it, and counted beside the answers."""

from itertools import permutations

import pytest

from board.models import Board
from flow.delivery.learn import learn
from flow.delivery.models import Component, Deployment, Incident, Repository, Team
from tests.flow.ownership.conftest import NOON, Trunk, hours


@pytest.fixture
def dock(board, parts) -> Team:
    """Dock office owns c; Harbour owns a and b."""
    team = Team.make(board, "Dock office", addresses=["dock@example.org"])
    parts["c"].revise(team=team)
    return team


def report(component: Component, cause: str, **said) -> Incident:
    facts = {"title": "No fares", "detected_at": NOON + hours(2), "caused_by": cause}
    return Incident.report(component, **facts | said)


def deployed(trunk, part: str, **said) -> str:
    """A production deployment of a part at noon; its id."""
    trunk.deploy(part, trunk.merge(f"{part}/1"), NOON, **said)
    return f"{part} {NOON.isoformat()}"


def cause_of(incident: Incident) -> str | None:
    found = Incident.objects.get(pk=incident.pk).caused_by
    return found.component.name if found and found.component else None


def test_an_incident_names_the_deployment_of_another_component(trunk, parts, dock):
    assert cause_of(report(parts["a"], deployed(trunk, "c"))) == "c"


def test_the_deployment_may_come_after_the_incident(trunk, parts, dock):
    incident = report(parts["a"], f"c {NOON.isoformat()}")
    assert cause_of(incident) is None
    deployed(trunk, "c")
    assert cause_of(incident) == "c"


@pytest.mark.parametrize("order", list(permutations(["a", "b", "incident"])))
def test_of_two_with_one_id_its_own_is_the_cause_in_any_order(trunk, parts, dock, order):
    for what in order:
        if what == "incident":
            incident = report(parts["a"], "run 7")
        else:
            learn_of(trunk, what)
    assert cause_of(incident) == "a"


@pytest.mark.parametrize("order", list(permutations(["b", "c", "incident"])))
def test_of_two_others_with_one_id_none_is_the_cause_in_any_order(trunk, parts, dock, order):
    for what in order:
        if what == "incident":
            incident = report(parts["a"], "run 7")
        else:
            learn_of(trunk, what)
    assert cause_of(incident) is None


def learn_of(trunk, part: str) -> None:
    """A production deployment of the part, with an id that others have too."""
    from django.utils import timezone  # noqa: PLC0415

    from flow.delivery.facts import DeliveryFacts, DeploymentFacts  # noqa: PLC0415

    told = DeploymentFacts(
        id="run 7",
        sha=trunk.merge(f"{part}/1"),
        component=part,
        environment="production",
        status="succeeded",
        finished_at=NOON,
    )
    learn(trunk.repository, [DeliveryFacts(deployments=[told])], received_at=timezone.now())


def test_a_component_of_another_repository_of_the_board_may_be_the_cause(board, parts, dock, ada):
    other = Repository.connect(board, provider="gitlab", name="acme/billing", by=ada)
    Component.make(other, "billing", paths=["**"], team=dock)
    incident = report(parts["a"], f"billing {NOON.isoformat()}")
    trunk = Trunk(other)
    trunk.deploy("billing", trunk.merge("x"), NOON)
    assert cause_of(incident) == "billing"


def test_a_component_of_a_board_that_has_nothing_to_do_with_it_is_no_cause(parts, dock, sam):
    columns = [("Do", "active"), ("Did", "done")]
    quay = Board.make("Quay", key="QUAY", by=sam, columns=columns)
    other = Repository.connect(quay, provider="github", name="acme/quay", by=sam)
    team = Team.make(quay, "Quay hands")
    Component.make(other, "crane", paths=["**"], team=team)
    trunk = Trunk(other)
    incident = report(parts["a"], f"crane {NOON.isoformat()}")
    trunk.deploy("crane", trunk.merge("x"), NOON)
    incident.tie()
    assert incident.caused_by is None


def test_staging_causes_nothing(trunk, parts, dock):
    assert cause_of(report(parts["a"], deployed(trunk, "c", environment="staging"))) is None


def test_what_another_team_caused_is_counted_beside_the_answers(
    trunk, parts, dock, api, browser_of, ada
):
    own, other = deployed(trunk, "a"), deployed(trunk, "c")
    report(parts["a"], own, external_id="1")
    report(parts["a"], other, external_id="2")
    report(parts["a"], "", external_id="3")
    report(parts["c"], other, external_id="4")
    said = {name: api.get(f"/components/{parts[name].pk}").json() for name in "abc"}
    assert [(each["incidents"], each["incidents_by_others"]) for each in said.values()] == [
        (3, 1),
        (0, 0),
        (1, 0),
    ]
    words = "3 incidents in 90 days, 1 of them caused by a deployment of another team."
    for page in ("", f"components/{parts['a'].pk}/"):
        assert words in browser_of(ada).get(f"/boards/SLU/ownership/{page}").content.decode()


def test_the_deployment_that_hurt_another_component_has_failed(trunk, parts, dock):
    report(parts["a"], deployed(trunk, "c"))
    assert Deployment.objects.get(component=parts["c"]).failed_because == "incident"


def test_a_person_picks_the_deployment_of_another_component(trunk, parts, dock, browser_of, grace):
    learn_of(trunk, "a")
    learn_of(trunk, "c")
    incident = report(parts["a"], "")
    where = f"/boards/SLU/delivery/incidents/{incident.pk}/"
    cause = Deployment.objects.get(component=parts["c"])
    page = browser_of(grace)
    at = "2026-11-20T14:00"
    said = {"title": "No fares", "detected_at": at, "cause": cause.pk}
    assert page.post(where, said).status_code == 302
    assert cause_of(incident) == "c"
    learn_of(trunk, "b")
    assert cause_of(incident) == "c"
    assert "the deployment of c of 20 November" in page.get(where).content.decode()


def test_a_pipeline_names_the_deployment_of_another_component(trunk, parts, dock, pipeline):
    cause = deployed(trunk, "c")
    answer = pipeline.post(
        "/incidents", component="a", title="No fares", detected_at=NOON.isoformat(), caused_by=cause
    )
    assert (answer.status_code, answer.json()["caused_by"]) == (201, cause)
    assert answer.json()["deployment"] == Deployment.objects.get(component=parts["c"]).pk
