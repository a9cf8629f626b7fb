"""Scenarios, steps, the batch rule and the split by API, as programs see them."""

import pytest
from django.apps import apps

from board.models import Objection, Override


@pytest.fixture
def strict(api, board):
    api.patch("/boards/SLU", batch={"most_scenarios": 3, "mode": "reason"})
    return board


@pytest.fixture
def large(api, board):
    made = api.post(
        "/boards/SLU/cards", title="Large", column="Ideas", scenarios=list("abcde"), steps=["do"]
    )
    assert made.status_code == 201
    return made.json()


def items(api, kind="scenarios", number=1):
    return api.get(f"/boards/SLU/cards/{number}/{kind}").json()["items"]


def test_a_card_is_made_with_scenarios_steps_and_the_tick(api, board):
    made = api.post(
        "/boards/SLU/cards",
        title="Small",
        column="Ideas",
        scenarios=["One", "Two"],
        steps=["Do it"],
        fits=True,
    ).json()

    assert made["scenarios"] == {"done": 0, "all": 2}
    assert made["steps"] == {"done": 0, "all": 1}
    assert made["fits"] is True
    assert made["split_from"] is None


@pytest.mark.parametrize("kind", ["scenarios", "steps"])
def test_a_line_is_added_ticked_reworded_moved_and_removed(api, large, kind, ada):
    url = f"/boards/SLU/cards/1/{kind}"
    first = items(api, kind)[0]
    added = api.post(url, text="New", before=first["id"])

    assert added.status_code == 201
    assert set(added.json()) == {"id", "text", "done", "done_by", "done_at"}
    assert [each["text"] for each in items(api, kind)][:2] == ["New", first["text"]]
    line = f"{url}/{added.json()['id']}"
    ticked = api.patch(line, done=True, text="Newer").json()
    assert (ticked["done"], ticked["done_by"], ticked["text"]) == (True, ada.email, "Newer")
    assert ticked["done_at"]
    assert api.patch(line, done=False).json()["done_at"] is None
    api.patch(line, after=first["id"])
    assert [each["text"] for each in items(api, kind)][:2] == [first["text"], "Newer"]
    assert api.delete(line).status_code == 204
    assert api.delete(line).status_code == 404
    assert api.patch(line, done=True).status_code == 404


def test_a_retry_adds_a_line_once(api, large):
    url = "/boards/SLU/cards/1/steps"
    first = api.post(url, text="Once", retry_key="k1")
    again = api.post(url, text="Once", retry_key="k1")

    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert len(items(api, "steps")) == 2


def test_a_card_has_at_most_100_of_each(api, board):
    api.post("/boards/SLU/cards", title="Full", column="Ideas", steps=["x"] * 100)

    assert api.post("/boards/SLU/cards/1/steps", text="y").status_code == 409
    many = api.post("/boards/SLU/cards", title="More", column="Ideas", steps=["x"] * 101)
    assert many.status_code == 422


@pytest.mark.parametrize(
    "body",
    [{"text": ""}, {"text": "  "}, {"text": "x" * 1001}, {"text": "a\x00"}, {"text": 1}, {}],
)
def test_a_line_that_says_nothing_or_too_much_is_422(api, large, body):
    assert api.post("/boards/SLU/cards/1/scenarios", **body).status_code == 422


def test_a_line_of_another_card_or_kind_is_not_there(api, large):
    api.post("/boards/SLU/cards", title="Other", column="Ideas", scenarios=["theirs"])
    [theirs] = items(api, number=2)
    [step] = items(api, "steps")

    assert api.patch(f"/boards/SLU/cards/1/scenarios/{theirs['id']}", done=True).status_code == 404
    assert api.patch(f"/boards/SLU/cards/1/scenarios/{step['id']}", done=True).status_code == 404


