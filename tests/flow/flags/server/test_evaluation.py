"""The real process answers OFREP, and never with a flag of another board or environment."""

import hashlib
import json
import time
from itertools import product

import pytest
from django.db import transaction

from board.models import Board, Role
from flow.flags.models import Environment, Flag, FlagToken
from tests.flow.flags.server.client import Asking
from tests.patience import eventually
from tests.processes import procfile_process

KEYS = [f"user-{number}" for number in range(1000)]
PATHS = ("/v1/evaluate/flags/full", "/v1/evaluate/flags")


@pytest.fixture
def on(make_flag, state_of, grace):
    """Make a flag that is on for a share: `on("a", 25, allowed=["ada"])`."""

    def make(key: str, share: int = 100, *, where: str = "production", allowed=(), **facts) -> Flag:
        with transaction.atomic():  # who hears of the flag finds it on
            flag = make_flag(key, **facts)
            state_of(flag, where).switch(
                by=grace, enabled=True, rollout=share, allowed=list(allowed), reason="For the test"
            )
        return flag

    return make


def knows(asking: Asking, flag: str) -> None:
    eventually(lambda: asking.one(flag).get("errorCode") != "FLAG_NOT_FOUND")


def test_each_state_has_its_value_variant_and_reason(asking, on, make_flag):
    make_flag("off")
    on("zero", 0, allowed=["ada"])
    on("half", 50, allowed=["ada"])
    on("full")
    knows(asking, "full")
    told = {flag: asking.one(flag, "bob") for flag in ("off", "zero", "full")}
    assert told == {
        "off": {"key": "off", "value": False, "variant": "off", "reason": "DISABLED"},
        "zero": {"key": "zero", "value": False, "variant": "off", "reason": "STATIC"},
        "full": {"key": "full", "value": True, "variant": "on", "reason": "STATIC"},
    }
    assert asking.one("zero", "ada")["reason"] == "TARGETING_MATCH"
    assert asking.one("zero", "ada")["value"] is True
    assert asking.one("half", "bob")["reason"] == "SPLIT"
    assert asking.one("full")["value"] is True
    assert asking.one("zero")["value"] is False
    status, said = asking.ask("/v1/evaluate/flags/half")
    assert (status, said["key"], said["errorCode"]) == (400, "half", "TARGETING_KEY_MISSING")
    assert said["errorDetails"]
    everything = asking.every()
    assert everything["half"]["errorCode"] == "TARGETING_KEY_MISSING"
    assert everything["full"]["value"] is True


VALUES = [
    {"on": "blue", "off": ""},
    {"on": 7, "off": 0},
    {"on": 1.0, "off": 0.5},
    {"on": {"a": [1, 2.0, {"b": None}]}, "off": {}},
]


def test_every_type_of_value_comes_as_it_was_given(asking, on, make_flag, subtests):
    for number, variants in enumerate(VALUES):
        on(f"shown-{number}", variants=variants)
        make_flag(f"hidden-{number}", variants=variants)
    knows(asking, f"hidden-{number}")
    for number, variants in enumerate(VALUES):
        for flag, variant in (("shown", "on"), ("hidden", "off")):
            with subtests.test(value=variants[variant]):
                value = asking.value(f"{flag}-{number}")
                assert json.dumps(value) == json.dumps(variants[variant])  # 1.0 stays 1.0


def second_opinion(flag: str, key: str) -> int:
    """The bucket, as docs/flags.md says it; shares no code with the server."""
    return int(hashlib.sha256(f"{flag}:{key}".encode()).hexdigest()[:16], 16) % 10_000


def test_who_is_in_at_a_share_is_in_at_every_larger_one(asking, on, state_of, grace, server):
    flag = on("half", 5)
    before: set[str] = set()
    for share in (5, 25, 50):
        state_of(flag).switch(by=grace, rollout=share)
        eventually(lambda share=share: _share_is(asking, share))
        inside = {key for key in KEYS if asking.value("half", key)}
        assert before <= inside
        assert abs(len(inside) - 10 * share) <= 30
        assert inside == {key for key in KEYS if second_opinion("half", key) < share * 100}
        before = inside


def _share_is(asking: Asking, share: int) -> bool:
    """Whether the process knows this share: some key is in now that was not before it."""
    probe = next(
        key for key in KEYS if share * 100 - 200 <= second_opinion("half", key) < share * 100
    )
    return asking.value("half", probe) is True


def test_two_processes_and_a_restarted_one_say_the_same(asking, on, board, token_of, tmp_path):
    on("half", 50)
    eventually(lambda: any(asking.value("half", key) for key in KEYS[:30]))
    first = [asking.value("half", key) for key in KEYS[:300]]
    for name in ("second", "restarted"):
        with procfile_process("flags", tmp_path / f"{name}.log") as other:
            again = Asking(other.port, token_of(board))
            assert [again.value("half", key) for key in KEYS[:300]] == first


