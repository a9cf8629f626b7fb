"""Every error is problem+json, says what is wrong in words, and names the field."""

import json
import re

import pytest

NEW_BOARD = {
    "name": "New",
    "key": "NEW",
    "columns": [{"name": "Do", "stage": "active"}, {"name": "Did", "stage": "done"}],
}


@pytest.fixture(autouse=True)
def card(build, card_in):
    return card_in(build)


def mistakes(answer, code: str = "invalid") -> dict[str, str]:
    """What is wrong with which field, of a 422."""
    told = answer.json()
    assert answer.status_code == told["status"] == 422, told
    assert answer["Content-Type"] == "application/problem+json"
    assert told["code"] == code
    assert all(told[part] for part in ("type", "title", "detail"))
    return {mistake["field"]: mistake["message"] for mistake in told["errors"]}


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"column": "Build"}, "title"),
        ({"column": "Build", "title": "  "}, "title"),
        ({"column": "Build", "title": "x" * 201}, "title"),
        ({"column": "Build", "title": 7}, "title"),
        ({"column": "Build", "title": "a\x00b"}, "title"),
        ({"column": "Build", "title": "half \ud800"}, "title"),
        ({"column": "Build", "title": "A", "description": "x" * 50_001}, "description"),
        ({"column": "Build", "title": "A", "description": "\x00"}, "description"),
        ({"title": "A"}, "column"),
        ({"title": "A", "column": "Nowhere"}, "column"),
        ({"title": "A", "column": ""}, "column"),
        ({"title": "A", "column": 10**30}, "column"),
        ({"title": "A", "column": True}, "column"),
        ({"title": "A", "column": None}, "column"),
        ({"title": "A", "column": "Build", "lane": "Nowhere"}, "lane"),
        ({"title": "A", "column": "Build", "service_class": "urgent"}, "service_class"),
        ({"title": "A", "column": "Build", "assignees": ["sam@example.org"]}, "assignees"),
        ({"title": "A", "column": "Build", "assignees": "ada@example.org"}, "assignees"),
        ({"title": "A", "column": "Build", "labels": [""]}, "labels.0"),
        ({"title": "A", "column": "Build", "labels": ["x" * 41]}, "labels.0"),
        ({"title": "A", "column": "Build", "due_on": "tomorrow"}, "due_on"),
        ({"title": "A", "column": "Build", "due_on": "2026-02-30"}, "due_on"),
        ({"title": "A", "column": "Build", "due_on": 20261123}, "due_on"),
        ({"title": "A", "column": "Build", "size": -1}, "size"),
        ({"title": "A", "column": "Build", "size": 2**31}, "size"),
        ({"title": "A", "column": "Build", "priority": 1}, "priority"),
        ({"title": "A", "column": "Build", "expected_version": -1}, "expected_version"),
        ({"title": "A", "column": "Build", "override_reason": "x" * 501}, "override_reason"),
        ({"title": "A", "column": "Build", "limit_versions": [1]}, "limit_versions"),
        ({"title": "A", "column": "Build", "limit_versions": {"1": "2"}}, "limit_versions.1"),
    ],
)
def test_a_new_card_that_cannot_be_names_the_field(api, board, body, field):
    assert list(mistakes(api.send("POST", "/boards/SLU/cards", body))) == [field]
    assert board.cards.count() == 1


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"key": "new"}, "key"),
        ({"key": "N"}, "key"),
        ({"key": "NEW\n"}, "key"),
        ({"key": "SLU"}, "key"),
        ({"name": ""}, "name"),
        ({"time_zone": "Mars/Olympus"}, "time_zone"),
        ({"columns": []}, "columns"),
        ({"columns": [{"name": "Do", "stage": "active"}]}, "columns"),
        ({"columns": [{"name": "Do", "stage": "doing"}]}, "columns.0.stage"),
        ({"columns": [{"name": "A", "stage": "done"}, {"name": "B", "stage": "queue"}]}, "columns"),
        (
            {"columns": [{"name": "A", "stage": "active"}, {"name": "a", "stage": "done"}]},
            "columns",
        ),
        ({"columns": [{"name": "A", "stage": "active", "limit": -1}]}, "columns.0.limit"),
    ],
)
def test_a_new_board_that_cannot_be_names_the_field(api, board, change, field):
    assert list(mistakes(api.send("POST", "/boards", NEW_BOARD | change))) == [field]
    assert api.get("/boards").json()["count"] == 1


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"column": "Nowhere"}, "column"),
        ({"column": "Review", "before": 99}, "before"),
        ({"column": "Review", "after": 99}, "after"),
        ({"column": "Review", "after": 2**31}, "after"),
        ({"column": "Review", "lane": "Nowhere"}, "lane"),
    ],
)
def test_a_move_that_cannot_be_names_the_field(api, board, body, field):
    assert list(mistakes(api.send("POST", "/boards/SLU/cards/1/move", body))) == [field]


