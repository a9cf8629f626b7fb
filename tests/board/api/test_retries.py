"""A retry with the same Idempotency-Key does nothing twice."""

import pytest

from board.models import Board

WRITES = {
    "create": ("POST", "/boards/SLU/cards", {"title": "A", "column": "Build"}),
    "revise": ("PATCH", "/boards/SLU/cards/1", {"title": "Other"}),
    "move": ("POST", "/boards/SLU/cards/1/move", {"column": "Review"}),
    "swap": ("POST", "/boards/SLU/cards/1/swap", {"with": 2}),
    "move all": ("POST", "/boards/SLU/moves", {"moves": [{"number": 1, "column": "Done"}]}),
    "block": ("POST", "/boards/SLU/cards/1/block", {"reason": "no key"}),
    "archive": ("POST", "/boards/SLU/cards/1/archive", None),
    "reopen": ("POST", "/boards/SLU/cards/3/reopen", None),
    "return": ("POST", "/boards/SLU/cards/1/return-to-backlog", None),
    "undo": ("POST", "/boards/SLU/cards/3/undo", None),
}


@pytest.fixture(autouse=True)
def cards(build, review, done, card_in, ada):
    """1 in Build, 2 in Review, 3 moved from Build to Done."""
    card_in(build)
    card_in(review)
    card_in(build).move_to(done, by=ada)


@pytest.mark.parametrize("write", WRITES)
def test_a_retry_is_answered_200_with_what_is_there_now(api, board, write):
    method, path, body = WRITES[write]
    first = api.send(method, path, body, **{"Idempotency-Key": "once"})
    assert first.status_code == (201 if write == "create" else 200), first.content
    version = Board.objects.get().version
    again = api.send(method, path, body, **{"Idempotency-Key": "once"})
    assert again.status_code == 200
    assert again.json() == first.json()
    assert Board.objects.get().version == version


def test_a_retry_tells_the_card_as_it_is_now_not_as_it_was(api, board):
    api.post("/boards/SLU/cards/1/move", column="Review", retry_key="once")
    api.post("/boards/SLU/cards/1/move", column="Done")
    told = api.post("/boards/SLU/cards/1/move", column="Review", retry_key="once")
    assert (told.status_code, told.json()["column"]) == (200, "Done")


def test_the_order_of_fields_makes_no_other_request(api, board):
    for body in (b'{"title": "A", "column": "Build"}', b'{"column": "Build", "title": "A"}'):
        api.send("POST", "/boards/SLU/cards", body, **{"Idempotency-Key": "once"})
    assert board.cards.count() == 4


@pytest.mark.parametrize(
    ("path", "column"),
    [("/boards/SLU/cards/1/move", "Done"), ("/boards/SLU/cards/2/move", "Review")],
)
def test_a_key_is_for_one_request(api, board, path, column):
    api.post("/boards/SLU/cards/1/move", column="Review", retry_key="once")
    answer = api.post(path, column=column, retry_key="once")
    assert answer.status_code == 422
    assert answer.json()["code"] == "idempotency_key_used"
    assert answer.json()["errors"][0]["field"] == "Idempotency-Key"


def test_a_key_is_for_one_board(api, board, ada):
    Board.make("Other", key="OTH", by=ada, columns=[("Build", "active"), ("Did", "done")])
    api.post("/boards/SLU/cards", title="A", column="Build", retry_key="once")
    answer = api.post("/boards/OTH/cards", title="A", column="Build", retry_key="once")
    assert (answer.status_code, answer.json()["code"]) == (422, "idempotency_key_used")


def test_a_key_is_ones_own(api, calls, board, grace):
    for caller in (api, calls(grace)):
        answer = caller.post("/boards/SLU/cards", title="A", column="Build", retry_key="once")
        assert answer.status_code == 201


def test_a_refusal_is_not_stored(api, board, review, ada):
    board.limit_column(review, 1, by=ada)
    refused = api.post("/boards/SLU/cards/1/move", column="Review", retry_key="once")
    assert refused.status_code == 409
    board.limit_column(review, 2, by=ada)
    passed = api.post("/boards/SLU/cards/1/move", column="Review", retry_key="once")
    assert (passed.status_code, passed.json()["column"]) == (200, "Review")


