"""Who may ask for what: each operation of the description, as everybody of the cast."""

import pytest

from board.models import ApiToken, Card, Person
from config.api import api as the_api

COLUMNS = [{"name": "Do", "stage": "active"}, {"name": "Did", "stage": "done"}]
ANYONE, VIEWERS, MEMBERS, LEADS = range(4)

# Who may, of which card (or limit, or column) and with which body
EXPECTED = {
    "list_boards": (ANYONE, None, None),
    "make_board": (ANYONE, None, {"name": "New", "key": "NEW", "columns": COLUMNS}),
    "show_board": (VIEWERS, None, None),
    "list_limits": (VIEWERS, None, None),
    "list_cards": (VIEWERS, None, None),
    "show_card": (VIEWERS, 1, None),
    "show_placement": (VIEWERS, 1, None),
    "list_events": (VIEWERS, None, None),
    "show_cycle_time": (VIEWERS, None, None),
    "show_aging": (VIEWERS, None, None),
    "show_cfd": (VIEWERS, None, None),
    "show_throughput": (VIEWERS, None, None),
    "show_wip": (VIEWERS, None, None),
    "show_efficiency": (VIEWERS, None, None),
    "show_blocked": (VIEWERS, None, None),
    "show_pace": (VIEWERS, None, None),
    "show_forecast": (VIEWERS, None, None),
    "list_alerts": (VIEWERS, None, None),
    "create_card": (MEMBERS, None, {"title": "New", "column": "Build"}),
    "revise_card": (MEMBERS, 1, {"title": "Other"}),
    "move": (MEMBERS, 1, {"column": "Done"}),
    "swap": (MEMBERS, 1, {"with": 2}),
    "move_all": (MEMBERS, None, {"moves": [{"number": 1, "column": "Done"}]}),
    "block": (MEMBERS, 1, {"reason": "no key"}),
    "unblock": (MEMBERS, 1, None),
    "archive": (MEMBERS, 1, None),
    "restore": (MEMBERS, 1, None),
    "reopen": (MEMBERS, 3, None),
    "return_to_backlog": (MEMBERS, 1, None),
    "undo": (MEMBERS, 3, None),
    "add_limit": (LEADS, None, {"maximum": 9}),
    "change_limit": (LEADS, "limit", {"maximum": 9}),
    "remove_limit": (LEADS, "limit", None),
    "limit_column": (LEADS, "column", {"maximum": 9}),
    "add_column": (LEADS, None, {"name": "Test", "stage": "active"}),
    "add_lane": (LEADS, None, {"name": "Fast"}),
    "add_member": (LEADS, None, {"email": "sam@example.org"}),
}
RIGHTS = {"sam": ANYONE, "vera": VIEWERS, "grace": MEMBERS, "ada": LEADS}

OPERATIONS = {
    operation["operationId"]: (method.upper(), path.removeprefix("/api/v1"))
    for path, methods in the_api.get_openapi_schema()["paths"].items()
    for method, operation in methods.items()
}


@pytest.fixture
def things(board, build, review, done, card_in, ada) -> dict[str, int]:
    """Cards 1 in Build, 2 in Review and 3 moved to Done; a limit."""
    card_in(build)
    card_in(review)
    card_in(build).move_to(done, by=ada)
    limit = board.limit_column(review, 5, by=ada)
    return {"limit": limit.pk, "column": review.pk}


@pytest.fixture
def ask(calls, things, ada, grace, vera, sam):
    cast = {"ada": ada, "grace": grace, "vera": vera, "sam": sam}

    def ask(operation: str, who: str | None):
        method, path = OPERATIONS[operation]
        _who_may, what, body = EXPECTED[operation]
        path = path.format(key="SLU", number=what, id=things.get(what))
        return calls(cast.get(who)).send(method, path, body)

    return ask


def test_every_operation_says_who_may_ask_for_it():
    assert OPERATIONS.keys() == EXPECTED.keys()


@pytest.mark.parametrize("operation", EXPECTED)
def test_without_a_token_nothing_is_told(ask, operation):
    answer = ask(operation, None)
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"] == "Bearer"
    assert answer.json()["code"] == "not_signed_in"


@pytest.mark.parametrize("who", RIGHTS)
@pytest.mark.parametrize("operation", EXPECTED)
def test_each_role_may_do_what_it_may_and_nothing_else(ask, operation, who):
    needed, has = EXPECTED[operation][0], RIGHTS[who]
    before = list(Card.objects.order_by("pk").values())
    answer = ask(operation, who)
    if has >= needed:
        assert answer.status_code in (200, 201, 204), answer.content
        return
    assert answer.status_code == (404 if has == ANYONE else 403)
    assert answer.json()["code"] == ("not_found" if has == ANYONE else "forbidden")
    assert list(Card.objects.order_by("pk").values()) == before


def test_boards_may_be_for_staff_to_make(ask, settings, sam):
    settings.BOARDS_BY = "staff"
    assert ask("make_board", "sam").status_code == 403
    Person.objects.filter(pk=sam.pk).update(is_staff=True)
    assert ask("make_board", "sam").status_code == 201


def test_a_list_of_boards_has_only_ones_own(ask):
    assert ask("list_boards", "sam").json()["items"] == []
    [board] = ask("list_boards", "vera").json()["items"]
    assert (board["key"], board["role"]) == ("SLU", "viewer")


def test_a_revoked_token_and_a_person_who_left_are_strangers_at_the_door(calls, ada):
    api = calls(ada)
    assert api.get("/boards").status_code == 200
    ada.api_tokens.get().revoke()
    assert api.get("/boards").status_code == 401
    api = calls(ada)
    Person.objects.filter(pk=ada.pk).update(is_active=False)
    assert api.get("/boards").status_code == 401


def test_the_use_of_a_token_is_noted_to_the_minute(calls, ada, time_machine):
    time_machine.move_to("2026-11-23T09:00:00Z", tick=False)
    api = calls(ada)
    for second in ("00", "59"):
        time_machine.move_to(f"2026-11-23T09:00:{second}Z", tick=False)
        api.get("/boards")
    token = ApiToken.objects.get()
    assert token.last_used_at.isoformat() == "2026-11-23T09:00:00+00:00"
    time_machine.move_to("2026-11-23T09:01:00Z", tick=False)
    api.get("/boards")
    token.refresh_from_db()
    assert token.last_used_at.isoformat() == "2026-11-23T09:01:00+00:00"