def test_a_switch_and_a_new_token_are_known_within_a_second(asking, on, state_of, grace, server):
    flag = on("full")
    knows(asking, "full")
    state_of(flag).switch(by=grace, enabled=False)
    eventually(lambda: asking.value("full") is False, 1)
    state_of(flag).switch(by=grace, enabled=True)
    eventually(lambda: asking.value("full") is True, 1)


def test_a_token_works_at_once_and_no_more_when_it_is_revoked(server, board, on, token_of):
    on("full")
    secret = token_of(board)
    asking = Asking(server.port, secret)
    assert asking.ask("/v1/evaluate/flags")[0] == 200
    FlagToken.objects.with_secret(secret).get().revoke()
    eventually(lambda: asking.ask("/v1/evaluate/flags")[0] == 401, 1)


def test_without_a_good_token_nothing_is_told(server, board, on, subtests):
    on("full")
    for token, path in product([None, "sluice_wrong", "", "ünïcode"], PATHS):
        with subtests.test(token=token, path=path):
            asking = Asking(server.port, token and token.encode().decode("latin-1"))
            status, headers, body = asking.raw(path, b"{}")
            assert status == 401
            assert headers["WWW-Authenticate"] == "Bearer"
            assert {*json.loads(body)} == {"errorCode", "errorDetails"}


def test_the_key_may_come_as_x_api_key(server, board, on, token_of):
    on("full")
    asking = Asking(server.port, None)
    status, _headers, body = asking.raw("/v1/evaluate/flags/full", b"{}", X_API_Key=token_of(board))
    assert (status, json.loads(body)["value"]) == (200, True)


def test_no_flag_of_another_board_or_environment(server, board, on, ada, grace, token_of):
    """Each token of two boards and three environments sees its own flags alone."""
    other = Board.make("Other", key="OTH", by=ada, columns=[("Do", "active"), ("Did", "done")])
    other.add_member(grace, Role.MEMBER, by=ada)
    expected = {}
    for each in (board, other):
        for environment in ("development", "staging", "production"):
            key = f"only-{each.key.lower()}-{environment}"
            flag = Flag.make(
                *(each, key),
                kind="release",
                by=ada,
                purpose="Test",
                owner=grace,
                remove_by=each.day_of(each.made_at),
                variants={"on": f"{each.key} {environment}", "off": "off"},
            )
            state = flag.states.select_related("environment").get(environment__name=environment)
            state.flag = flag
            state.switch(by=grace, enabled=True, rollout=100, reason="Test")
    for each in (board, other):
        for environment in ("development", "staging", "production"):
            expected[each.key, environment] = {
                f"only-{each.key.lower()}-{name}": f"{each.key} {name}"
                if name == environment
                else "off"
                for name in ("development", "staging", "production")
            }
    for (key, environment), flags in expected.items():
        asking = Asking(server.port, token_of(Board.objects.get(key=key), environment))
        eventually(lambda asking=asking, flags=flags: len(asking.every("x")) == len(flags))
        assert {name: each["value"] for name, each in asking.every("x").items()} == flags
        for foreign in {name for one in expected.values() for name in one} - flags.keys():
            assert asking.ask(f"/v1/evaluate/flags/{foreign}")[0] == 404


def test_a_public_token_is_answered_public_flags_alone(server, board, on, token_of, grace):
    on("secret")
    flag = on("shown", public=True)
    asking = Asking(server.port, token_of(board, public=True))
    knows(asking, "shown")
    assert {*asking.every()} == {"shown"}
    assert asking.one("secret")["errorCode"] == "FLAG_NOT_FOUND"
    flag.revise(by=grace, public=False)
    eventually(lambda: asking.every() == {})


def test_all_flags_come_with_an_etag_and_304_while_nothing_changes(asking, on, state_of, grace):
    flag = on("half", 50)
    knows(asking, "half")
    said = json.dumps({"context": {"targetingKey": "ada"}}).encode()
    status, headers, _body = asking.raw("/v1/evaluate/flags", said)
    etag = headers["ETag"]
    assert (status, etag[0], etag[-1]) == (200, '"', '"')
    for known in (etag, f"W/{etag}", f'"other", {etag}'):
        status, headers, body = asking.raw("/v1/evaluate/flags", said, If_None_Match=known)
        assert (status, body, headers["ETag"]) == (304, b"", etag)
    other = json.dumps({"context": {"targetingKey": "bob"}}).encode()
    assert asking.raw("/v1/evaluate/flags", other, If_None_Match=etag)[0] == 200
    state_of(flag).switch(by=grace, enabled=False)
    eventually(lambda: asking.raw("/v1/evaluate/flags", said, If_None_Match=etag)[0] == 200, 1)
    assert asking.every("ada")["half"]["value"] is False


