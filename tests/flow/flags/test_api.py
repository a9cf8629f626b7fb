"""The management API: shapes, summary, and a clear 422 for whatever cannot be."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.utils import timezone

from board.models import ApiToken, Board, Person, Role, TokenScope
from flow.flags.models import Flag, FlagIncident, FlagToken
from tests.board.api.conftest import Caller

TODAY = timezone.now().date()
SEARCH = {
    "key": "new-search",
    "kind": "release",
    "purpose": "Search berths by length",
    "owner": "grace@example.org",
    "remove_by": str(TODAY + timedelta(days=30)),
}


def fields(answer) -> set[str]:
    assert answer.status_code == 422, answer.content
    return {each["field"] for each in answer.json()["errors"]}


@pytest.fixture
def search(api, board):
    return api.post("/boards/SLU/flags", **SEARCH)


def test_a_new_flag_is_told_with_its_removal_card(search):
    assert search.status_code == 201, search.content
    said = search.json()
    assert said["removal_card"] == {"key": "SLU-1", "number": 1}
    assert {name: said[name] for name in SEARCH} == SEARCH
    assert said["variants"] == {"on": True, "off": False}
    assert (said["stage"], said["age_days"], said["overdue"]) == ("made", 1, False)
    assert [each["environment"] for each in said["environments"]] == [
        *("development", "staging", "production"),
    ]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"owner": None}, "owner"),
        ({"owner": "sam@example.org"}, "owner"),
        ({"owner": "vera@example.org"}, "owner"),
        ({"purpose": ""}, "purpose"),
        ({"purpose": "x" * 501}, "purpose"),
        ({"remove_by": None}, "remove_by"),
        ({"remove_by": str(TODAY + timedelta(days=91))}, "remove_by"),
        ({"remove_by": str(TODAY - timedelta(days=2))}, "remove_by"),
        ({"remove_by": "tomorrow"}, "remove_by"),
        ({"why_permanent": "It is"}, "why_permanent"),
        ({"review_on": str(TODAY + timedelta(days=9))}, "review_on"),
        ({"kind": "toggle"}, "kind"),
        ({"key": "A"}, "key"),
        ({"key": "ops.search"}, "key"),
        ({"card": 99}, "card"),
        ({"variants": {"on": 1, "off": "x"}}, "variants"),
        ({"variants": {"on": None, "off": None}}, "variants"),
        ({"colour": "red"}, "colour"),
        ({"component": "x\x00"}, "component"),
    ],
)
def test_what_cannot_be_is_named(api, board, sam, vera, wrong, field):
    assert fields(api.send("POST", "/boards/SLU/flags", SEARCH | wrong)) == {field}
    assert not Flag.objects.exists()
    assert not board.cards.exists()


def test_a_flag_is_changed(api, search, board, build, card_in, ada):
    card = card_in(build)
    answer = api.patch(
        "/boards/SLU/flags/new-search",
        purpose="Find",
        card=card.number,
        component="web",
        owner="ada@example.org",
    )
    assert answer.status_code == 200, answer.content
    said = answer.json()
    assert (said["purpose"], said["card"], said["component"]) == ("Find", card.number, "web")
    assert said["owner"] == "ada@example.org"
    assert [each["what"] for each in said["history"]] == ["revised", "made"]


def test_a_later_day_wants_a_reason(api, search):
    later = str(TODAY + timedelta(days=60))
    path = "/boards/SLU/flags/new-search"
    assert fields(api.patch(path, remove_by=later)) == {"reason"}
    assert api.patch(path, remove_by=later, reason="Rain").json()["put_off"]
    assert fields(api.patch(path, owner=None)) == {"owner"}


def test_a_switch_answers_the_state(api, search):
    path = "/boards/SLU/flags/new-search/environments/production"
    answer = api.put(path, enabled=True, rollout=1, allowed=["ada"], expected_version=1)
    assert answer.status_code == 200, answer.content
    said = answer.json()
    assert (said["enabled"], said["rollout"], said["allowed"], said["version"]) == (
        *(True, 1, ["ada"]),
        2,
    )
    stale = api.put(path, enabled=False, rollout=1, allowed=[], expected_version=1)
    assert (stale.status_code, stale.json()["code"]) == (409, "stale_flag")
    assert stale.json()["part"]["version"] == 2
    assert fields(api.put(path, enabled=True, rollout=50, allowed=[])) == {"reason"}


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"rollout": 101}, "rollout"),
        ({"rollout": -1}, "rollout"),
        ({"rollout": 0.5}, "rollout"),
        ({"rollout": "5"}, "rollout"),
        ({"rollout": True}, "rollout"),
        ({"enabled": "yes"}, "enabled"),
        ({"allowed": "ada"}, "allowed"),
        ({"allowed": [""]}, "allowed.0"),
        ({"allowed": ["x" * 257]}, "allowed.0"),
        ({"allowed": ["x"] * 1001}, "allowed"),
        ({"expected_version": -1}, "expected_version"),
    ],
)
def test_a_state_that_cannot_be_is_named(api, search, wrong, field):
    path = "/boards/SLU/flags/new-search/environments/staging"
    assert fields(api.send("PUT", path, {"enabled": True} | wrong)) == {field}


@pytest.mark.parametrize(
    "path", ["/flags/nothing", "/flags/new-search/environments/moon", "/flags/A", "/flags/%00"]
)
def test_what_is_not_there_is_404(api, search, path):
    method = "PUT" if "environments" in path else "GET"
    assert api.send(method, f"/boards/SLU{path}", {"enabled": True}).status_code == 404


def test_a_flag_of_another_board_is_not_there(api, search, ada):
    Board.make("Other", key="OTH", by=ada, columns=[("Do", "active"), ("Did", "done")])
    assert api.get("/boards/OTH/flags/new-search").status_code == 404
    made = api.post("/boards/OTH/flags", **SEARCH | {"owner": "ada@example.org"})
    assert made.json()["removal_card"]["key"] == "OTH-1"  # a board without a queue


def test_incidents_are_noted_once_and_counted(api, search):
    path = "/boards/SLU/flags/new-search/incidents"
    assert api.post(path, incident="INC-1").status_code == 201
    assert api.post(path, incident="INC-1").status_code == 200
    assert api.post(path, incident=7).json()["incidents"] == ["INC-1", 7]
    assert api.get("/boards/SLU/flags").json()["summary"]["incidents"] == 2
    assert fields(api.post(path, incident=""))
    assert fields(api.post(path))


def test_a_flag_has_no_more_incidents_than_its_answers_can_name(api, search, monkeypatch):
    monkeypatch.setattr(FlagIncident, "MOST", replace(FlagIncident.MOST, number=1))
    path = "/boards/SLU/flags/new-search/incidents"
    assert api.post(path, incident="INC-1").status_code == 201
    assert api.post(path, incident="INC-1").status_code == 200
    refused = api.post(path, incident="INC-2")
    assert (refused.status_code, refused.json()["detail"]) == (
        409,
        "A flag has at most 1 incidents.",
    )
    assert api.get("/boards/SLU/flags/new-search").json()["incidents"] == ["INC-1"]


def test_the_list_has_what_the_flags_come_to(api, board, make_flag, state_of, grace, time_machine):
    time_machine.move_to("2026-11-02T09:00:00Z", tick=False)
    flag = make_flag(remove_by=date(2026, 11, 20))
    time_machine.move_to("2026-11-04T09:00:00Z", tick=False)
    flag.states.update(first_asked_at="2026-11-04T09:00:00Z")
    make_flag("ops.valve", kind="ops", review_on=date(2027, 3, 1))
    time_machine.move_to("2026-11-13T09:00:00Z", tick=False)
    state_of(flag).switch(by=grace, enabled=True, rollout=100, reason="All")
    make_flag("other", remove_by=date(2026, 12, 19))
    time_machine.move_to("2026-11-30T09:00:00Z", tick=False)
    said = api.get("/boards/SLU/flags").json()
    assert said["summary"] == {
        "active": 3,
        "temporary": 2,
        "average_age_days": (29 + 18) / 2,
        "overdue": 1,
        "deploy_to_everybody_days": 10,
        "incidents": 0,
    }
    assert [each["key"] for each in said["items"]] == ["new-search", "ops.valve", "other"]
    assert said["count"] == 3
    keys = [each["key"] for each in api.get("/boards/SLU/flags", stage="everybody").json()["items"]]
    assert keys == ["new-search"]
    assert api.get("/boards/SLU/flags", kind="ops").json()["count"] == 1
    assert fields(api.get("/boards/SLU/flags", stage="lost")) == {"stage"}


def test_the_list_asks_as_often_for_many_flags(api, make_flag, query_count):
    make_flag()
    api.get("/boards/SLU/flags")  # the use of the token is noted
    few = query_count(api.get, "/boards/SLU/flags")
    for number in range(5):
        make_flag(f"more-{number}")
    assert query_count(api.get, "/boards/SLU/flags") == few


def test_a_flag_that_was_asked_is_not_deleted(api, search, board, now):
    path = "/boards/SLU/flags/new-search"
    Flag.objects.get().states.update(first_asked_at=now)
    refused = api.delete(path)
    assert (refused.status_code, refused.json()["code"]) == (409, "not_possible")
    Flag.objects.get().states.update(first_asked_at=None)
    assert api.delete(path).status_code == 204
    assert api.get(path).status_code == 404


def test_a_token_names_board_and_environment(api, board, settings):
    settings.SITE_URL, settings.FLAGS_URL = "https://sluice.example.org", "/flags/"
    answer = api.post("/boards/SLU/flag-tokens", environment="Staging", name="web", public=True)
    assert answer.status_code == 201, answer.content
    said = answer.json()
    assert said["url"] == "https://sluice.example.org/flags"
    assert said["token"].startswith(said["prefix"])
    assert (said["environment"], said["public"]) == ("staging", True)
    [item] = api.get("/boards/SLU/flag-tokens").json()["items"]
    assert "token" not in item
    assert said["token"] not in str(FlagToken.objects.values())
    assert fields(api.post("/boards/SLU/flag-tokens", environment="moon", name="x")) == {
        "environment"
    }
    assert api.delete(f"/boards/SLU/flag-tokens/{said['id']}").status_code == 204
    assert api.get("/boards/SLU/flag-tokens").json()["items"] == []
    assert api.delete(f"/boards/SLU/flag-tokens/{said['id']}").status_code == 404


def test_a_board_says_its_environments(api, board, make_flag):
    make_flag()
    assert api.get("/boards/SLU").json()["environments"] == [
        {"name": "development", "production": False},
        {"name": "staging", "production": False},
        {"name": "production", "production": True},
    ]
    wanted = [{"name": "test", "production": False}, {"name": "live", "production": True}]
    answer = api.patch("/boards/SLU", environments=wanted)
    assert answer.status_code == 200, answer.content
    assert answer.json()["environments"] == wanted
    states = api.get("/boards/SLU/flags/new-search").json()["environments"]
    assert [(each["environment"], each["production"]) for each in states] == [
        ("test", False),
        ("live", True),
    ]


@pytest.mark.parametrize(
    "wanted",
    [
        [],
        [{"name": "live"}],
        [{"name": "a", "production": True}, {"name": "b", "production": True}],
        [{"name": "a", "production": True}, {"name": "A", "production": False}],
        [{"name": " ", "production": True}],
    ],
)
def test_environments_that_cannot_be_are_refused(api, board, wanted):
    assert api.patch("/boards/SLU", environments=wanted).status_code == 422


def test_an_environment_that_a_token_opens_stays(api, board):
    api.post("/boards/SLU/flag-tokens", environment="staging", name="web")
    wanted = [{"name": "production", "production": True}]
    assert fields(api.patch("/boards/SLU", environments=wanted)) == {"environments"}
    assert len(api.get("/boards/SLU").json()["environments"]) == 3


def test_an_archived_boards_flag_can_be_turned_off_and_nothing_else(
    api, calls, board, search, ada, vera
):
    path = "/boards/SLU/flags/new-search/environments/production"
    api.put(path, enabled=True, rollout=1)
    board.archive(by=ada)
    assert api.put(path, rollout=5).status_code == 409
    assert calls(vera).put(path, enabled=False).status_code == 403
    assert api.put(path, enabled=False).status_code == 200
    assert api.patch("/boards/SLU/flags/new-search", purpose="x").status_code == 403


def test_a_token_that_only_looks_does_not_switch(api, board, search, ada):
    looks = Caller(ApiToken.issue(ada, scope=TokenScope.LOOK))
    assert looks.get("/boards/SLU/flags").status_code == 200
    path = "/boards/SLU/flags/new-search/environments/production"
    assert looks.put(path, enabled=False).status_code == 403
    assert Person.objects.get(pk=ada.pk).memberships.get().role == Role.LEAD
