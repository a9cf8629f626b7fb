"""What delivery says at the standup, in the digest, as alerts and on the page of flow."""

from datetime import timedelta

import pytest
from django.utils import timezone

from board.models import Card
from flow.alerts.models import Alert, Watch
from flow.alerts.morning.facts import Morning
from flow.alerts.scans import catch_up
from flow.delivery.models import Deployment, Incident
from flow.standup.calls import calls_of
from flow.standup.models import Standup
from flow.standup.walk import Walk
from tests.flow.delivery.forges import sha

HERE = "/boards/SLU/delivery/"


@pytest.fixture(autouse=True)
def today(time_machine):
    time_machine.move_to("2026-11-30T12:00:00Z", tick=False)


@pytest.fixture
def calls(board, grace):
    def ask():
        standup = Standup.begin(board, by=grace, since_version=0)
        return calls_of(Walk(standup, board, grace, timezone.now()))

    return ask


@pytest.fixture
def alerts(board, browser_of, vera):
    """The kinds of delivery's alerts that stand, after a look; and the page that lists them."""

    def look():
        Watch.objects.look_again(board)
        catch_up(board.pk)
        standing = Alert.objects.of(board).standing().values_list("kind", flat=True)
        page = browser_of(vera).get("/boards/SLU/alerts/").content.decode()
        return set(standing) & {"red", "incident", "failed", "undeployed"}, page

    return look


def test_a_standup_calls_the_red_trunk_first_then_the_incident_and_what_waits(
    delivered, calls, board
):
    board.refresh_from_db()
    found = [each for each in calls() if each.href.startswith(HERE)]
    incident = Incident.objects.get()
    assert [(each.href, each.presses) for each in found] == [
        (f"{HERE}#trunk", True),
        (f"{HERE}incidents/{incident.pk}/", True),
        (f"{HERE}#waiting", False),
    ]
    words = [each.words.replace("\u2068", "").replace("\u2069", "") for each in found]
    assert words == [
        "The trunk of acme/harbour is red",
        "Open incident: Nobody can <pay>",
        "1 finished card waits for deployment",
    ]


def test_what_is_over_is_called_no_more(delivered, calls, board, deploy, pipeline, applied):
    made_well(deploy, pipeline, applied)
    board.refresh_from_db()
    assert not [each for each in calls() if each.href.startswith(HERE)]


def test_the_digest_has_a_section_of_delivery(delivered, board, deploy, pipeline, applied, ada):
    board.refresh_from_db()
    [section] = sections(board, None)
    assert section.headline == "the trunk is red"
    assert [line.path for line in section.lines] == [
        f"{HERE}#trunk",
        f"{HERE}incidents/{Incident.objects.get().pk}/",
    ]
    since = board.version
    Deployment.objects.update(finished_at=timezone.now() - timedelta(3))
    made_well(deploy, pipeline, applied, at="2026-11-30T12:00:00Z")
    board.refresh_from_db()
    [section] = sections(board, since)
    assert section.headline == "1 deployment"
    board.switch_practices(by=ada, delivery=False)
    board.refresh_from_db()
    assert sections(board, since) == []


def test_each_kind_of_alert_stands_while_it_is_so(
    delivered, alerts, board, deploy, pipeline, applied
):
    Card.objects.filter(pk=delivered.pk).update(finished_at=timezone.now() - timedelta(days=6))
    deploy(sha("c2"), "2026-11-19T12:00:00Z", id="d2", status="failure")
    kinds, page = alerts()
    assert kinds == {"red", "incident", "failed"}  # seven days are not over
    assert f'href="{HERE}#trunk"' in page
    assert "did not reach production on 19 November." in page
    Card.objects.filter(pk=delivered.pk).update(finished_at=timezone.now() - timedelta(days=7))
    assert alerts()[0] == {"red", "incident", "failed", "undeployed"}
    made_well(deploy, pipeline, applied)
    assert alerts()[0] == set()


def test_the_page_of_flow_says_the_development_cycle_time_beside_the_cycle_time(
    delivered, deploy, browser_of, vera, board, ada
):
    page = browser_of(vera).get("/boards/SLU/flow/").content.decode()
    assert "no data, because no finished card reached production" in page
    Card.objects.filter(pk=delivered.pk).update(started_at="2026-11-17T08:00:00Z")
    deploy(sha("c2"), "2026-11-19T12:00:00Z", id="d2")
    page = browser_of(vera).get("/boards/SLU/flow/").content.decode()
    assert "85 % of the cards took 3 days or fewer (1 in all)." in page
    assert "cycle time ends when the card is done on the board" in page
    board.refresh_from_db()
    board.switch_practices(by=ada, delivery=False)
    assert (
        "Development cycle time" not in browser_of(vera).get("/boards/SLU/flow/").content.decode()
    )


def made_well(deploy, pipeline, applied, at="2026-11-20T12:00:00Z"):
    """All came to production, the trunk is green, and the incident is over."""
    deploy(sha("c2"), at, id="d3")
    pipeline.post("/builds", id="b2", sha=sha("c2"), status="success", finished_at=at)
    assert pipeline.patch("/incidents/i1", restored_at="2026-11-18T14:00:00Z").status_code == 200
    applied()


def sections(board, since):
    found = Morning(board, since, timezone.now()).sections
    return [each for each in found if each.title == "Delivery"]
