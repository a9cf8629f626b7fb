"""Cards that wait for another team, what a card touches, and whom it needs."""

import pytest

from board.models import Block, Board, Role
from flow.delivery.models import Component, Repository, Team
from flow.ownership.models import TeamWait

WHERE = "/boards/SLU/cards/1/block"


@pytest.fixture
def dock(board, team, time_machine) -> Team:
    """A second team of the board. It is Monday, the 23rd of November."""
    time_machine.move_to("2026-11-23T09:00:00Z", tick=False)
    return Team.make(board, "Dock office")


@pytest.fixture
def quay(sam, ada) -> Team:
    """A team of another board, at which Ada looks."""
    columns = [("Do", "active"), ("Did", "done")]
    other = Board.make("Quay", key="QUAY", by=sam, columns=columns)
    other.add_member(ada, Role.VIEWER, by=sam)
    return Team.make(other, "Quay hands")


@pytest.fixture
def waiting(api):
    def waiting(**days):
        answer = api.get("/boards/SLU/ownership/waiting", **days)
        assert answer.status_code == 200, answer.content
        return answer.json()

    return waiting


def test_a_block_may_name_the_team_that_the_card_waits_for(
    api, dock, card_in, build, grace, waiting, time_machine
):
    card_in(build, "Invoices", assignees=[grace])
    answer = api.post(WHERE, reason="Review of billing", team=dock.pk)
    assert (answer.status_code, answer.json()["blocked_reason"]) == (200, "Review of billing")
    time_machine.move_to("2026-11-26T09:00:00Z", tick=False)
    said = waiting()
    assert said["cards"] == [
        {
            "card": "SLU-1",
            "title": "Invoices",
            "team": "Harbour",
            "waits_for": "Dock office",
            "reason": "Review of billing",
            "since": "2026-11-23T09:00:00Z",
            "days": 4,
        }
    ]
    assert said["pairs"] == [{"team": "Harbour", "waits_for": "Dock office", "days": 4, "cards": 1}]


def test_a_wait_that_is_over_counts_in_the_days_and_stands_no_more(
    api, dock, card_in, build, grace, waiting, time_machine
):
    card_in(build, assignees=[grace])
    api.post(WHERE, reason="Review", team=dock.pk)
    time_machine.move_to("2026-11-24T09:00:00Z", tick=False)
    api.post("/boards/SLU/cards/1/unblock")
    time_machine.move_to("2026-11-30T09:00:00Z", tick=False)
    api.post(WHERE, reason="Review again", team=dock.pk)
    said = waiting()
    assert [(each["reason"], each["days"]) for each in said["cards"]] == [("Review again", 1)]
    assert [(pair["days"], pair["cards"]) for pair in said["pairs"]] == [(3, 1)]
    assert waiting(**{"from": "2026-11-24", "to": "2026-11-29"})["pairs"][0]["days"] == 1
    assert waiting(**{"from": "2026-11-25", "to": "2026-11-29"})["pairs"] == []


def test_a_block_without_a_team_waits_for_none(api, dock, card_in, build, waiting):
    card_in(build)
    assert api.post(WHERE, reason="Rain").status_code == 200
    assert waiting()["cards"] == waiting()["pairs"] == []


def test_the_same_block_again_may_name_the_team_and_then_the_board_hears_of_it(
    api, board, dock, team, card_in, build, waiting
):
    card_in(build)
    api.post(WHERE, reason="Rain")
    board.refresh_from_db()
    before = board.version
    for named, events in ((dock, 1), (dock, 1), (team, 2)):
        assert api.post(WHERE, reason="Rain", team=named.pk).status_code == 200
        board.refresh_from_db()
        assert board.version == before + events
    assert [each["waits_for"] for each in waiting()["cards"]] == ["Harbour"]
    assert Block.objects.count() == 1


@pytest.mark.parametrize("team", [0, -1, 2**63, 10**30, 999_999, "Dock office", True, [1], 1.5])
def test_a_team_that_there_is_not_is_refused_and_the_card_is_not_blocked(
    api, dock, card_in, build, team
):
    card_in(build)
    assert api.post(WHERE, reason="Rain", team=team).status_code == 422
    assert not Block.objects.exists()


