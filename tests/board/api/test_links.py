"""The links of a card by API, over boards, as each role."""

import pytest

from board.models import Board, CardLink, Role
from tests.cast import COLUMNS

LINKS = "/boards/SLU/cards/1/links"


@pytest.fixture
def cards(board, build, card_in):
    return [card_in(build, f"Card {number}") for number in (1, 2, 3)]


@pytest.fixture
def crane(ada, vera):
    """QUA-1 on a board that Ada leads, Vera looks at, and Grace does not know."""
    quay = Board.make("Quay", key="QUA", by=ada, columns=COLUMNS)
    quay.add_member(vera, Role.VIEWER, by=ada)
    return quay.create_card("Crane", by=ada, column=quay.columns.get(name="Build"))


def items(api, number=1):
    return api.get(f"/boards/SLU/cards/{number}/links").json()["items"]


def test_a_link_is_made_read_from_both_cards_and_taken_away(api, cards):
    made = api.post(LINKS, kind="is_blocked_by", card="SLU-2")

    assert made.status_code == 201
    assert made.json() == {
        "id": CardLink.objects.get().pk,
        "kind": "is_blocked_by",
        "card": "SLU-2",
        "title": "Card 2",
        "done": False,
        "waits": True,
        "unblocks": False,
    }
    assert items(api) == [made.json()]
    assert items(api, 2) == [made.json() | {"kind": "blocks", "card": "SLU-1", "title": "Card 1"}]
    assert api.post(LINKS, kind="is_blocked_by", card="slu-2").status_code == 200
    gone = api.send("DELETE", LINKS, {"kind": "is_blocked_by", "card": "SLU-2"})
    assert gone.status_code == 204
    assert items(api) == items(api, 2) == []
    assert api.send("DELETE", LINKS, {"kind": "blocks", "card": "SLU-2"}).status_code == 404


def test_a_card_is_blocked_and_unblocked_by_its_link(
    api, cards, django_capture_on_commit_callbacks
):
    api.post(LINKS, kind="is_blocked_by", card="SLU-2", unblocks=True)
    card = api.get("/boards/SLU/cards/1").json()
    assert (card["blocked"], card["blocked_reason"]) == (True, "waits for another card")
    with django_capture_on_commit_callbacks(execute=True):
        api.post("/boards/SLU/cards/2/move", column="Done")
    assert api.get("/boards/SLU/cards/1").json()["blocked"] is False
    [link] = items(api)
    assert (link["waits"], link["done"]) == (False, True)


@pytest.mark.parametrize(
    ("said", "kind"), [("blocked_by", "is_blocked_by"), ("relates", "relates_to")]
)
def test_a_kind_may_be_said_shortly(api, cards, said, kind):
    assert api.post(LINKS, kind=said, card="SLU-2").json()["kind"] == kind


def test_a_retry_makes_one_link(api, cards):
    first = api.post(LINKS, kind="blocks", card="SLU-2", retry_key="k")
    again = api.post(LINKS, kind="blocks", card="SLU-2", retry_key="k")
    assert (first.status_code, again.status_code) == (201, 200)
    assert CardLink.objects.count() == 1


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"kind": "blocks", "card": "SLU-99"}, "card"),
        ({"kind": "blocks", "card": "SLU-999999999"}, "card"),
        ({"kind": "blocks", "card": "NIX-1"}, "card"),
        ({"kind": "blocks", "card": "2"}, "card"),
        ({"kind": "blocks", "card": "  "}, "card"),
        ({"kind": "blocks", "card": 2}, "card"),
        ({"kind": "split_from", "card": "SLU-2"}, "kind"),
        ({"kind": "hinders", "card": "SLU-2"}, "kind"),
        ({"kind": 7, "card": "SLU-2"}, "kind"),
        ({"kind": "blocks"}, "card"),
        ({"card": "SLU-2"}, "kind"),
        ({"kind": "blocks", "card": "SLU-2", "unblocks": "yes"}, "unblocks"),
    ],
)
def test_wrong_input_is_named(api, cards, body, field):
    answer = api.post(LINKS, **body)
    assert answer.status_code == 422
    assert [each["field"] for each in answer.json()["errors"]] == [field]


