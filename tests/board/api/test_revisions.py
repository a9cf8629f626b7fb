"""Two programs that write at once: the second is answered 409 with the thing as it is."""

import pytest

from board.models import Board


@pytest.fixture
def card(build, card_in):
    return card_in(build, "Paint", description="red")


def test_two_writers_lose_nothing(api, calls, grace, card):
    seen = api.get("/boards/SLU/cards/1").json()["revision"]
    first = api.patch("/boards/SLU/cards/1", description="green", expected_revision=seen)
    assert (first.status_code, first.json()["revision"]) == (200, seen + 1)
    second = calls(grace).patch("/boards/SLU/cards/1", description="blue", expected_revision=seen)
    told = second.json()
    assert (second.status_code, told["code"]) == (409, "stale_card")
    assert (told["card"]["description"], told["card"]["revision"]) == ("green", seen + 1)
    assert api.get("/boards/SLU/cards/1").json()["description"] == "green"


@pytest.mark.parametrize(
    ("verb", "said"),
    [
        ("move", {"column": "Review"}),
        ("block", {"reason": "crane"}),
        ("unblock", {}),
        ("archive", {}),
        ("restore", {}),
        ("reopen", {}),
        ("return-to-backlog", {}),
        ("undo", {}),
    ],
)
def test_each_verb_takes_the_revision_that_was_seen(api, card, verb, said):
    answer = api.post(f"/boards/SLU/cards/1/{verb}", expected_revision=4711, **said)
    assert (answer.status_code, answer.json()["code"]) == (409, "stale_card")


def test_each_of_several_moves_has_its_own(api, card, build, card_in):
    card_in(build)
    moves = [
        {"number": 1, "column": "Review", "expected_revision": 1},
        {"number": 2, "column": "Review", "expected_revision": 2},
    ]
    answer = api.post("/boards/SLU/moves", moves=moves)
    assert (answer.status_code, answer.json()["card"]["number"]) == (409, 2)
    assert api.post("/boards/SLU/moves", moves=moves, expected_revision=1).status_code == 422


def test_every_answer_of_a_card_carries_it(api, card, review, card_in):
    card_in(review)
    assert api.post("/boards/SLU/cards", title="A", column="Build").json()["revision"] == 1
    assert [each["revision"] for each in api.get("/boards/SLU/cards").json()["items"]] == [1] * 3
    swapped = api.post("/boards/SLU/cards/1/swap", **{"with": 2}).json()
    assert (swapped["revision"], swapped["other"]["revision"]) == (1, 1)
    moves = [{"number": 1, "column": "Done"}]
    [moved] = api.post("/boards/SLU/moves", moves=moves).json()["cards"]
    assert moved["revision"] == 1


def test_a_column_is_guarded(api, board, build):
    where = f"/boards/SLU/columns/{build.pk}"
    [column] = [c for c in api.get("/boards/SLU").json()["columns"] if c["name"] == "Build"]
    seen = column["revision"]
    told = api.patch(where, policy="Two have looked.", expected_revision=seen).json()
    [column] = [c for c in told["columns"] if c["id"] == build.pk]
    assert (column["policy"], column["revision"]) == ("Two have looked.", seen + 1)
    answer = api.patch(where, policy="Nobody looks.", expected_revision=seen)
    told = answer.json()
    assert (answer.status_code, told["code"]) == (409, "stale_column")
    assert told["column"] == column
    assert (told["board"], told["limit"]) == (None, None)


def test_a_limit_is_guarded(api, board, review, ada):
    limit = board.limit_column(review, 3, by=ada)
    for method, where in (
        ("PATCH", f"/boards/SLU/limits/{limit.pk}"),
        ("PUT", f"/boards/SLU/columns/{review.pk}/limit"),
    ):
        answer = api.send(method, where, {"maximum": 9, "expected_revision": 4711})
        told = answer.json()
        assert (answer.status_code, told["code"]) == (409, "stale_limit")
        assert (told["limit"]["maximum"], told["limit"]["revision"]) == (3, 1)
        assert api.send(method, where, {"maximum": 3, "expected_revision": 1}).status_code == 200


def test_a_limit_that_is_gone_is_null(api, review):
    answer = api.put(f"/boards/SLU/columns/{review.pk}/limit", maximum=9, expected_revision=2)
    assert (answer.status_code, answer.json()["code"]) == (409, "stale_limit")
    assert answer.json()["limit"] is None


def test_the_settings_of_a_board_and_its_lanes_are_guarded(api, board):
    seen = api.get("/boards/SLU").json()
    lane = seen["lanes"][0]
    told = api.patch("/boards/SLU", name="Quay", expected_revision=seen["revision"]).json()
    assert (told["name"], told["revision"]) == ("Quay", seen["revision"] + 1)
    answer = api.patch("/boards/SLU", days_off=[6], expected_revision=seen["revision"])
    assert (answer.status_code, answer.json()["code"]) == (409, "stale_board")
    assert answer.json()["board"] == api.get("/boards/SLU").json()
    where = f"/boards/SLU/lanes/{lane['id']}"
    assert api.patch(where, name="Fast", expected_revision=lane["revision"]).status_code == 200
    answer = api.patch(where, name="Slow", expected_revision=lane["revision"])
    assert (answer.status_code, answer.json()["code"]) == (409, "stale_lane")
    assert answer.json()["board"]["lanes"][0]["name"] == "Fast"


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"time_zone": "Nowhere/Atlantis"}, "time_zone"),
        ({"days_off": [7]}, "days_off.0"),
        ({"days_off": [0, 1, 2, 3, 4, 5, 6]}, "days_off"),
        ({"holidays_of": "XX"}, "holidays_of"),
        ({"name": ""}, "name"),
        ({"key": "NEW"}, "key"),
    ],
)
def test_a_setting_that_cannot_be_names_its_field(api, board, said, field):
    version = Board.objects.get().version
    answer = api.patch("/boards/SLU", **said)
    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == [field]
    assert Board.objects.get().version == version
