"""What a component's answer says of whose it is, and whether it can be deployed alone."""

from datetime import timedelta

import pytest

from board.models import Board, Role
from flow.delivery.models import Team
from flow.ownership.measures.coordination import USUAL_TERMS
from tests.flow.ownership.conftest import NOON, hours


@pytest.fixture
def dock(board, sam, parts):
    return Team.make(board, "Dock office", addresses=["dock@example.org"])


@pytest.fixture
def show(api, parts):
    def show(name: str, **days):
        answer = api.get(f"/components/{parts[name].pk}", **days)
        assert answer.status_code == 200, answer.content
        return answer.json()

    return show


def merge(trunk, own: int, other: int = 0, nobody: int = 0):
    authors = ["Grace@example.org"] * own + ["dock@example.org"] * other + ["x@y.example"] * nobody
    for n, author in enumerate(authors):
        trunk.merge(f"a/{n}", author=author)


def test_seven_changes_of_ten_by_the_owner_are_70_percent_and_shared(trunk, dock, show):
    merge(trunk, own=7, other=3)
    said = show("a")
    assert (said["ownership_match"], said["shared"], said["shared_with"]) == (
        70,
        True,
        ["Dock office"],
    )


def test_nine_changes_of_ten_by_the_owner_are_not_shared(trunk, dock, show):
    merge(trunk, own=9, other=1)
    said = show("a")
    assert (said["ownership_match"], said["shared"], said["shared_with"]) == (90, False, [])


def test_a_fifth_by_another_team_is_shared(trunk, dock, show):
    merge(trunk, own=8, other=2)
    assert show("a")["shared_with"] == ["Dock office"]


def test_addresses_of_nobody_are_counted_together_and_not_dropped(trunk, dock, show):
    merge(trunk, own=6, other=1, nobody=3)
    said = show("a")
    assert (said["ownership_match"], said["changes"], said["not_known"]) == (60, 10, 3)
    assert said["shared_with"] == []


def test_a_component_without_changes_has_no_match(show, dock):
    said = show("a")
    assert (said["ownership_match"], said["changes"], said["shared"]) == (None, 0, False)
    assert (said["independent_deployability"], said["coupled"]) == (None, "")


def test_a_team_of_a_board_that_is_not_yours_has_no_name(trunk, parts, show, calls, ada, sam):
    other = Board.make("Quay", key="QUAY", by=sam, columns=[("Do", "active"), ("Did", "done")])
    Team.make(other, "Quay hands", addresses=["dock@example.org"])
    merge(trunk, own=1, other=1)
    assert show("a")["shared_with"] == ["another team"]
    other.add_member(ada, Role.VIEWER, by=sam)
    assert show("a")["shared_with"] == ["Quay hands"]


def release(trunk, apart: timedelta, words: str = "SLU-1", component: str = "b"):
    """A card whose changes of a and of another component go to production, some time apart."""
    one = trunk.merge("a/1", words=words)
    trunk.deploy("a", one, NOON)
    two = trunk.merge(f"{component}/1", words=words)
    trunk.deploy(component, two, NOON + apart)


@pytest.mark.parametrize(("apart", "coordinated"), [(0, 1), (3, 1), (24, 1), (25, 0)])
def test_a_card_that_went_in_two_components_within_24_hours_is_a_coordinated_release(
    trunk, show, card_in, build, apart, coordinated
):
    card_in(build)
    release(trunk, hours(apart))
    for name in "ab":
        said = show(name)
        assert said["coordinated"] == coordinated
        assert said["independent_deployability"] == (0 if coordinated else 100)


def test_two_cards_and_two_deployments_of_one_component_are_not_coordinated(
    trunk, show, card_in, build
):
    card_in(build), card_in(build)
    release(trunk, hours(1), words="")
    one = trunk.merge("c/1", words="SLU-2")
    trunk.deploy("c", one, NOON)
    two = trunk.merge("c/2", words="SLU-2")
    trunk.deploy("c", two, NOON + hours(1))
    assert [show(name)["coordinated"] for name in "abc"] == [0, 0, 0]


def test_the_share_of_deployments_that_went_alone_is_told_with_its_word(
    trunk, show, card_in, build
):
    card_in(build)
    release(trunk, hours(3))
    for n in range(2, 5):
        trunk.deploy("a", trunk.merge(f"a/{n}"), NOON + timedelta(days=n))
    said = show("a")
    assert (said["deployments"], said["independent_deployability"]) == (4, 75)
    assert (said["coupled"], show("b")["coupled"]) == ("tightly", "entangled")
    assert show("c")["coupled"] == ""