def test_the_board_answers_its_batch_rule_and_its_practices(api, board):
    before = api.get("/boards/SLU").json()
    assert before["batch"] == {
        "most_scenarios": 3,
        "target_days": 2,
        "asks_fit": False,
        "mode": "off",
        "members_may_override": True,
    }
    assert before["practices"] == {"delivery": False, "flags": False, "improvement": False}
    changed = api.patch(
        "/boards/SLU", batch={"most_scenarios": None, "mode": "warn"}, practices={"flags": True}
    ).json()

    assert changed["batch"] == before["batch"] | {"most_scenarios": None, "mode": "warn"}
    assert changed["practices"] == before["practices"] | {"flags": True}


@pytest.mark.parametrize(
    "batch",
    [{"mode": "never"}, {"target_days": 0}, {"most_scenarios": -1}, {"asks_fit": "x"}, {"no": 1}],
)
def test_a_wrong_setting_is_422(api, board, batch):
    assert api.patch("/boards/SLU", batch=batch).status_code == 422


def test_only_a_lead_changes_the_rule(calls, board, grace, vera, sam):
    for person, status in ((grace, 403), (vera, 403), (sam, 404)):
        answer = calls(person).patch("/boards/SLU", batch={"mode": "warn"})
        assert answer.status_code == status


def test_a_card_that_is_too_large_is_409_and_says_where_to_split_it(api, strict, large):
    refused = api.post("/boards/SLU/cards/1/move", column="Build")

    assert refused.status_code == 409
    answer = refused.json()
    assert answer["code"] == "too_large"
    assert answer["violations"] == answer["objections"] == []
    assert answer["too_large"] == [
        {
            "number": 1,
            "key": "SLU-1",
            "scenarios": 5,
            "most": 3,
            "fits": False,
            "target_days": 2,
            "may_override": True,
            "split": "/api/v1/boards/SLU/cards/1/split",
        }
    ]


def test_a_wip_refusal_has_all_three_lists(api, large, board):
    board.limit_column(board.columns.get(name="Build"), 0, by=board.members.first())
    answer = api.post("/boards/SLU/cards/1/move", column="Build").json()

    assert answer["code"] == "wip_limit_reached"
    assert answer["too_large"] == answer["objections"] == []


@pytest.fixture
def doors(api, board, large):
    """Each way to start SLU-1 or a card like it, by what it is called; SLU-2 is small."""
    api.post("/boards/SLU/cards", title="Small", column="Build")
    move = "/boards/SLU/cards/1/move"

    def through(door, **terms):
        if door in ("reopen", "restore"):
            assert api.post(move, column="Done").status_code == 200
        if door == "restore":
            assert api.post("/boards/SLU/cards/1/archive").status_code == 200
        new = {"title": "New", "column": "Build", "scenarios": list("abcd")}
        path, body = {
            "move": (move, {"column": "Build"}),
            "create": ("/boards/SLU/cards", new),
            "bulk": ("/boards/SLU/moves", {"moves": [{"number": 1, "column": "Build"}]}),
            "swap": ("/boards/SLU/cards/1/swap", {"with": 2}),
            "reopen": ("/boards/SLU/cards/1/reopen", {"column": "Build"}),
            "restore": ("/boards/SLU/cards/1/restore", {"column": "Build"}),
        }[door]
        return api.post(path, **body, **terms)

    return through


DOORS = ["move", "create", "bulk", "swap", "reopen", "restore"]


@pytest.mark.parametrize("door", DOORS)
def test_every_door_refuses_and_lets_in_for_a_reason_that_names_the_rule(
    strict, doors, door, board, api
):
    refused = doors(door)
    assert refused.status_code == 409, refused.json()
    answer = refused.json()
    assert answer["code"] == "too_large"
    assert [each["scenarios"] for each in answer["too_large"]] == [4 if door == "create" else 5]
    if door in ("reopen", "restore"):
        board.cards.get(number=1).restore(by=board.members.first())
        api.post("/boards/SLU/cards/1/move", column="Ideas")
    passed = doors(door, override_reason="Promised", passes=["too_large"])
    assert passed.status_code == (201 if door == "create" else 200), passed.json()
    override = Override.objects.in_force().get()
    assert (override.rule, override.reason) == ("too_large", "Promised")


