"""Who forgot the password gets a link by mail, through the outbox."""

import re

import pytest
from django.conf import settings
from django.contrib.auth.hashers import get_hasher
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from board.models import Notice, Person

NEW = {"password1": "quite another wall", "password2": "quite another wall"}


@pytest.fixture(autouse=True)
def through_the_outbox(settings, no_rates):
    settings.EMAIL_BACKEND = "board.notices.backend.Outbox"


@pytest.fixture
def link(client, ada):
    client.post(reverse("account_reset_password"), {"email": "Ada@Example.org"})
    notice = Notice.objects.get()
    assert notice.to == "ada@example.org"
    return re.search(rf"{settings.SITE_URL}(/\S+)", notice.text)[1]


def test_the_link_lets_choose_a_new_password_once(client, ada, link):
    form = client.get(link, follow=True)
    answer = client.post(form.redirect_chain[-1][0], NEW, follow=True)
    assert "Your password is changed" in answer.content.decode()
    assert Person.objects.get(pk=ada.pk).check_password(NEW["password1"])
    assert "This link is no longer valid" in client.get(link, follow=True).content.decode()


def test_a_link_that_was_never_ours_is_refused(client, ada, link):
    wrong = re.sub(r"key/(\w+)-[^/]+/", r"key/\1-abc-def/", link)
    assert "This link is no longer valid" in client.get(wrong, follow=True).content.decode()


def test_the_answer_does_not_tell_who_has_an_account(client, ada):
    pages = [
        client.post(reverse("account_reset_password"), {"email": email}, follow=True).content
        for email in ("ada@example.org", "nobody@example.org")
    ]
    assert pages[0] == pages[1]


def test_a_reset_does_the_same_work_for_an_address_that_nobody_has(client, ada):
    def written(email: str) -> list[str]:
        with CaptureQueriesContext(connection) as asked:
            client.post(reverse("account_reset_password"), {"email": email})
        found = (re.match(r'INSERT INTO "\w+"', each["sql"]) for each in asked)
        who = (
            "board_person",
            "account_emailaddress",
        )  # of somebody who is there for the time being
        return [each[0] for each in found if each and not any(part in each[0] for part in who)]

    assert written("nobody@example.org") == written("ada@example.org")
    assert list(Notice.objects.values_list("to", flat=True)) == ["ada@example.org"]
    assert not Person.objects.filter(email__endswith=".invalid").exists()


def test_a_sign_up_does_the_same_work_for_an_address_that_is_taken(ada, settings, monkeypatch):
    settings.SIGNUP = "open"
    hashed = []
    encode = type(get_hasher()).encode

    def noted(hasher, password, salt):
        hashed.append(password)
        return encode(hasher, password, salt)

    monkeypatch.setattr(type(get_hasher()), "encode", noted)
    for email in ("new@example.org", "ada@example.org"):
        Client().post(reverse("account_signup"), {"email": email, **NEW})
    assert hashed == [NEW["password1"]] * 2


def test_who_came_by_link_chooses_a_first_password(browser_of, ada):
    ada.set_unusable_password()
    ada.save()
    browser = browser_of(ada)
    page = browser.get(reverse("account_change_password"), follow=True)
    assert "Choose a password" in page.content.decode()
    browser.post(reverse("account_set_password"), NEW)
    assert Person.objects.get(pk=ada.pk).check_password(NEW["password1"])