@pytest.mark.parametrize(
    ("percent", "word"), [(90, "loosely"), (89.9, "tightly"), (50, "tightly"), (49.9, "entangled")]
)
def test_the_word_changes_at_90_and_at_50_percent(percent, word):
    assert USUAL_TERMS.word_of(percent) == word


def test_a_rollback_is_no_deployment_that_could_have_gone_alone(trunk, show, card_in, build):
    card_in(build)
    release(trunk, hours(3))
    first = trunk.last
    trunk.deploy("b", first, NOON + timedelta(days=2), kind="rollback")
    assert show("b")["deployments"] == 1


def test_staging_and_what_failed_release_nothing(trunk, show, card_in, build):
    card_in(build)
    one = trunk.merge("a/1", "b/1", words="SLU-1")
    trunk.deploy("a", one, NOON)
    trunk.deploy("b", one, NOON, environment="staging")
    trunk.deploy("b", one, NOON + hours(1), status="failed")
    assert (show("a")["coordinated"], show("b")["deployments"]) == (0, 0)


def test_a_partner_just_outside_the_days_counts(trunk, show, card_in, build):
    card_in(build)
    release(trunk, hours(20))
    days = {"from": "2026-11-21", "to": "2026-11-21"}
    assert show("b", **days)["independent_deployability"] == 0
    assert show("a", **days)["deployments"] == 0


def test_a_release_that_somebody_strikes_off_with_a_reason_is_not_counted(
    trunk, show, card_in, build, api
):
    card_in(build)
    release(trunk, hours(3))
    where = "/boards/SLU/cards/1/struck-release"
    assert api.put(where, reason=" ").status_code == 422
    assert show("a")["coordinated"] == 1
    assert api.put(where, reason="Compatible steps").json()["reason"] == "Compatible steps"
    assert (show("a")["coordinated"], show("a")["independent_deployability"]) == (0, 100)
    said = api.get("/boards/SLU/ownership/releases").json()
    assert said["items"] == []
    assert [(each["card"], each["reason"]) for each in said["struck_off"]] == [
        ("SLU-1", "Compatible steps")
    ]
    assert api.delete(where).status_code == 204
    assert show("a")["coordinated"] == 1


def test_the_coordinated_releases_of_a_board_are_listed(trunk, show, card_in, build, api):
    card_in(build, "Berths"), card_in(build, "Prices")
    release(trunk, hours(3))
    assert api.get("/boards/SLU/ownership/releases").json()["items"] == [
        {
            "card": "SLU-1",
            "title": "Berths",
            "components": ["a", "b"],
            "at": "2026-11-20T12:00:00Z",
            "apart": 3,
        }
    ]


def test_a_change_of_two_cards_keeps_the_one_that_was_not_struck_off(
    trunk, show, card_in, build, api
):
    card_in(build), card_in(build)
    release(trunk, hours(3), words="SLU-1 SLU-2")
    api.put("/boards/SLU/cards/1/struck-release", reason="Compatible steps")
    assert show("a")["coordinated"] == 1


def test_how_much_is_asked_does_not_grow_with_cards(trunk, parts, api, query_count, card_in, build):
    def ask():
        return api.get(f"/components/{parts['a'].pk}")

    card_in(build), card_in(build)
    release(trunk, hours(3))
    ask()  # notes when the token was used
    few = query_count(ask)
    release(trunk, hours(4), words="SLU-2")
    merge(trunk, own=3, other=2)
    assert query_count(ask) == few


@pytest.mark.parametrize("days", [{"from": "x"}, {"to": "2999-01-01"}, {"since": "2026-11-01"}])
def test_days_that_make_no_sense_are_refused(api, parts, days):
    assert api.get(f"/components/{parts['a'].pk}", **days).status_code == 422


def test_a_component_has_one_team_neither_none_nor_two(api, repository, parts, team):
    facts = {"name": "d", "repository": repository.pk, "paths": ["d/**"]}
    for teams in ({}, {"team": None}, {"team": [team.pk, team.pk]}, {"teams": [team.pk]}):
        assert api.post("/components", **facts | teams).status_code == 422
    assert api.patch(f"/components/{parts['a'].pk}", team=None).status_code == 422
