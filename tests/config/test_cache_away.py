"""Redis is away: the database stands in for the cache, so nobody is kept out and no limit falls."""

import socket
from contextlib import closing

import pytest
from django.core.cache import cache
from django.urls import reverse

from config.cache import RedisOrTable
from config.signin_link import SigninLink, SignInLinkEnded

PASSWORD = "a long and quite good wall"


def away_at(settings, address):
    one = settings.CACHES["default"] | {"LOCATION": address}
    settings.CACHES = {"default": one}


@pytest.fixture
def asked_again(monkeypatch):
    monkeypatch.setattr(RedisOrTable, "_asked_again_at", 0.0)


@pytest.fixture(params=["refuses", "is silent"])
def no_redis(request, settings, asked_again):
    """A Redis that cannot be reached, or that takes the call and says nothing."""
    with closing(socket.create_server(("127.0.0.1", 0))) as silent:
        port = 1 if request.param == "refuses" else silent.getsockname()[1]
        away_at(settings, f"redis://127.0.0.1:{port}/1")
        yield


@pytest.fixture
def ada_with_password(ada):
    ada.set_password(PASSWORD)
    ada.save()
    return ada


def sign_in(client, person, password):
    return client.post(
        reverse("account_login"), {"login": person.email, "password": password}, follow=True
    )


def test_people_sign_in(no_redis, client, ada_with_password, board):
    answer = sign_in(client, ada_with_password, PASSWORD)
    assert answer.status_code == 200
    assert answer.wsgi_request.user == ada_with_password


def test_wrong_passwords_are_counted(no_redis, client, ada_with_password):
    answers = [sign_in(client, ada_with_password, "wrong") for _ in range(7)]
    assert "Too many" in answers[-1].content.decode()
    assert "Too many" not in answers[0].content.decode()


@pytest.mark.parametrize("page", ["presence", "flow", "board"])
def test_pages_are_shown(no_redis, client, ada, board, page):
    client.force_login(ada)
    assert client.get(reverse(page, args=[board.key])).status_code == 200


def test_a_link_signs_in_once(no_redis, ada):
    link = SigninLink(ada, "nonce")
    link.spend()
    with pytest.raises(SignInLinkEnded):
        link.spend()


def test_each_question_is_answered_as_redis_answers_it(no_redis, db):
    for stands_in in (True, False):
        if not stands_in:
            RedisOrTable._asked_again_at = 0.0
        assert cache.add("one", 1, 60)
        assert not cache.add("one", 2, 60)
        assert cache.incr("one") == 2
        assert "one" in cache
        cache.set_many({"two": 2, "three": 3}, 60)
        assert cache.get_many(["two", "three", "four"]) == {"two": 2, "three": 3}
        assert cache.touch("two", 60)
        cache.delete_many(["two", "three"])
        assert cache.delete("one")
        assert cache.get("one", "gone") == "gone"
        cache.set("last", 1)
        cache.clear()
        assert cache.get("last") is None


def test_redis_is_asked_again_after_a_rest(settings, asked_again, db, monkeypatch):
    here = settings.CACHES["default"]["LOCATION"]
    away_at(settings, "redis://127.0.0.1:1/1")
    cache.set("where", "table")
    away_at(settings, here)
    cache.delete("where")
    assert cache.get("where") is None  # it rests
    monkeypatch.setattr(RedisOrTable, "_asked_again_at", 0.0)
    cache.set("where", "redis")
    assert cache.get("where") == "redis"
