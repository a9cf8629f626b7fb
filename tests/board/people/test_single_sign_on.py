"""Sign-in by an OpenID Connect issuer: a real one, on this machine."""

import re
import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
import requests
from allauth.socialaccount.models import SocialAccount
from django.conf import settings as site
from django.test import Client
from django.urls import reverse

from board.models import ApiToken, AuditEntry, Invitation, Person
from tests.ports import free_port

CALLBACK = "http://testserver/accounts/sso/callback/"
HERE = Path(__file__).parent
NODE = shutil.which("node") or str(site.BASE_DIR / ".venv/bin/node")


@pytest.fixture(scope="module")
def issuer():
    """The address of an issuer that runs."""
    port = free_port()
    command = [NODE, str(HERE / "issuer.mjs"), str(port), CALLBACK]
    with subprocess.Popen(
        command, cwd=site.BASE_DIR, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as running:
        assert running.stdout.readline().strip() == "ready"
        yield f"http://127.0.0.1:{port}"
        running.kill()


def configure(settings, address):
    settings.OIDC_ISSUER = address
    settings.OIDC_NAME = "Harbour"
    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {
            "OAUTH_PKCE_ENABLED": True,
            "APPS": [
                {
                    "provider_id": "sso",
                    "name": "Harbour",
                    "client_id": "sluice",
                    "secret": "a secret of the tests",
                    "settings": {"server_url": address},
                }
            ],
        }
    }


@pytest.fixture
def sso(settings, issuer, db, no_rates):
    configure(settings, issuer)
    return settings


def sign_in_there(address: str, email: str) -> str:
    """Go through the pages of the issuer as a browser does; where it sends the browser back to."""
    browser = requests.Session()
    browser.trust_env = False
    answer = browser.get(address, allow_redirects=False, timeout=60)
    for said in ({"prompt": "login", "login": email, "password": "x"}, {"prompt": "consent"}):
        answer = _follow(browser, answer)
        if answer.is_redirect:
            break
        form = re.search(r'action="([^"]+)"', answer.text)[1]
        where = urljoin(answer.url, form)
        answer = browser.post(where, said, allow_redirects=False, timeout=60)
    return _follow(browser, answer).headers["Location"]


def _follow(browser, answer):
    """Redirects, up to a page or to what leads back to us."""
    while answer.is_redirect and not answer.headers["Location"].startswith(CALLBACK):
        where = urljoin(answer.url, answer.headers["Location"])
        answer = browser.get(where, allow_redirects=False, timeout=60)
    return answer


def come_in(client, email):
    """What our site says in the end to somebody who signs in by the issuer."""
    there = client.post(reverse("openid_connect_login", kwargs={"provider_id": "sso"}))
    assert there.status_code == 302, there.content
    back = urlsplit(sign_in_there(there["Location"], email))
    return client.get(f"{back.path}?{back.query}")


def is_signed_in(client):
    return client.get(reverse("profile")).status_code == 200


def test_somebody_with_the_same_proved_address_signs_in(sso, client, ada):
    assert come_in(client, "ada@example.org").status_code == 302
    assert client.session["_auth_user_id"] == str(ada.pk)
    assert Person.objects.count() == 1


def test_who_only_claimed_the_address_is_not_that_person(sso, client, board, ada):
    thief = Client()
    sso.SIGNUP = "open"
    form = {"password1": "thief of the wall", "password2": "thief of the wall"}
    thief.post(reverse("account_signup"), form | {"email": "boss@example.org"})
    come_in(client, "boss@example.org")
    assert is_signed_in(client)
    boss = Person.objects.get(email="boss@example.org")
    assert not boss.has_usable_password()
    assert boss.has_proved_address


def test_an_unproved_address_here_is_not_connected(sso, client, ada):
    ada.change_address("ada@harbour.example")
    come_in(client, "ada@harbour.example")
    assert not is_signed_in(client)
    assert not SocialAccount.objects.exists()


def test_an_address_that_the_issuer_has_not_proved_does_not_sign_in(sso, client, db):
    Person.objects.create_user("unproved@example.org")
    answer = come_in(client, "unproved@example.org")
    assert answer.status_code == 403
    assert "does not confirm your e-mail address" in answer.content.decode()
    assert not is_signed_in(client)