def test_a_bulk_move_names_the_move_that_cannot_be(api, board):
    moves = [{"number": 1, "column": "Done"}, {"number": 9, "column": "Done"}]
    assert list(mistakes(api.post("/boards/SLU/moves", moves=moves))) == ["moves.1.number"]
    moves = [{"number": 1, "column": "Done", "lane": 0}]
    assert list(mistakes(api.post("/boards/SLU/moves", moves=moves))) == ["moves.0.lane"]
    assert list(mistakes(api.post("/boards/SLU/moves", moves=moves * 2))) == ["moves"]
    assert list(mistakes(api.post("/boards/SLU/moves", moves=[]))) == ["moves"]


@pytest.mark.parametrize(
    ("path", "query", "field"),
    [
        ("/boards", {"page": "0"}, "page"),
        ("/boards", {"page": str(2**63)}, "page"),
        ("/boards/SLU/cards", {"page": "two"}, "page"),
        ("/boards/SLU/cards", {"column": "Nowhere"}, "column"),
        ("/boards/SLU/cards", {"colum": "Build"}, "colum"),
        ("/boards/SLU/cards", {"q": "a\x00"}, "q"),
        ("/boards/SLU/cards", {"archived": "perhaps"}, "archived"),
        ("/boards/SLU/events", {"since": "-1"}, "since"),
        ("/boards/SLU/events", {"since": str(2**63)}, "since"),
    ],
)
def test_a_query_that_cannot_be_names_the_field(api, board, path, query, field):
    assert list(mistakes(api.get(path, **query))) == [field]


def test_a_name_that_is_taken_is_said(api, board):
    assert mistakes(api.post("/boards/SLU/lanes", name="standard")) == {
        "name": "standard exists already."
    }
    assert list(mistakes(api.post("/boards/SLU/columns", name="Build", stage="active"))) == ["name"]
    assert list(
        mistakes(api.post("/boards/SLU/columns", name="X", stage="queue", before="Done"))
    ) == ["stage"]


def test_who_has_no_account_is_not_made_a_member(api, board):
    assert list(mistakes(api.post("/boards/SLU/members", email="new@example.org"))) == ["email"]


@pytest.mark.parametrize("key", ["", "a b", "ä", "x" * 201])
def test_an_idempotency_key_is_1_to_200_visible_characters(api, board, key):
    answer = api.post("/boards/SLU/cards/1/move", column="Done", retry_key=key)
    assert list(mistakes(answer)) == ["Idempotency-Key"]


HALF = "\\ud800"  # of a surrogate pair, as JSON may escape it
HUGE = "9" * 4_000


@pytest.mark.parametrize(
    "value", [f'"{HALF}"', '"\\u0000"', HUGE, "1e400", "NaN", "-1", f'["{HALF}"]']
)
def test_no_value_breaks_an_operation(api, board, card, value):
    """Sent as each field of every operation, alone and with all others."""
    described = api.get("/openapi.json").json()
    broken = []
    for path, methods in described["paths"].items():
        address = re.sub(r"\{\w+\}", "1", path.removeprefix("/api/v1").replace("{key}", "SLU"))
        for method in methods.keys() & {"post", "patch", "put"}:
            for body in _bodies(described, methods[method], value):
                answer = api.send(method.upper(), address, body.encode())
                broken += [(address, body)] if answer.status_code >= 500 else []
    assert broken == []


def _bodies(described, operation, value):
    """A body with this value in each field, and as the name of a field that there is not."""
    content = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
    schema = str(content.get("schema", {}))
    fields = {
        field
        for name, fields_of in described["components"]["schemas"].items()
        if f"/{name}'" in schema
        for field in fields_of.get("properties", {})
    }
    yield from (f'{{"{field}": {value}}}' for field in fields)
    yield "{" + ", ".join(f'"{field}": {value}' for field in sorted(fields)) + "}"
    yield f'{{"{HALF}": 1, "limit_versions": {{"{HALF}": 1}}}}'


