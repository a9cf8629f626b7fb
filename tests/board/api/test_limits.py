"""Limits are added, told with what they count, changed and lifted."""

from dataclasses import replace

import pytest

from board.models import Lane


def test_a_limit_over_columns_tells_its_terms_and_its_count(api, board, build, review, card_in):
    card_in(build)
    answer = api.post(
        "/boards/SLU/limits",
        name="In hand",
        maximum=4,
        columns=["Build", review.pk],
        mode="reason",
        counts_blocked=False,
        members_may_override=False,
    )
    assert answer.status_code == 201
    told = answer.json()
    assert told == {
        "id": board.limits.get().pk,
        "name": "In hand",
        "sentence": "At most 4 cards in Build and Review together, expedite apart, "
        "blocked ones not counted. One more needs a reason from a lead.",
        "scope": "columns",
        "maximum": 4,
        "mode": "reason",
        "columns": ["Build", "Review"],
        "column_ids": [build.pk, review.pk],
        "lane": None,
        "lane_id": None,
        "service_class": None,
        "service_class_id": None,
        "each_person": False,
        "counts_blocked": False,
        "members_may_override": False,
        "version": 1,
        "revision": 1,
        "count": 1,
        "people": [],
        "refused": {"7": 0, "28": 0},
    }
    assert api.get("/boards/SLU/limits").json()["items"] == [told]
    assert api.get("/boards/SLU").json()["limits"] == [told]


@pytest.mark.parametrize(
    ("terms", "scope", "name"),
    [
        ({"columns": ["Build"]}, "column", "Build"),
        ({"columns": ["Build"], "lane": "Standard"}, "cell", "Build, Standard"),
        ({"lane": "Standard"}, "lane", "Standard"),
        ({"service_class": "expedite"}, "class", "Expedite"),
        ({"each_person": True}, "person", "Work in progress"),
        ({}, "board", "Work in progress"),
    ],
)
def test_every_scope_has_its_name(api, board, terms, scope, name):
    told = api.post("/boards/SLU/limits", maximum=2, **terms).json()
    assert (told["scope"], told["name"]) == (scope, name)


def test_a_limit_for_each_person_counts_each_apart(api, board, build, card_in, ada, grace):
    card_in(build, assignees=[ada, grace])
    card_in(build, assignees=[grace])
    told = api.post("/boards/SLU/limits", maximum=3, each_person=True).json()
    assert told["count"] is None
    assert told["people"] == [
        {"email": "ada@example.org", "count": 1},
        {"email": "grace@example.org", "count": 2},
    ]


def test_a_second_limit_on_the_same_cards_is_not_possible(api, board):
    api.post("/boards/SLU/limits", maximum=2, columns=["Build"])
    answer = api.post("/boards/SLU/limits", maximum=3, columns=["Build"])
    assert (answer.status_code, answer.json()["code"]) == (409, "not_possible")


def test_a_change_raises_the_version_and_leaves_the_rest(api, board):
    limit = api.post("/boards/SLU/limits", maximum=2, columns=["Build"], mode="warn").json()
    told = api.patch(f"/boards/SLU/limits/{limit['id']}", maximum=5).json()
    sentence = limit["sentence"].replace("At most 2", "At most 5")
    assert told == limit | {"maximum": 5, "version": 2, "revision": 2, "sentence": sentence}
    told = api.patch(f"/boards/SLU/limits/{limit['id']}", lane="Standard").json()
    assert (told["scope"], told["version"]) == ("cell", 3)
    told = api.patch(f"/boards/SLU/limits/{limit['id']}", lane=None).json()
    assert (told["scope"], told["version"]) == ("column", 4)


def test_a_limit_is_lifted_once(api, board, full_review):
    limit = full_review.limits.get().pk
    assert api.delete(f"/boards/SLU/limits/{limit}").status_code == 204
    assert api.delete(f"/boards/SLU/limits/{limit}").status_code == 404
    assert api.get("/boards/SLU/limits").json()["items"] == []


def test_a_columns_own_limit_has_a_short_way(api, board, build):
    path = f"/boards/SLU/columns/{build.pk}/limit"
    told = api.put(path, maximum=2).json()
    assert (told["scope"], told["maximum"], told["mode"]) == ("column", 2, "refuse")
    told = api.put(path, maximum=0, mode="reason").json()
    assert (told["maximum"], told["mode"], told["version"]) == (0, "reason", 2)
    assert api.put(path, maximum=None).json() is None
    assert api.put(path, maximum=None).status_code == 200
    assert api.put(path).status_code == 422


def test_no_limit_and_no_card_costs_a_statement(api, board, build, card_in, ada, query_count):
    api.get("/boards")
    board.add_limit(by=ada, maximum=3, each_person=True)
    board.limit_column(build, 9, by=ada)
    card_in(build, assignees=[ada])
    few = [query_count(api.get, path) for path in ("/boards/SLU", "/boards/SLU/limits")]
    for column in board.columns.all():
        board.limit_column(column, 9, by=ada)
        card_in(column)
    assert [query_count(api.get, path) for path in ("/boards/SLU", "/boards/SLU/limits")] == few


def test_a_limit_says_what_it_does(api, board, build):
    said = api.post("/boards/SLU/limits", maximum=2, columns=["Build"]).json()
    assert said["sentence"] == "At most 2 cards in Build, expedite apart. One more is refused."


def test_a_maximum_of_a_list_is_refused_by_its_name(api, board, monkeypatch):
    monkeypatch.setattr(Lane, "MOST", replace(Lane.MOST, number=1))
    answer = api.post("/boards/SLU/lanes", name="Boats")
    assert answer.status_code == 409
    assert answer.json()["code"] == "too_many"
    assert answer.json()["detail"] == "A board has at most 1 lanes."