BODIES = [
    (b"", 200, None),
    (b"{}", 200, None),
    (b'{"context": null}', 200, None),
    (b'{"context": {}, "more": 1}', 200, None),
    (b'{"context": {"targetingKey": "\\ud800"}}', 200, None),
    (b'{"context": {"targetingKey": "\\u0000"}}', 200, None),
    (b"{", 400, "PARSE_ERROR"),
    (b"[]", 400, "PARSE_ERROR"),
    (b"\xff", 400, "PARSE_ERROR"),
    (b"[" * 60_000, 400, "PARSE_ERROR"),
    (b'{"context": 7}', 400, "INVALID_CONTEXT"),
    (b'{"context": {"targetingKey": 7}}', 400, "INVALID_CONTEXT"),
    (b'{"context": {"targetingKey": "a", "b": "' + b"x" * 65_400 + b'"}}', 200, None),
    (b'{"context": {"b": "' + b"x" * 65_536 + b'"}}', 413, "PARSE_ERROR"),
]  # a body, the status of its answer, and the code of the error


def test_every_body_has_a_clear_answer(asking, on, subtests):
    on("full", allowed=["ada"])
    knows(asking, "full")
    for (body, status, code), path in product(BODIES, PATHS):
        with subtests.test(body=body[:40], path=path):
            found, _headers, said = asking.raw(path, body)
            assert found == status, said
            if code:
                assert json.loads(said)["errorCode"] == code


def test_addresses_and_methods_that_are_none_are_answered_in_json(asking, on, server, board):
    on("full")
    knows(asking, "full")
    assert asking.ask("/v1/evaluate/flags/nothing")[0] == 404
    assert asking.one("nothing")["errorCode"] == "FLAG_NOT_FOUND"
    assert asking.one("na%2Fme%00")["errorCode"] == "FLAG_NOT_FOUND"
    status, headers, body = asking.raw("/v1/evaluate/flags", b"", method="GET")
    assert (status, headers["Allow"]) == (405, "POST, OPTIONS")
    assert json.loads(body)["errorCode"] == "GENERAL"
    for base in ("//ofrep", "/flags/ofrep", "/flags//ofrep"):
        asking.base = base
        assert asking.value("full") is True


def test_a_page_of_another_site_may_ask(server):
    asking = Asking(server.port, None)
    status, headers, _body = asking.raw(
        "/v1/evaluate/flags",
        b"",
        method="OPTIONS",
        Origin="https://shop.example",
        Access_Control_Request_Method="POST",
        Access_Control_Request_Headers="authorization,if-none-match",
    )
    assert status == 204
    assert headers["Access-Control-Allow-Origin"] == "*"
    allowed = headers["Access-Control-Allow-Headers"].lower()
    assert all(
        name in allowed for name in ("authorization", "x-api-key", "content-type", "if-none-match")
    )
    _status, headers, _body = asking.raw("/v1/evaluate/flags", b"{}", Origin="https://shop.example")
    assert headers["Access-Control-Allow-Origin"] == "*"
    assert "ETag" in headers["Access-Control-Expose-Headers"]


def test_production_asks_once_and_the_removal_waits(asking, make_flag, done, grace, state_of):
    flag = make_flag()
    knows(asking, "new-search")
    assert asking.value("new-search") is False
    eventually(lambda: state_of(flag).last_asked_at, 3)
    with pytest.raises(Exception, match="Production asked for the flag"):
        flag.removal_card.move_to(done, by=grace)


def test_a_removed_flag_answers_its_last_value_and_says_so(asking, on, done, grace):
    flag = on("full")
    flag.removal_card.move_to(done, by=grace)
    Environment.objects.get(board=flag.board, production=True).tick()  # instead of the look
    eventually(lambda: asking.one("full").get("metadata") == {"removed": True}, 15)
    assert asking.value("full") is True


def test_what_was_asked_is_counted_when_the_process_ends(on, board, token_of, tmp_path, settings):
    flag = on("full")
    with procfile_process("flags", tmp_path / "flags.log") as started:
        asking = Asking(started.port, token_of(board))
        for _ in range(7):
            assert asking.value("full")
        asking.every()
    days = list(flag.days.values_list("variant", "count"))
    assert days == [("on", 8)]
    assert flag.days.get().day == board.day_of(flag.made_at)


def test_a_switch_that_nobody_told_is_seen_by_the_look(asking, on):
    flag = on("full")
    knows(asking, "full")
    flag.states.update(enabled=False)
    Environment.objects.filter(board=flag.board).update(version=1000)
    began = time.monotonic()
    eventually(lambda: asking.value("full") is False, 15)
    assert time.monotonic() - began < 12
