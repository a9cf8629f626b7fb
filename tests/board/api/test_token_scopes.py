"""A token may less than its owner: it only looks, or it opens one board. Each operation, by scope."""

import pytest

from board.models import ApiToken, Board, Card, TokenScope
from tests.board.api.conftest import Caller
from tests.board.api.test_roles import OPERATIONS, send_as, things  # noqa: F401
from tests.undone import undone

CHANGES = [name for name, (method, _path) in OPERATIONS.items() if method != "GET"]
OF_LEADS = ["list_repository_tokens"]  # a token that looks makes a viewer of its owner
LOOKS = [
    name for name, (method, _path) in OPERATIONS.items() if method == "GET" and name not in OF_LEADS
]


@pytest.fixture
def send(things, ada):  # noqa: F811
    """The answer to an operation that Ada, who leads the board, asks for with a token."""

    def send(operation: str, **token):
        return send_as(Caller(ApiToken.issue(ada, **token)), operation, things)

    return send


@pytest.fixture
def answers(send):
    """What each operation answers, with the code of a problem."""

    def all_of(operations, **token) -> dict[str, tuple[int, str | None]]:
        answers = {}
        for operation in operations:
            with undone():
                answer = send(operation, **token)
            code = answer.json()["code"] if answer.status_code >= 400 else None
            answers[operation] = (answer.status_code, code)
        return answers

    return all_of


def test_a_token_that_only_looks_changes_nothing(send):
    before = list(Card.objects.order_by("pk").values())
    for operation in CHANGES:
        with undone():
            answer = send(operation, scope=TokenScope.LOOK)
            got = (operation, answer.status_code, answer.json()["code"])
            assert got == (operation, 403, "forbidden")
            assert list(Card.objects.order_by("pk").values()) == before, operation


def test_a_token_that_only_looks_sees_all(answers):
    assert answers(LOOKS, scope=TokenScope.LOOK) == dict.fromkeys(LOOKS, (200, None))


def test_a_token_that_only_looks_does_not_see_what_leads_see(answers):
    refused = dict.fromkeys(OF_LEADS, (403, "forbidden"))
    assert answers(OF_LEADS, scope=TokenScope.LOOK) == refused


def test_a_token_of_another_board_finds_nothing_here(answers, ada):
    other = Board.make("Other", key="OTHER", by=ada, columns=[("A", "active"), ("B", "done")])
    here = [name for name in OPERATIONS if "{key}" in OPERATIONS[name][1]]
    assert answers(here, board=other) == dict.fromkeys(here, (404, "not_found"))


def test_a_token_of_one_board_lists_that_one_and_makes_no_other(send, board, ada):
    Board.make("Other", key="OTHER", by=ada, columns=[("A", "active"), ("B", "done")])
    items = send("list_boards", board=board).json()["items"]
    assert [item["key"] for item in items] == ["SLU"]
    assert send("make_board", board=board).status_code == 403
    assert send("move", board=board).status_code == 200


def test_a_token_that_only_looks_says_so_of_each_board(send):
    [item] = send("list_boards", scope=TokenScope.LOOK).json()["items"]
    assert item["role"] == "viewer"
