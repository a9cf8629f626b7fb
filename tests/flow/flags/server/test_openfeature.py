"""OpenFeature's own Python client, unmodified, against the real process."""

import json

import pytest
from openfeature import api
from openfeature.contrib.provider.ofrep import OFREPProvider
from openfeature.evaluation_context import EvaluationContext
from openfeature.exception import ErrorCode
from openfeature.flag_evaluation import Reason

from tests.patience import eventually

DEFAULTS = {"string": "default", "integer": -1, "float": -1.0, "object": {"default": True}}
VARIANTS = {
    "string": {"on": "blue", "off": "red"},
    "integer": {"on": 7, "off": 3},
    "float": {"on": 2.0, "off": 0.5},
    "object": {"on": {"size": 2}, "off": {}},
}


@pytest.fixture
def client_of(server):
    """OpenFeature's client with a token: `client_of(secret)`."""

    def client(secret: str):
        headers = {"Authorization": f"Bearer {secret}"}
        url = f"http://127.0.0.1:{server.port}"
        api.set_provider(OFREPProvider(url, headers_factory=lambda: headers))
        return api.get_client()

    yield client
    api.clear_providers()


@pytest.fixture
def client(client_of, token_of, board):
    return client_of(token_of(board))


def test_on_off_and_half(client, make_flag, state_of, grace):
    state = state_of(make_flag())
    ada = EvaluationContext("ada")
    eventually(lambda: client.get_boolean_details("new-search", True).reason == Reason.DISABLED)
    assert client.get_boolean_value("new-search", True, ada) is False
    state = state.switch(by=grace, enabled=True, rollout=50, reason="Test")
    eventually(lambda: client.get_boolean_details("new-search", False, ada).reason == Reason.SPLIT)
    inside = [
        client.get_boolean_value("new-search", False, EvaluationContext(f"user-{n}", {"plan": "x"}))
        for n in range(200)
    ]
    assert 70 <= sum(inside) <= 130
    without = client.get_boolean_details("new-search", False)
    assert (without.value, without.error_code) == (False, ErrorCode.TARGETING_KEY_MISSING)
    state = state.switch(by=grace, rollout=100)
    eventually(lambda: client.get_boolean_details("new-search", False).reason == Reason.STATIC)
    state.switch(by=grace, enabled=False)
    eventually(lambda: client.get_boolean_value("new-search", True) is False, 1)


@pytest.mark.parametrize("kind", VARIANTS)
def test_every_type_of_value(client, make_flag, state_of, grace, kind):
    state = state_of(make_flag(variants=VARIANTS[kind]))
    ask = getattr(client, f"get_{kind}_details")
    eventually(lambda: ask("new-search", DEFAULTS[kind]).variant == "off")
    off = ask("new-search", DEFAULTS[kind])
    assert json.dumps(off.value) == json.dumps(VARIANTS[kind]["off"])
    state.switch(by=grace, enabled=True, rollout=100, reason="Test")
    eventually(lambda: ask("new-search", DEFAULTS[kind]).variant == "on")
    on = ask("new-search", DEFAULTS[kind])
    assert (json.dumps(on.value), on.error_code) == (json.dumps(VARIANTS[kind]["on"]), None)


def test_an_unknown_flag_gives_the_default(client):
    said = client.get_boolean_details("nothing", True)
    assert (said.value, said.error_code) == (True, ErrorCode.FLAG_NOT_FOUND)


def test_a_bad_token_gives_the_default(client_of, make_flag):
    make_flag()
    said = client_of("sluice_wrong").get_boolean_details("new-search", True)
    assert (said.value, said.error_code) == (True, ErrorCode.GENERAL)
    assert said.error_message == "unauthorized"
