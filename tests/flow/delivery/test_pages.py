"""The pages of delivery: who may open them, where figures lead, what they do without a script."""

import csv
import io

import pytest
from django.urls import reverse

from flow.delivery.models import Component, Delivery, Deployment, Incident, Repository, Team
from flow.delivery.models import RepositoryToken as Token
from flow.delivery.urls import urlpatterns
from tests.flow.delivery.forges import commit, logged, sha

LOOKING = {"ada": 200, "grace": 200, "vera": 200, "sam": 404}
MAKING = {"ada": 200, "grace": 200, "vera": 403, "sam": 404}
SETTING = {"ada": 200, "grace": 403, "vera": 403, "sam": 404}
CHANGING = {"ada": 302, "grace": 302, "vera": 403, "sam": 404}
LEADING = {"ada": 302, "grace": 403, "vera": 403, "sam": 404}
ONCE = {"ada": 200, "grace": 403, "vera": 403, "sam": 404}

# name of the URL: (what is posted, or None to look; what each of the cast gets)
PAGES = {
    "delivery": (None, LOOKING),
    "delivery-deployments": (None, LOOKING),
    "delivery-deployments-csv": (None, LOOKING),
    "delivery-behind": (None, LOOKING),
    "delivery-behind-csv": (None, LOOKING),
    "delivery-chart": (None, LOOKING),
    "delivery-chart-data": (None, LOOKING),
    "delivery-chart-csv": (None, LOOKING),
    "delivery-chart-picture": (None, LOOKING),
    "delivery-deployment": (None, LOOKING),
    "delivery-component": (None, LOOKING),
    "delivery-incident": (None, LOOKING),
    "delivery-of-card": (None, LOOKING),
    "delivery-new-incident": (None, MAKING),
    "delivery-judge": ({"failed": "no"}, CHANGING),
    "delivery-set-up": (None, SETTING),
    "delivery-new-team": (None, SETTING),
    "delivery-team": (None, SETTING),
    "delivery-new-component": (None, SETTING),
    "delivery-edit-component": (None, SETTING),
    "delivery-connect": ({"provider": "github", "name": "a/b", "default_branch": "main"}, ONCE),
    "delivery-renew": ({}, ONCE),
    "delivery-issue": ({"name": "deploy.yml"}, ONCE),
    "delivery-revoke": ({}, LEADING),
    "delivery-again": ({}, LEADING),
    "delivery-dissolve": ({}, {"ada": 409, "grace": 403, "vera": 403, "sam": 404}),
    "delivery-remove-component": ({}, LEADING),
    "delivery-disconnect": ({}, LEADING),
}
HERE = "/boards/SLU/delivery/"
SET_UP = f"{HERE}set-up/"


@pytest.fixture(autouse=True)
def today(time_machine):
    time_machine.move_to("2026-11-30T12:00:00Z", tick=False)


def address(name: str) -> str:
    known = {"key": "SLU", "number": 1, "name": "deployment-frequency"}
    if "chart" in name:
        known["name"] = "deployments"
    things = {
        ("deployment", "judge"): Deployment,
        ("incident",): Incident,
        ("component", "edit-component", "remove-component"): Component,
        ("team", "dissolve"): Team,
        ("renew", "issue", "disconnect"): Repository,
        ("revoke",): Token,
        ("again",): Delivery,
    }
    for names, model in things.items():
        if name.removeprefix("delivery-") in names:
            known["pk"] = model.objects.order_by("-pk").first().pk
    pattern = next(each for each in urlpatterns if each.name == name)
    return reverse(name, kwargs={word: known[word] for word in pattern.pattern.converters})


def test_every_page_says_here_who_may_open_it(delivered, request, browser_of, client, vera, sam):
    assert {each.name for each in urlpatterns} == {*PAGES}
    for name, (said, allowed) in PAGES.items():
        there = address(name)
        asked = client.get(there) if said is None else client.post(there, said)
        assert asked.status_code == 302, name
        assert "/accounts/login/" in asked.url, name
        for who, status in sorted(allowed.items(), key=lambda each: each[0] == "ada"):
            browser = browser_of(request.getfixturevalue(who))
            answer = browser.get(there) if said is None else browser.post(there, said)
            assert answer.status_code == status, (name, who, answer.content[:2000])