def test_a_team_of_a_board_that_is_not_yours_is_not_there(api, calls, grace, quay, card_in, build):
    card_in(build)
    assert calls(grace).post(WHERE, reason="Rain", team=quay.pk).status_code == 422
    assert api.post(WHERE, reason="Rain", team=quay.pk).status_code == 200


def test_who_waits_on_us_is_told_to_those_who_see_that_board(
    board, team, quay, sam, calls, waiting, grace
):
    board.add_member(sam, Role.MEMBER, by=board.memberships.get(role=Role.LEAD).person)
    column = quay.board.columns.first()
    quay.board.create_card("Read the season", by=sam, column=column)
    assert (
        calls(sam).post("/boards/QUAY/cards/1/block", reason="Api", team=team.pk).status_code == 200
    )
    [told] = waiting()["on_us"]
    assert (told["card"], told["team"], told["waits_for"]) == ("QUAY-1", "Quay hands", "Harbour")
    assert calls(grace).get("/boards/SLU/ownership/waiting").json()["on_us"] == []


def test_an_archived_card_waits_for_nobody(api, dock, card_in, build, waiting):
    card_in(build)
    api.post(WHERE, reason="Rain", team=dock.pk)
    api.post("/boards/SLU/cards/1/archive")
    assert waiting()["cards"] == []


def test_the_form_of_a_block_offers_the_teams_and_keeps_the_one_that_is_chosen(
    board, dock, repository, quay, browser_of, ada, card_in, build
):
    card_in(build)
    page = browser_of(ada).get("/boards/SLU/cards/1/").content.decode()
    assert "Quay hands (Quay)" in page
    assert "Dock office" in page
    browser = browser_of(ada)
    browser.post("/boards/SLU/cards/1/block/", {"reason": "Rain", "team": dock.pk})
    assert TeamWait.objects.get().team == dock
    board_page = browser.get("/boards/SLU/").content.decode()
    assert "Waits for Dock office, 1 d" in board_page


def test_a_board_without_delivery_asks_for_no_team(board, dock, browser_of, ada, card_in, build):
    card_in(build)
    assert "Dock office" not in browser_of(ada).get("/boards/SLU/cards/1/").content.decode()


@pytest.mark.parametrize("team", ["x", "0", "9" * 5000, "-1", "\x00"])
def test_what_is_no_team_in_the_form_is_refused(
    repository, dock, browser_of, ada, card_in, build, team
):
    card_in(build)
    said = {"reason": "Rain", "team": team}
    assert browser_of(ada).post("/boards/SLU/cards/1/block/", said).status_code == 422
    assert not Block.objects.exists()


@pytest.fixture
def billing(repository, dock) -> Component:
    return Component.make(repository, "billing", paths=["billing/**"], team=dock)


def touched(api, number=1):
    return api.get(f"/boards/SLU/cards/{number}/components").json()


def test_a_card_says_before_it_is_pulled_that_it_needs_another_team(
    api, board, billing, ideas, card_in, grace, browser_of, ada
):
    card_in(ideas, "A deposit goes back", assignees=[grace])
    assert touched(api) == {"card": "SLU-1", "changed": [], "expected": [], "needs": []}
    answer = api.put("/boards/SLU/cards/1/components", components=["billing"])
    assert answer.json() == {
        "card": "SLU-1",
        "changed": [],
        "expected": ["billing"],
        "needs": ["Dock office"],
    }
    assert "Needs Dock office" in browser_of(ada).get("/boards/SLU/").content.decode()
    api.put("/boards/SLU/cards/1/components", components=[])
    assert "Needs Dock office" not in browser_of(ada).get("/boards/SLU/").content.decode()


def test_the_changes_of_a_card_say_what_it_touches(api, billing, build, card_in, trunk, grace):
    card_in(build, assignees=[grace])
    trunk.merge("billing/a", words="SLU-1")
    said = touched(api)
    assert (said["changed"], said["needs"]) == (["billing"], ["Dock office"])