def test_a_retry_that_names_a_version_is_not_stale(api, board):
    for _ in range(2):
        answer = api.post(
            "/boards/SLU/cards/1/move", column="Review", expected_version=1, retry_key="once"
        )
        assert answer.status_code == 200


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/boards/SLU/cards/1/move", {"column": "Review"}),
        ("/boards/SLU/cards", {"title": "A", "column": "Review"}),
        ("/boards/SLU/moves", {"moves": [{"number": 1, "column": "Review"}]}),
        ("/boards/SLU/cards/3/reopen", {"column": "Review"}),
    ],
)
def test_a_retry_is_answered_though_its_column_has_got_another_name(api, review, ada, path, said):
    first = api.post(path, retry_key="once", **said).json()
    review.revise(name="Inspection", by=ada)
    again = api.post(path, retry_key="once", **said)
    assert again.status_code == 200, again.content
    now, then = (each.get("cards", [each])[0] for each in (again.json(), first))
    assert now["number"] == then["number"]
    assert now["column"] == "Inspection"


def test_a_new_request_with_a_name_that_is_gone_is_an_error(api, review, ada):
    review.revise(name="Inspection", by=ada)
    answer = api.post("/boards/SLU/cards/1/move", column="Review", retry_key="once")
    assert answer.status_code == 422
    api.post("/boards/SLU/cards/1/move", column="Inspection", retry_key="twice")
    assert (
        api.post("/boards/SLU/cards/2/move", column="Review", retry_key="twice").status_code == 422
    )


CHANGES_NOTHING = {
    "revise": ("PATCH", "/boards/SLU/cards/1", {"title": "A card"}),
    "move": ("POST", "/boards/SLU/cards/1/move", {"column": "Build"}),
    "move all": ("POST", "/boards/SLU/moves", {"moves": [{"number": 1, "column": "Build"}]}),
    "block": ("POST", "/boards/SLU/cards/4/block", {"reason": "no key"}),
    "unblock": ("POST", "/boards/SLU/cards/1/unblock", None),
    "archive": ("POST", "/boards/SLU/cards/5/archive", None),
    "restore": ("POST", "/boards/SLU/cards/1/restore", None),
    "return": ("POST", "/boards/SLU/cards/6/return-to-backlog", None),
}  # these answer 200 and change nothing; `undo`, `reopen` and `swap` change something or are refused


@pytest.mark.parametrize("write", CHANGES_NOTHING)
def test_a_retry_of_what_changed_nothing_changes_nothing_later(
    api, board, ideas, build, review, card_in, ada, grace, write
):
    blocked = card_in(build).block(reason="no key", by=ada)
    archived = card_in(build).archive(by=ada)
    returned = card_in(ideas)
    method, path, body = CHANGES_NOTHING[write]
    version = Board.objects.get().version
    assert api.send(method, path, body, **{"Idempotency-Key": "once"}).status_code == 200
    assert Board.objects.get().version == version
    first = board.cards.get(number=1)
    first.revise(title="Another", by=grace)
    first.move_to(review, by=grace)
    first.block(reason="crane", by=grace)
    blocked.unblock(by=grace)
    archived.restore(by=grace)
    returned.move_to(build, by=grace)
    if write == "restore":
        first.archive(by=grace)
    version = Board.objects.get().version
    again = api.send(method, path, body, **{"Idempotency-Key": "once"})
    assert again.status_code == 200, again.content
    assert Board.objects.get().version == version


def test_a_retry_of_what_changed_nothing_is_answered_though_its_column_has_another_name(
    api, build, ada
):
    api.post("/boards/SLU/cards/1/move", column="Build", retry_key="once")
    build.revise(name="Make", by=ada)
    again = api.post("/boards/SLU/cards/1/move", column="Build", retry_key="once")
    assert (again.status_code, again.json()["column"]) == (200, "Make")