@pytest.mark.parametrize(
    ("figure", "leads_to"),
    [
        ("deployment-frequency", "deployment"),
        ("change-lead-time", "deployment"),
        ("change-fail-rate", "deployment"),
        ("failed-deployment-recovery-time", "incident"),
        ("deployment-rework-rate", "deployment"),
    ],
)
def test_every_figure_leads_to_what_is_behind_it(delivered, browser_of, vera, figure, leads_to):
    browser = browser_of(vera)
    team = Team.objects.get()
    page = browser.get(HERE).content.decode()
    behind = f"{HERE}figures/{figure}/?team={team.pk}"
    assert f'href="{behind}"' in page
    there = address(f"delivery-{leads_to}")
    found = browser.get(behind).content.decode()
    assert f'href="{there}"' in found
    if leads_to == "incident":
        assert address("delivery-deployment") in found
    rows = list(
        csv.reader(io.StringIO(browser.get(f"{HERE}figures/{figure}.csv").content.decode()))
    )
    assert len(rows) == 2


def test_the_page_says_what_is_so(delivered, browser_of, vera):
    page = browser_of(vera).get(HERE).content.decode()
    assert "Nobody can &lt;pay&gt;" in page
    assert "SLU-1" in page
    assert "1 change is on the trunk and not in production." in page
    assert "1 card is done on the board and waits." in page
    assert 'data-colour="red"' in page
    assert "The incident that a deployment caused is open." in page


def test_without_anything_it_says_why_and_what_to_do(board, browser_of, ada, vera):
    page = browser_of(ada).get(HERE).content.decode()
    assert "Nothing is known yet" in page
    assert "Connect a repository" in page
    assert "A lead of this board connects" in browser_of(vera).get(HERE).content.decode()


def test_a_figure_without_data_says_why(component, browser_of, vera):
    page = browser_of(vera).get(HERE).content.decode()
    assert page.count("tile--none") == 5
    assert "A hook or a pipeline sends them." in page


def test_days_stand_in_the_address(delivered, browser_of, vera):
    browser = browser_of(vera)
    page = browser.get(HERE, {"from": "2026-11-01", "to": "2026-11-10"}).content.decode()
    assert "1 November 2026" in page
    assert "from=2026-11-01" in page
    assert page.count("tile--none") == 5
    for wrong in ({"from": "x"}, {"to": "2027-01-01"}, {"from": "2026-11-20", "to": "2026-11-01"}):
        assert browser.get(HERE, wrong).status_code == 422, wrong


def test_the_practice_switched_off_takes_the_tab_and_the_words_away(
    delivered, board, browser_of, ada
):
    browser = browser_of(ada)
    shown = browser.get("/boards/SLU/").content.decode()
    assert f'href="{HERE}"' in shown
    assert "1 change not in production yet" in shown
    assert "1 not in production" in shown
    board.refresh_from_db()
    board.switch_practices(by=ada, delivery=False)
    shown = browser.get("/boards/SLU/").content.decode()
    assert f'href="{HERE}"' not in shown
    assert "in production" not in shown
    assert SET_UP in browser.get("/boards/SLU/settings/").content.decode()


def test_a_card_that_is_deployed_says_since_when(delivered, deploy, browser_of, vera):
    deploy(sha("c2"), "2026-11-19T12:00:00Z", id="d2")
    browser = browser_of(vera)
    assert "In production since 19 Nov" in browser.get("/boards/SLU/").content.decode()
    part = browser.get("/boards/SLU/cards/1/delivery/").content.decode()
    assert "In production since 19 November, 12:00" in part
    lines = browser.get("/boards/SLU/cards/1/").content.decode()
    assert "received news of its changes" in lines


def test_a_person_judges_a_deployment_by_the_form(delivered, browser_of, grace):
    browser = browser_of(grace)
    assert "Failed: caused" in browser.get(address("delivery-deployment")).content.decode()
    there = address("delivery-judge")
    assert browser.post(there, {"failed": "no", "kind": "redeploy"}).status_code == 302
    deployment = Deployment.objects.exclude(component=None).get()
    assert (deployment.failed, deployment.kind) == (False, "redeploy")
    assert browser.post(there, {"failed": "perhaps"}).status_code == 422


