"""The pages of delivery in a real browser: for everybody, in both themes, desk and phone."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from flow.delivery.facts import BuildFacts, ChangeFacts, DeliveryFacts, DeploymentFacts, PushFacts
from flow.delivery.learn import learn
from flow.delivery.models import Component, Deployment, Incident, Repository, Team
from tests.browser.axe import wrong_in_every_look
from tests.flow.delivery.forges import sha

HERE = "/boards/SLU/delivery/"


@pytest.fixture
def outage(transactional_db, board, ada, grace):
    """A change in production whose deployment failed, a large one that waits, a red trunk."""
    repository = Repository.connect(board, provider="github", name="acme/harbour", by=ada)
    team = Team.make(board, "Harbour", members=[grace], addresses=["grace@example.org"])
    Component.make(repository, "app", paths=["**"], team=team)
    at = timezone.now() - timedelta(days=3)
    changes = [
        ChangeFacts(
            sha("a"), at, at, title="SLU-1 small", paths=["a.py"], files=1, added=1, removed=1
        ),
        ChangeFacts(
            sha("b"), at, at, title="large", paths=["b.py"], files=30, added=900, removed=1
        ),
    ]
    deployed = DeploymentFacts("d1", "production", sha("a"), "succeeded", "app", at, at)
    built = BuildFacts("b1", sha("b"), "failed", 1, at, at)
    pushes = [PushFacts("0" * 40, sha("b"), [sha("a"), sha("b")])]
    facts = DeliveryFacts(changes, pushes, [deployed], [built])
    learn(repository, [facts], received_at=at)
    component = Component.objects.get()
    return Incident.report(component, title="Nobody can pay", detected_at=at, caused_by="d1")


def test_the_pages_can_be_used_by_everybody(page, live_server, sign_in, outage, ada):
    sign_in(ada)
    deployment = Deployment.objects.exclude(component=None).get()
    paths = (
        *(HERE, f"{HERE}set-up/", f"{HERE}figures/change-fail-rate/", f"{HERE}new-incident/"),
        *(f"{HERE}deployments/{deployment.pk}/", f"{HERE}incidents/{outage.pk}/"),
        f"{HERE}components/{deployment.component_id}/",
    )
    assert wrong_in_every_look(page, [live_server.url + path for path in paths]) == []


def test_from_a_figure_to_the_incident_and_its_end(page, live_server, sign_in, outage, grace):
    sign_in(grace)
    page.goto(live_server.url + HERE)
    page.get_by_role("link", name="1", exact=True).nth(1).click()
    expect(page.get_by_role("heading", name="Change fail rate", level=1)).to_be_visible()
    page.locator("tbody a").first.click()
    page.get_by_role("link", name="Failed: caused “Nobody can pay”").click()
    page.get_by_label("Restored at").fill(timezone.now().strftime("%Y-%m-%dT%H:%M"))
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".page__head")).to_contain_text("restored")
