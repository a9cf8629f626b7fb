"""Who signed in is known again, for as long as that is good."""

from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.urls import reverse
from django.utils import timezone


@pytest.fixture
def visitor(browser_of, ada):
    return browser_of(ada)


def is_signed_in(client):
    return client.get(reverse("profile")).status_code == 200


def test_who_signed_in_is_known_again(visitor):
    assert is_signed_in(visitor)


def test_a_session_ends_by_itself(visitor):
    later = timezone.now() + timedelta(seconds=settings.SESSION_COOKIE_AGE)
    with time_machine.travel(later - timedelta(minutes=1)):
        assert is_signed_in(visitor)
    with time_machine.travel(later + timedelta(minutes=1)):
        assert not is_signed_in(visitor)


def test_a_session_that_nobody_began_is_nobodys(client, db):
    client.cookies[settings.SESSION_COOKIE_NAME] = "x" * 32
    assert not is_signed_in(client)


def test_who_may_not_sign_in_any_more_is_signed_out(visitor, ada):
    ada.is_active = False
    ada.save()
    assert not is_signed_in(visitor)


def test_another_password_signs_out(visitor, ada):
    ada.set_password("a longer harbour wall")
    ada.save()
    assert not is_signed_in(visitor)