def test_saying_the_same_again_is_no_event(api, board, billing, ideas, card_in):
    card_in(ideas)
    api.put("/boards/SLU/cards/1/components", components=[billing.pk])
    before = api.get("/boards/SLU").json()["version"]
    api.put("/boards/SLU/cards/1/components", components=["billing"])
    assert api.get("/boards/SLU").json()["version"] == before


@pytest.mark.parametrize("said", [["x"], [10**30], [True], ["bill\x00"], "billing", [["billing"]]])
def test_a_component_that_the_board_does_not_have_is_refused(api, billing, ideas, card_in, said):
    card_in(ideas)
    answer = api.put("/boards/SLU/cards/1/components", components=said)
    assert answer.status_code == 422
    assert touched(api)["expected"] == []


def test_the_page_of_a_board_asks_no_more_for_many_cards(
    board, dock, billing, ideas, card_in, query_count, browser_of, ada, api
):
    browser = browser_of(ada)

    def look():
        return browser.get("/boards/SLU/")

    for number in (1, 2):
        card_in(ideas)
        api.put(f"/boards/SLU/cards/{number}/components", components=["billing"])
        api.post(f"/boards/SLU/cards/{number}/block", reason="Rain", team=dock.pk)
    look()
    card_in(ideas)
    few = query_count(look)
    for number in (4, 5, 6):
        card_in(ideas)
        api.put(f"/boards/SLU/cards/{number}/components", components=["billing"])
        api.post(f"/boards/SLU/cards/{number}/block", reason="Rain", team=dock.pk)
    assert query_count(look) <= few + 1  # of the columns that changed one may be drawn anew


def test_without_a_repository_of_its_own_a_board_may_still_be_waited_for(quay, api, card_in, build):
    card_in(build)
    assert not Repository.objects.exists()
    assert api.post(WHERE, reason="Rain", team=quay.pk).status_code == 200


def test_a_card_that_is_not_started_says_which_team_to_ask_first(
    api, dock, card_in, ideas, repository, grace, waiting, browser_of
):
    Component.make(repository, "billing", paths=["billing/**"], team=dock)
    card_in(ideas, "Deposits", assignees=[grace])
    api.put("/boards/SLU/cards/1/components", components=["billing"])
    assert waiting()["to_ask"] == [
        {"card": "SLU-1", "title": "Deposits", "needs": ["Dock office"], "components": ["billing"]}
    ]
    page = browser_of(grace)
    for where in ("/boards/SLU/ownership/", "/boards/SLU/cards/1/ownership/"):
        assert "Ask Dock office first" in page.get(where).content.decode()
    said = {"team": dock.pk, "reason": "Ask Dock office first"}
    assert page.post("/boards/SLU/cards/1/block/", said).status_code == 302
    now = waiting()
    assert now["to_ask"] == []
    assert [(each["card"], each["waits_for"]) for each in now["cards"]] == [
        ("SLU-1", "Dock office")
    ]
    for where in ("/boards/SLU/ownership/", "/boards/SLU/cards/1/ownership/"):
        assert '<form class="ask"' not in page.get(where).content.decode()


def test_a_started_card_and_one_of_its_own_team_ask_nobody_first(
    api, dock, card_in, ideas, build, repository, team, waiting, grace
):
    Component.make(repository, "billing", paths=["billing/**"], team=dock)
    Component.make(repository, "web", paths=["web/**"], team=team)
    for number, (column, part) in enumerate(((build, "billing"), (ideas, "web")), start=1):
        card_in(column, assignees=[grace])
        api.put(f"/boards/SLU/cards/{number}/components", components=[part])
    assert waiting()["to_ask"] == []


def test_the_question_is_not_offered_to_somebody_who_only_looks(
    api, dock, card_in, ideas, repository, browser_of, vera, grace
):
    Component.make(repository, "billing", paths=["billing/**"], team=dock)
    card_in(ideas, assignees=[grace])
    api.put("/boards/SLU/cards/1/components", components=["billing"])
    page = browser_of(vera).get("/boards/SLU/ownership/").content.decode()
    assert "will touch" in page
    assert "Ask Dock office first" not in page