def test_an_incident_is_reported_and_ended_by_the_form(delivered, browser_of, grace):
    browser = browser_of(grace)
    component = Component.objects.get()
    cause = Deployment.objects.exclude(component=None).get()
    said = {
        "component": component.pk,
        "title": "No berth is shown",
        "detected_at": "2026-11-18T14:00",
        "cause": cause.pk,
        "card": "SLU-1",
    }
    there = f"{HERE}new-incident/"
    assert browser.post(there, said | {"card": "SLU-99"}).status_code == 422
    answer = browser.post(there, said)
    incident = Incident.objects.get(title="No berth is shown")
    assert answer.url == reverse("delivery-incident", args=["SLU", incident.pk])
    assert (incident.caused_by, incident.card) == (cause, delivered)
    ended = said | {"restored_at": "2026-11-18T13:00"}
    assert browser.post(answer.url, ended).status_code == 422
    ended["restored_at"] = "2026-11-18T15:00"
    assert browser.post(answer.url, ended).status_code == 302
    incident.refresh_from_db()
    assert incident.restored_at.isoformat() == "2026-11-18T15:00:00+00:00"


def test_a_lead_sets_up_all_by_forms(board, browser_of, ada):
    browser = browser_of(ada)
    said = {"provider": "github", "name": "acme/harbour", "default_branch": "main"}
    shown = browser.post(f"{SET_UP}connect/", said).content.decode()
    repository = Repository.objects.get()
    assert repository.secret in shown
    assert f"/api/v1/hooks/github/{repository.handle}" in shown
    assert repository.secret not in browser.get(SET_UP).content.decode()
    assert "tick Pushes" in shown
    assert "/api/v1/deployments" in shown
    taken = browser.post(f"{SET_UP}connect/", said)
    assert taken.status_code == 422
    assert b"is connected already" in taken.content
    renewed = browser.post(f"{SET_UP}repositories/{repository.pk}/secret/").content.decode()
    repository.refresh_from_db()
    assert repository.secret in renewed
    key = browser.post(f"{SET_UP}repositories/{repository.pk}/key/", {"name": "deploy.yml"})
    assert b"it can deliver for this repository and nothing else" in key.content
    addresses = {"name": "Harbour", "members": [ada.pk], "addresses": "ada@example.org\n"}
    assert browser.post(f"{SET_UP}teams/", addresses).status_code == 302
    team = Team.objects.get()
    parts = {"name": "api", "repository": repository.pk, "paths": "api/**\nproto/**"}
    parts |= {"team": team.pk, "production": "production"}
    assert browser.post(f"{SET_UP}components/", parts | {"paths": " "}).status_code == 422
    assert browser.post(f"{SET_UP}components/", parts).status_code == 302
    component = Component.objects.get()
    assert component.paths == ["api/**", "proto/**"]
    there = f"{SET_UP}components/{component.pk}/"
    assert browser.post(there, parts | {"name": "web"}).status_code == 302
    component.refresh_from_db()
    assert component.name == "web"
    assert browser.post(f"{SET_UP}teams/{team.pk}/dissolve/").status_code == 409


def test_what_was_heard_is_listed_and_applied_again(forge, applied, browser_of, ada, component):
    forge.send("push", b"{")
    applied()
    browser = browser_of(ada)
    shown = browser.get(SET_UP).content.decode()
    assert "failed" in shown
    delivery = Delivery.objects.get()
    assert browser.post(f"{SET_UP}deliveries/{delivery.pk}/again/").status_code == 302
    delivery.refresh_from_db()
    assert delivery.state == "waiting"


def test_no_number_of_statements_grows_with_cards_and_changes(
    delivered, forge, applied, board, done, card_in, browser_of, vera, django_assert_max_num_queries
):
    browser = browser_of(vera)
    browser.get(HERE)
    forge.push(
        *(commit(f"m{n}", "2026-11-19T12:00:00Z", f"SLU-{n} more") for n in range(1, 12)),
        before=sha("c2"),
    )
    for _n in range(11):
        card_in(done)
    applied()
    with django_assert_max_num_queries(45):
        browser.get(HERE)
    with django_assert_max_num_queries(30):
        browser.get("/boards/SLU/")


def test_a_deployment_of_many_changes_lists_few_and_says_that_there_are_more(
    component, log, deploy, browser_of, vera
):
    log(
        "".join(
            logged(
                f"c{n}", f"2026-11-18T08:{n:02}:00+00:00", f"Change number {n}", parent=f"c{n - 1}"
            )
            for n in reversed(range(14))
        )
    )
    deploy(sha("c13"), "2026-11-18T12:00:00Z")
    page = browser_of(vera).get(HERE).content.decode()
    of_the_deployment = page.split('class="deploys"')[1].split("</section>")[0]
    assert of_the_deployment.count("Change number") == 10
    assert "Change number 13" in of_the_deployment
    assert f'<a href="{address("delivery-deployment")}">More changes</a>' in of_the_deployment
    assert (
        browser_of(vera).get(address("delivery-deployment")).content.decode().count("Change number")
        == 14
    )
