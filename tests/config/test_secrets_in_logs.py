"""An address may be a credential: what is logged of it says the route, and ids at most."""

import json
import logging
import re

import pytest
from django.test import Client
from django.urls import URLPattern, get_resolver

from config.logs import JsonLines

SECRET = "Zq3-this_is_a_secret_that_opens-something"
NUMBER, KEY = "12", "SLU"


@pytest.fixture
def logged(caplog):
    """What would stand on stdout."""
    caplog.set_level(logging.DEBUG)
    caplog.handler.setFormatter(JsonLines())
    return lambda: caplog.text


@pytest.fixture
def stranger(db):
    return Client(raise_request_exception=False, enforce_csrf_checks=True)


def addresses(patterns=None, before=""):
    """Every address that Sluice answers to, with a secret wherever a text may stand."""
    for each in get_resolver().url_patterns if patterns is None else patterns:
        route = before + str(each.pattern)
        if isinstance(each, URLPattern):
            yield "/" + filled(route)
        else:
            yield from addresses(each.url_patterns, route)


def filled(route):
    route = re.sub(r"<int:\w+>|\(\?P<object_id>\w+\)", NUMBER, route)
    route = re.sub(r"<key:\w+>", KEY, route)
    route = re.sub(r"\(\?P<uidb36>[^)]*\)", "7", route)
    route = re.sub(r"<part:\w+>", "title", route)
    route = re.sub(r"<slug:\w+>", "cfd", route)
    route = re.sub(r"<[^>]+>|\(\?P<\w+>[^)]*\)", SECRET, route)
    return route.replace("^", "").replace("$", "").replace("\\Z", "")


def test_no_address_tells_the_secret_in_it(stranger, logged):
    asked = [address for address in addresses() if SECRET in address]
    assert any("/invitations/" in address for address in asked)
    assert any("/password/reset/key/" in address for address in asked)
    for address in asked:
        stranger.get(address)
        stranger.post(address)  # refused for its form is not one of ours, which is logged as well
    assert logged().count('"sluice.request"') == 2 * len(asked)
    assert SECRET not in logged()


@pytest.mark.parametrize("address", ["/{}/", "/boards/SLU/{}/", "/static/{}", "/api/v1/{}"])
def test_an_address_that_is_none_is_not_told(stranger, logged, address):
    stranger.get(address.format(SECRET))
    assert "an unknown address" in logged()
    assert SECRET not in logged()


def test_an_address_that_breaks_or_is_asked_of_another_host_is_not_told(
    stranger, logged, monkeypatch
):
    stranger.get(f"/invitations/{SECRET}/", headers={"Host": "evil.example"})
    assert "evil.example" in logged()
    monkeypatch.setattr("board.views.invitations.get_object_or_404", lambda *_: 1 / 0)
    stranger.get(f"/invitations/{SECRET}/")
    assert "ZeroDivisionError" in logged()
    assert SECRET not in logged()


def test_ids_and_names_are_told(stranger, logged):
    stranger.get("/boards/SLU/cards/12/")
    stranger.get("/api/v1/boards/SLU/cards/12")
    told = [json.loads(line).get("message") for line in logged().splitlines()]
    assert "GET /boards/SLU/cards/12/" in told
    assert "GET /api/v1/boards/SLU/cards/12" in told