def test_a_new_card_that_is_too_large_has_no_address_to_split_it(strict, api, board):
    new = {"title": "New", "column": "Build", "scenarios": list("abcd")}
    [found] = api.post("/boards/SLU/cards", **new).json()["too_large"]
    assert (found["split"], found["scenarios"]) == (None, 4)


def test_a_bulk_move_names_each_card_that_is_too_large(strict, api, large):
    api.post("/boards/SLU/cards", title="Too", column="Ideas", scenarios=list("abcd"))
    moves = [{"number": number, "column": "Build"} for number in (1, 2)]
    answer = api.post("/boards/SLU/moves", moves=moves).json()
    assert [each["key"] for each in answer["too_large"]] == ["SLU-1", "SLU-2"]


def test_limit_size_and_objection_come_together_and_each_is_passed_by_name(
    strict, api, large, board, monkeypatch
):
    config = apps.get_app_config("flow")
    monkeypatch.setattr(config, "asks_at_the_gate", f"{__name__}.objects", raising=False)
    board.cards.update(asked_by=[config.name])
    build = board.columns.get(name="Build")
    limit = board.limit_column(build, 0, by=board.members.first(), mode="reason")
    versions = {str(limit.pk): limit.version}
    move = {"column": "Build", "override_reason": "Promised"}
    codes = []
    for terms in (
        {},
        {"limit_versions": versions},
        {"limit_versions": versions, "passes": ["too_large"]},
        {"passes": ["too_large", "not_yet"]},
        {"limit_versions": versions, "passes": ["too_large", "not_yet"]},
    ):
        answer = api.post("/boards/SLU/cards/1/move", **move, **terms)
        codes.append(answer.json().get("code"))
        if answer.status_code == 409:
            said = answer.json()
            lists = [said["violations"], said["too_large"], said["objections"]]
            assert list(map(len, lists)) == [1, 1, 1]
    assert codes == ["wip_limit_reached", "too_large", "not_yet", "wip_limit_reached", None]
    rules = Override.objects.in_force().values_list("rule", flat=True)
    assert sorted(rules) == ["", "not_yet", "too_large"]


def objects(turn, changes):
    """A made-up app that objects to every start."""
    return [Objection(change.card, "not_yet", "Not yet.") for change in changes]


def test_the_tick_is_written_by_patch_and_asked(api, board):
    api.patch("/boards/SLU", batch={"asks_fit": True, "target_days": 1, "mode": "refuse"})
    api.post("/boards/SLU/cards", title="One", column="Ideas")
    answer = api.post("/boards/SLU/cards/1/move", column="Build").json()
    assert answer["code"] == "too_large"
    assert answer["too_large"][0] | {"split": None} == {
        "number": 1,
        "key": "SLU-1",
        "scenarios": 0,
        "most": 3,
        "fits": False,
        "target_days": 1,
        "may_override": False,
        "split": None,
    }
    assert answer["detail"].startswith("Nobody has confirmed yet that SLU-1 fits in 1 day.")
    assert api.patch("/boards/SLU/cards/1", fits=True).json()["fits"] is True
    assert api.post("/boards/SLU/cards/1/move", column="Build").status_code == 200


def test_of_two_who_split_one_card_the_second_is_told(api, strict, large):
    lines = [each["id"] for each in items(api)]
    body = {"cards": [{"title": "Two", "scenarios": lines[3:]}]}
    assert api.post("/boards/SLU/cards/1/split", **body).status_code == 201
    second = api.post("/boards/SLU/cards/1/split", **body)
    assert (second.status_code, second.json()["code"]) == (409, "stale_card")