def test_a_stranger_needs_an_invitation(sso, client, board, ada):
    assert "By invitation" in come_in(client, "joan@example.org").content.decode()
    assert not is_signed_in(client)
    client.get(reverse("invitation", args=[Invitation.issue(board, by=ada)]))
    come_in(client, "joan@example.org")
    joan = Person.objects.get(email="joan@example.org")
    assert (joan.name, board.role_of(joan)) == ("Person joan@example.org", "member")
    assert is_signed_in(client)


def test_a_domain_may_come_in_and_others_may_not(sso, client, ada):
    sso.OIDC_DOMAINS = ["harbour.example"]
    answer = come_in(Client(), "ada@example.org")
    assert answer.status_code == 403
    assert "cannot sign in here" in answer.content.decode()
    come_in(client, "joan@harbour.example")
    assert is_signed_in(client)
    kinds = list(AuditEntry.objects.order_by("pk").values_list("kind", flat=True))
    assert kinds == ["sign_in_failed", "signed_in"]


def make_token(client):
    form = {"name": "nightly report", "scope": "look"}
    return client.post(reverse("tokens"), form)


def test_who_has_no_password_signs_in_again_before_a_token_is_made(sso, client, time_machine):
    sso.OIDC_DOMAINS = ["harbour.example"]
    come_in(client, "joan@harbour.example")
    assert "secret" in make_token(client).context
    time_machine.move_to(datetime.now(UTC) + timedelta(minutes=10))
    again = make_token(client)
    assert ApiToken.objects.count() == 1
    assert "prompt%3Dlogin" in again["Location"]
    there = client.post(again["Location"])
    assert "prompt=login" in there["Location"]
    time_machine.move_to(datetime.now(UTC) - timedelta(minutes=9))  # the issuer has its own clock
    back = urlsplit(sign_in_there(there["Location"], "joan@harbour.example"))
    assert client.get(f"{back.path}?{back.query}")["Location"] == reverse("tokens")
    make_token(client)
    assert ApiToken.objects.count() == 2


def test_an_address_is_not_changed_in_a_window_left_open_either(sso, client, time_machine):
    sso.OIDC_DOMAINS = ["harbour.example"]
    come_in(client, "joan@harbour.example")
    time_machine.move_to(datetime.now(UTC) + timedelta(minutes=10))
    answer = client.post(reverse("account_email"), {"email": "eve@example.org"})
    assert "prompt%3Dlogin" in answer["Location"]


def test_who_is_barred_stays_out(sso, client, ada):
    ada.is_active = False
    ada.save()
    come_in(client, "ada@example.org")
    assert not is_signed_in(client)


def test_an_account_is_not_connected_by_hand(sso, browser_of, ada):
    browser = browser_of(ada)
    login = reverse("openid_connect_login", kwargs={"provider_id": "sso"})
    there = browser.post(f"{login}?process=connect")
    back = urlsplit(sign_in_there(there["Location"], "eve@example.org"))
    assert browser.get(f"{back.path}?{back.query}").status_code == 403
    assert not SocialAccount.objects.exists()


@pytest.mark.parametrize("query", ["", "?code=x&state=y", "?error=access_denied&state=y"])
def test_a_made_up_answer_signs_nobody_in(sso, client, query):
    answer = client.get(reverse("openid_connect_callback", kwargs={"provider_id": "sso"}) + query)
    assert answer.status_code == 401
    assert not is_signed_in(client)


def test_an_issuer_that_is_away_is_said_in_words(settings, client, db):
    configure(settings, f"http://127.0.0.1:{free_port()}")
    answer = client.post(reverse("openid_connect_login", kwargs={"provider_id": "sso"}))
    assert answer.status_code == 503
    assert "cannot be reached" in answer.content.decode()


def test_without_an_issuer_there_is_no_such_door(client, db):
    assert "openid" not in client.get(reverse("account_login")).content.decode()
    login = reverse("openid_connect_login", kwargs={"provider_id": "sso"})
    assert client.post(login).status_code == 404


def test_the_page_of_sign_in_offers_it(sso, client):
    assert "Sign in with Harbour" in client.get(reverse("account_login")).content.decode()
