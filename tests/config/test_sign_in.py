"""People sign in by e-mail address and password; who may make an account is a setting."""

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from board.models import Person

PASSWORD = "a long harbour wall"


@pytest.fixture
def ada(db):
    cache.clear()  # where the rate limits are counted
    return Person.objects.create_user("ada@example.org", PASSWORD)


@pytest.fixture
def sign_in(client):
    def attempt(email: str, password: str):
        return client.post(reverse("account_login"), {"login": email, "password": password})

    return attempt


@pytest.mark.parametrize("address", ["ada@example.org", "Ada@Example.Org"])
def test_a_person_signs_in_by_address_in_any_case(client, ada, sign_in, address):
    assert sign_in(address, PASSWORD).status_code == 302
    assert client.session["_auth_user_id"] == str(ada.pk)


def test_a_wrong_password_is_refused_in_words(client, ada, sign_in):
    answer = sign_in("ada@example.org", "guess")
    assert "not correct" in answer.content.decode()
    assert "_auth_user_id" not in client.session


def test_guessing_a_password_is_stopped_after_a_few_attempts(client, ada, sign_in):
    for _ in range(5):
        sign_in("ada@example.org", "guess")
    answer = sign_in("ada@example.org", PASSWORD)
    assert "Too many failed login attempts" in answer.content.decode()
    assert "_auth_user_id" not in client.session


def test_a_stranger_who_guesses_does_not_lock_out_a_known_browser(client, ada, sign_in):
    sign_in("ada@example.org", PASSWORD)
    client.post(reverse("account_logout"))
    stranger = Client(REMOTE_ADDR="192.0.2.66")
    for _ in range(6):
        said = {"login": "ada@example.org", "password": "guess"}
        stranger.post(reverse("account_login"), said)
    assert sign_in("ada@example.org", PASSWORD).status_code == 302
    assert client.session["_auth_user_id"] == str(ada.pk)


def test_a_known_browser_is_known_for_its_person_only(client, ada, sign_in):
    Person.objects.create_user("eve@example.org", PASSWORD)
    sign_in("eve@example.org", PASSWORD)
    client.post(reverse("account_logout"))
    for _ in range(5):
        sign_in("ada@example.org", "guess")
    assert "Too many failed" in sign_in("ada@example.org", PASSWORD).content.decode()


def test_guesses_are_counted_together_whatever_host_is_asked(ada, settings):
    settings.ALLOWED_HOSTS = ["one.example", "two.example"]
    for host in ("one.example", "two.example", "one.example", "two.example", "one.example"):
        said = {"login": "ada@example.org", "password": "guess"}
        Client(headers={"Host": host}).post(reverse("account_login"), said)
    said = {"login": "ada@example.org", "password": PASSWORD}
    answer = Client(headers={"Host": "two.example"}).post(reverse("account_login"), said)
    assert "Too many failed" in answer.content.decode()


def test_signing_up_is_closed_to_strangers(client, db):
    form = {"email": "sam@example.org", "password1": PASSWORD, "password2": PASSWORD}
    answer = client.post(reverse("account_signup"), form)
    assert "By invitation" in answer.content.decode()
    assert not Person.objects.exists()


def test_signing_up_is_open_where_the_set_up_says_so(client, db, settings):
    settings.SIGNUP = "open"
    form = {"email": "sam@example.org", "password1": PASSWORD, "password2": PASSWORD}
    assert client.post(reverse("account_signup"), form).status_code == 302
    assert Person.objects.get().email == "sam@example.org"