def test_a_finished_or_archived_card_is_not_split(api, large):
    split = {"cards": [{"title": "Two"}]}
    api.post("/boards/SLU/cards/1/move", column="Done")
    assert api.post("/boards/SLU/cards/1/split", **split).status_code == 409
    api.post("/boards/SLU/cards/1/archive")
    assert api.post("/boards/SLU/cards/1/split", **split).status_code == 409


def test_a_split_where_it_is_asked_is_a_pull_like_any_other(api, strict, large, board):
    lines = [each["id"] for each in items(api)]
    cards = [{"title": "Two", "scenarios": lines[1:]}]
    url = "/boards/SLU/cards/1/split"
    refused = api.post(url, cards=cards, column="Build")
    assert (refused.status_code, refused.json()["code"]) == (409, "too_large")
    made = api.post(url, cards=[{"title": "Two", "scenarios": lines[3:]}], column="Build")
    assert [each["column"] for each in made.json()["cards"]] == ["Build"]


def test_only_who_may_change_cards_splits_and_writes(calls, board, large, vera, sam):
    for person, status in ((vera, 403), (sam, 404)):
        caller = calls(person)
        split = caller.post("/boards/SLU/cards/1/split", cards=[{"title": "x"}])
        assert split.status_code == status
        assert caller.post("/boards/SLU/cards/1/steps", text="x").status_code == status
    assert calls(vera).get("/boards/SLU/cards/1/scenarios").status_code == 200
    assert calls(sam).get("/boards/SLU/cards/1/scenarios").status_code == 404


def test_a_reason_that_names_too_large_passes(api, strict, large):
    move = {"column": "Build", "override_reason": "Promised"}
    assert api.post("/boards/SLU/cards/1/move", **move).status_code == 409
    passed = api.post("/boards/SLU/cards/1/move", **move, passes=["too_large"])

    assert passed.status_code == 200
    assert passed.json()["overrides"] == [
        {"limit": None, "rule": "too_large", "reason": "Promised", "by": "ada@example.org"}
    ]


def test_a_split_answers_the_card_and_the_new_ones(api, strict, large):
    lines = [each["id"] for each in items(api)]
    body = {"cards": [{"title": "Two", "scenarios": lines[1:3]}, {"title": "3", "steps": []}]}
    made = api.post("/boards/SLU/cards/1/split", **body, retry_key="s")
    again = api.post("/boards/SLU/cards/1/split", **body, retry_key="s")

    assert (made.status_code, again.status_code) == (201, 200)
    assert made.json() == again.json()
    answer = made.json()
    assert answer["card"]["scenarios"]["all"] == 3
    assert [each["number"] for each in answer["cards"]] == [2, 3]
    assert [each["split_from"] for each in answer["cards"]] == [1, 1]
    assert answer["cards"][0]["scenarios"]["all"] == 2
    assert api.post("/boards/SLU/cards/1/undo").status_code == 200
    assert [each["id"] for each in items(api)] == lines
    assert api.get("/boards/SLU/cards/2").status_code == 404


@pytest.mark.parametrize("cards", [[], [{"title": ""}], [{"title": "x"}] * 11, [{"scenarios": []}]])
def test_a_split_into_nothing_or_too_many_is_422(api, large, cards):
    assert api.post("/boards/SLU/cards/1/split", cards=cards).status_code == 422


def test_a_split_that_takes_all_or_twice_or_foreign_lines_is_422(api, large):
    lines = [each["id"] for each in items(api)]
    [step] = items(api, "steps")
    url = "/boards/SLU/cards/1/split"
    for cards in (
        [{"title": "all", "scenarios": lines}],
        [{"title": "a", "scenarios": lines[:1]}, {"title": "b", "scenarios": lines[:1]}],
        [{"title": "a", "scenarios": [lines[0], lines[0]]}],
        [{"title": "foreign", "scenarios": [step["id"]]}],
        [{"title": "nowhere", "steps": [2**40]}],
    ):
        assert api.post(url, cards=cards).status_code == 422, cards
    assert len(items(api)) == 5