def test_a_card_is_not_linked_with_itself(api, cards):
    answer = api.post(LINKS, kind="relates_to", card="SLU-1")
    assert (answer.status_code, answer.json()["code"]) == (409, "not_possible")


def test_a_circle_is_refused_with_its_way(api, cards):
    api.post(LINKS, kind="blocks", card="SLU-2")
    api.post("/boards/SLU/cards/2/links", kind="blocks", card="SLU-3")
    answer = api.post("/boards/SLU/cards/3/links", kind="blocks", card="SLU-1")
    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (409, "link_cycle")
    assert problem["path"] == ["SLU-1", "SLU-3", "SLU-2", "SLU-1"]
    assert "SLU-1 would wait for SLU-3, which waits for SLU-2" in problem["detail"]


def test_who_may_not_see_the_other_board_sees_that_there_is_a_link_and_no_more(
    api, calls, cards, crane, grace, vera
):
    api.post(LINKS, kind="is_blocked_by", card="QUA-1")
    [hidden] = items(calls(grace))
    assert hidden == {
        "id": CardLink.objects.get().pk,
        "kind": "is_blocked_by",
        "card": None,
        "title": None,
        "done": None,
        "waits": True,
        "unblocks": False,
    }
    [seen] = items(calls(vera))
    assert (seen["card"], seen["title"]) == ("QUA-1", "Crane")


def test_the_other_board_must_be_one_that_one_may_change(calls, cards, crane, grace, vera):
    unknown = calls(grace).post(LINKS, kind="blocks", card="QUA-1")
    missing = calls(grace).post(LINKS, kind="blocks", card="QUA-9")
    assert unknown.status_code == missing.status_code == 422
    assert unknown.json()["detail"].replace("QUA-1", "QUA-9") == missing.json()["detail"]
    cards[0].board.memberships.filter(person=vera).update(role=Role.MEMBER)
    assert calls(vera).post(LINKS, kind="blocks", card="QUA-1").status_code == 403
    assert not CardLink.objects.exists()


def test_a_hidden_link_cannot_be_guessed_away(api, calls, cards, crane, grace):
    api.post(LINKS, kind="is_blocked_by", card="QUA-1")
    body = {"kind": "is_blocked_by", "card": "QUA-1"}
    assert calls(grace).send("DELETE", LINKS, body).status_code == 404
    assert CardLink.objects.exists()


def test_a_hidden_link_is_taken_away_by_its_id(api, calls, cards, crane, grace):
    api.post(LINKS, kind="is_blocked_by", card="QUA-1")
    made = api.post("/boards/SLU/cards/2/links", kind="blocks", card="SLU-3").json()
    [hidden] = items(calls(grace))
    for body, status in (
        ({"id": made["id"]}, 404),  # of another card
        ({"id": hidden["id"], "kind": "blocks"}, 422),
        ({"id": 10**30}, 422),
        ({"kind": "blocks"}, 422),
        ({}, 422),
    ):
        assert calls(grace).send("DELETE", LINKS, body).status_code == status
    assert calls(grace).send("DELETE", LINKS, {"id": hidden["id"]}).status_code == 204
    assert items(api) == []


def test_a_split_is_a_link_that_nobody_takes_away(api, cards):
    api.post("/boards/SLU/cards/1/split", cards=[{"title": "Part"}])
    [part] = items(api)
    assert (part["kind"], part["card"]) == ("split_into", "SLU-4")
    [whole] = items(api, 4)
    assert (whole["kind"], whole["card"]) == ("split_from", "SLU-1")
    answer = api.send("DELETE", LINKS, {"kind": "split_into", "card": "SLU-4"})
    assert answer.status_code == 422


def test_links_cost_no_statement_each(api, cards, crane, query_count, build, card_in):
    api.post(LINKS, kind="blocks", card="QUA-1")
    few = query_count(api.get, LINKS)
    for _nth in range(5):
        api.post(LINKS, kind="relates_to", card=card_in(build).key)
    assert query_count(api.get, LINKS) == few