@pytest.mark.parametrize("body", [b"{", b"\xff", b'{"title": NaN', b"[" * 100_000])
def test_a_body_that_is_not_json_is_malformed(api, board, body):
    answer = api.send("POST", "/boards/SLU/cards", body)
    assert answer.status_code == 400
    assert answer.json()["code"] == "malformed"


@pytest.mark.parametrize("body", [b"null", b"7", b'"x"', b"[]"])
def test_a_body_that_is_no_object_says_so(api, board, body):
    assert mistakes(api.send("POST", "/boards/SLU/cards", body)) == {"body": "Send a JSON object."}


def test_a_body_that_is_too_large_is_not_read(api, board):
    body = json.dumps({"title": "x" * 3_000_000}).encode()
    answer = api.send("POST", "/boards/SLU/cards", body)
    assert answer.status_code == 413
    assert answer.json()["code"] == "too_large"


@pytest.mark.parametrize(
    "path",
    [
        "/nothing",
        "/boards/",
        "/boards/NIX",
        "/boards/slu",
        "/boards/SLU%00",
        "/boards/SLU/cards/99",
        "/boards/SLU/cards/0",
        "/boards/SLU/cards/x",
        "/boards/SLU/cards/99999999999999999999",
    ],
)
def test_what_is_not_there_is_a_problem_too(api, board, path):
    answer = api.get(path)
    assert answer.status_code == 404
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["code"] == "not_found"


def test_an_address_that_nobody_knows_says_how_long_its_answer_is(api, board):
    answer = api.get("/boards/SLU/sails")
    assert answer.json()["code"] == "not_found"
    assert answer["Content-Length"] == str(len(answer.content))


def test_a_limit_or_column_in_the_address_that_is_not_there_is_not_found(api, board):
    for number in (99, 2**63):
        assert api.patch(f"/boards/SLU/limits/{number}", maximum=1).status_code == 404
        assert api.delete(f"/boards/SLU/limits/{number}").status_code == 404
        assert api.put(f"/boards/SLU/columns/{number}/limit", maximum=1).status_code == 404


def test_a_method_that_an_address_does_not_take_says_which_it_takes(api, board):
    answer = api.send("DELETE", "/boards/SLU")
    assert answer.status_code == 405
    assert sorted(answer["Allow"].split(", ")) == ["GET", "PATCH"]
    assert answer.json()["code"] == "method_not_allowed"


def test_a_breakdown_is_a_problem_without_details(api, board, monkeypatch):
    def breaks(*args):
        raise RuntimeError("secret")

    monkeypatch.setattr("board.api.boards.board_answer", breaks)
    answer = api.get("/boards/SLU")
    assert answer.status_code == 500
    assert answer["Content-Type"] == "application/problem+json"
    assert b"secret" not in answer.content


def test_who_takes_compressed_answers_can_read_a_problem(api, board, monkeypatch):
    def breaks(*args):
        raise RuntimeError("secret")

    monkeypatch.setattr("board.api.boards.board_answer", breaks)
    answer = api.send("GET", "/boards/SLU", accept_encoding="gzip")
    assert answer.status_code == 500
    assert "Content-Encoding" not in answer
    assert answer.json()["status"] == 500


def test_what_makes_no_sense_where_the_card_is_is_not_possible(api, board):
    answer = api.post("/boards/SLU/cards/1/reopen")
    assert answer.status_code == 409
    assert (answer.json()["code"], answer.json()["detail"]) == (
        "not_possible",
        "SLU-1 is not finished.",
    )


def test_a_stale_card_is_answered_with_the_card_as_it_is_now(api, board, card, done, ada):
    card.move_to(done, by=ada)
    answer = api.post("/boards/SLU/cards/1/move", column="Review", expected_version=1)
    assert answer.status_code == 409
    told = answer.json()
    assert told["code"] == "stale_card"
    assert told["card"] == api.get("/boards/SLU/cards/1").json()
    assert (told["card"]["column"], told["card"]["version"]) == ("Done", 2)


def test_two_boards_with_one_key_at_once_is_a_key_that_is_taken(api, board, monkeypatch):
    """The second passes the check, and the constraint stops it."""
    monkeypatch.setattr("board.models.Board.validate_unique", lambda *_args, **_named: None)
    assert list(mistakes(api.send("POST", "/boards", NEW_BOARD | {"key": "SLU"}))) == ["key"]
