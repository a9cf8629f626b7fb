"""A second factor: an app, a key, or a recovery code; a site may want one of its staff or of all."""

import re
import time

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from board.models import Notice, Person

PASSWORD = "a long harbour wall"


@pytest.fixture(autouse=True)
def through_the_outbox(settings, no_rates):
    settings.EMAIL_BACKEND = "board.notices.backend.Outbox"


@pytest.fixture
def ada(db):
    return Person.objects.create_user("ada@example.org", PASSWORD, name="Ada")


def signed_in(password=PASSWORD):
    client = Client()
    client.post(reverse("account_login"), {"login": "ada@example.org", "password": password})
    return client


def proved(client):
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return client


def is_signed_in(client):
    return client.get(reverse("profile")).status_code == 200


def code_of(secret):
    """The code that an app shows now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


@pytest.fixture
def codes(ada, django_capture_on_commit_callbacks):
    """Ada has an app; the recovery codes that she was shown."""
    client = proved(signed_in())
    page = client.get(reverse("mfa_activate_totp")).content.decode()
    secret = re.search(r'<code class="secret">(\w+)</code>', page)[1]
    with django_capture_on_commit_callbacks(execute=True):
        shown = client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)}, follow=True)
    codes = re.findall(r'<code class="secret">(\d+)</code>', shown.content.decode())
    assert len(codes) == 10
    return codes


def secret_of(person):
    return Authenticator.objects.get(user=person, type="totp").data["secret"]


def test_the_password_alone_does_not_sign_in(ada, codes):
    client = signed_in()
    assert not is_signed_in(client)
    answer = client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert "Incorrect code" in answer.content.decode()
    assert not is_signed_in(client)


def test_the_code_of_the_app_signs_in(ada, codes):
    client = signed_in()
    cache.clear()  # a code works once, and this one has set the app up
    client.post(reverse("mfa_authenticate"), {"code": code_of(secret_of(ada))})
    assert is_signed_in(client)


def test_a_recovery_code_signs_in_once(ada, codes):
    first, second = signed_in(), signed_in()
    first.post(reverse("mfa_authenticate"), {"code": codes[0]})
    second.post(reverse("mfa_authenticate"), {"code": codes[0]})
    assert (is_signed_in(first), is_signed_in(second)) == (True, False)


def test_recovery_codes_are_shown_only_when_they_are_made(ada, codes):
    client = signed_in()
    client.post(reverse("mfa_authenticate"), {"code": codes[0]})
    page = client.get(reverse("mfa_view_recovery_codes")).content.decode()
    assert not any(code in page for code in codes)


def test_a_mail_tells_of_another_second_factor(ada, codes):
    subjects = Notice.objects.filter(to="ada@example.org").values_list("subject", flat=True)
    assert "Authenticator App Activated" in subjects


def test_a_second_factor_wants_the_password_again(ada):
    answer = signed_in().get(reverse("mfa_activate_totp"))
    assert answer["Location"].startswith(reverse("account_reauthenticate"))


# A site that wants one ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wanted", "is_staff", "led"),
    [
        ("optional", True, False),
        ("staff", False, False),
        ("staff", True, True),
        ("all", False, True),
    ],
)
def test_who_must_have_a_second_factor_sets_it_up_first(ada, settings, wanted, is_staff, led):
    settings.SECOND_FACTOR = wanted
    Person.objects.filter(pk=ada.pk).update(is_staff=is_staff)
    client = signed_in()
    for page in ("boards", "tokens"):
        answer = client.get(reverse(page))
        assert (answer.status_code == 302) == led
        assert not led or answer["Location"] == reverse("mfa_index")
    if led:
        assert "requires a second factor" in client.get(reverse("mfa_index")).content.decode()
        assert client.get("/admin/").status_code == 302


def test_who_has_one_goes_on(ada, codes, settings):
    settings.SECOND_FACTOR = "all"
    client = signed_in()
    client.post(reverse("mfa_authenticate"), {"code": codes[0]})
    assert client.get(reverse("boards")).status_code == 200


def test_the_last_one_stays_where_the_site_wants_one(ada, codes, settings):
    last = Authenticator.objects.get(user=ada, type="totp")
    assert get_adapter().can_delete_authenticator(last)
    settings.SECOND_FACTOR = "all"
    assert not get_adapter().can_delete_authenticator(last)
    client = signed_in()
    client.post(reverse("mfa_authenticate"), {"code": codes[0]})
    client = proved(client)
    client.post(reverse("mfa_deactivate_totp"))
    assert Authenticator.objects.filter(user=ada, type="totp").exists()


def test_an_administrator_takes_a_lost_second_factor_away(ada, codes, browser_of):
    root = browser_of(Person.objects.create_superuser("root@example.org"))
    said = {"action": "take_second_factor_away", "_selected_action": [ada.pk]}
    root.post(reverse("admin:board_person_changelist"), said)
    assert not Authenticator.objects.filter(user=ada).exists()
    assert is_signed_in(signed_in())
    notice = Notice.objects.get(subject="Your second factor was removed")
    assert notice.to == "ada@example.org"
