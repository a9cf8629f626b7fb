"""The link that `make run` prints signs the owner in, once."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth import get_user
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from board.models import Person
from config.signin_link import LIFE, SigninLink, SignInLinkEnded
from local.run.prepare import owner

NO_LONGER_GOOD = "This link is no longer valid"


@pytest.fixture
def ada(db):
    cache.clear()
    return Person.objects.create_superuser("ada@sluice.example", name="Ada")


@pytest.fixture
def link(ada):
    return SigninLink.path_for(ada)


def is_refused(answer) -> bool:
    return answer.status_code == 410 and NO_LONGER_GOOD in answer.content.decode()


def test_the_button_behind_the_link_signs_in(client, link, ada):
    page = client.get(link)
    assert (page.status_code, "Sign in as Ada" in page.content.decode()) == (200, True)
    assert client.post(link).status_code == 302
    assert get_user(client) == ada


def test_opening_the_link_spends_nothing(client, link):
    """Mail programs and chats open links to preview them."""
    for _ in range(3):
        assert client.get(link).status_code == 200
    assert not get_user(client).is_authenticated
    assert client.post(link).status_code == 302


def test_a_link_signs_in_once(client, link):
    Client().post(link)
    assert is_refused(client.get(link))
    assert is_refused(client.post(link))
    assert not get_user(client).is_authenticated


def test_of_two_who_spend_a_link_at_once_one_is_too_late(client, link):
    token = link.strip("/").rpartition("/")[2]
    first, second = SigninLink.read(token), SigninLink.read(token)
    first.spend()
    with pytest.raises(SignInLinkEnded):
        second.spend()


def test_a_link_is_good_for_ten_minutes(client, link):
    with time_machine.travel(timezone.now() + LIFE - timedelta(seconds=5)):
        assert client.get(link).status_code == 200
    with time_machine.travel(timezone.now() + LIFE + timedelta(seconds=5)):
        assert is_refused(client.post(link))


@pytest.mark.parametrize("change", [lambda token: token[:-1], lambda token: "x" + token])
def test_a_changed_link_is_refused(client, link, change):
    token = link.strip("/").rpartition("/")[2]
    assert is_refused(client.get(link.replace(token, change(token))))


def test_who_may_not_sign_in_any_more_is_refused(client, link, ada):
    ada.is_active = False
    ada.save()
    assert is_refused(client.post(link))


def test_the_button_is_for_people_and_not_for_other_sites(link):
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(link).status_code == 403


def test_a_browser_keeps_no_copy_of_the_page(client, link):
    assert "no-store" in client.get(link)["Cache-Control"]


def test_there_is_no_such_link_on_real_services(client, link, settings):
    settings.EMBEDDED = False
    assert client.get(link).status_code == 404
    assert client.post(link).status_code == 404


def test_the_owner_is_the_first_who_may_do_everything(ada):
    Person.objects.create_superuser("grace@sluice.example")
    assert owner() == ada


def test_an_owner_without_a_password_is_made_where_there_is_none(db):
    made = owner()
    assert (made.email, made.is_superuser) == ("owner@sluice.example", True)
    assert not made.has_usable_password()
    assert owner() == made


def test_the_link_is_shown_again_until_it_was_used(client, link, ada, time_machine):
    assert SigninLink.again(link) == link
    client.post(link)
    assert SigninLink.again(link) is None


def test_a_link_that_is_too_old_is_shown_again_as_a_new_one(link, ada, time_machine):
    time_machine.move_to(timezone.now() + LIFE + timedelta(seconds=1))
    new = SigninLink.again(link)
    assert new not in (None, link)
    assert Client().get(new).status_code == 200


def test_the_link_of_somebody_who_may_not_sign_in_is_not_shown(link, ada):
    type(ada).objects.filter(pk=ada.pk).update(is_active=False)
    assert SigninLink.again(link) is None
