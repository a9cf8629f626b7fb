"""A person makes and revokes keys to the API."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from board.models import ApiToken


@pytest.fixture
def make(browser_of, ada):
    def named(name, by=ada):
        return browser_of(by).post(reverse("tokens"), {"name": name})

    return named


def test_a_new_token_is_shown_once(make, browser_of, ada):
    page = make("nightly report")
    secret = page.context["secret"]
    assert secret in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    assert ApiToken.objects.valid().with_secret(secret).get().person == ada
    again = browser_of(ada).get(reverse("tokens")).content.decode()
    assert "nightly report" in again
    assert secret not in again


def test_the_token_opens_the_api(make, client, board):
    secret = make("invoices").context["secret"]
    answer = client.get("/api/v1/boards", headers={"Authorization": f"Bearer {secret}"})
    assert answer.status_code == 200
    assert ApiToken.objects.get().last_used_at is not None


def test_a_token_needs_a_name(make):
    page = make(" ")
    assert page.status_code == 422
    assert not ApiToken.objects.exists()


def test_a_revoked_token_opens_nothing_and_is_not_listed(make, browser_of, client, ada):
    secret = make("invoices").context["secret"]
    token = ApiToken.objects.get()
    page = browser_of(ada).post(reverse("revoke", args=[token.pk]), follow=True)
    assert "invoices" not in page.content.decode()
    answer = client.get("/api/v1/boards", headers={"Authorization": f"Bearer {secret}"})
    assert answer.status_code == 401


def test_nobody_sees_or_revokes_the_token_of_another(make, browser_of, grace, ada):
    make("invoices")
    token = ApiToken.objects.get()
    assert "invoices" not in browser_of(grace).get(reverse("tokens")).content.decode()
    assert browser_of(grace).post(reverse("revoke", args=[token.pk])).status_code == 404
    assert ApiToken.objects.valid().get() == token


def test_last_use_is_told_in_the_persons_own_time(browser_of, ada):
    ada.time_zone = "Asia/Tokyo"
    ada.save()
    ApiToken.issue(ada, name="invoices")
    ApiToken.objects.update(last_used_at=datetime(2026, 11, 22, 23, 30, tzinfo=UTC))
    assert "23 November 2026, 08:30" in browser_of(ada).get(reverse("tokens")).content.decode()


def test_a_name_is_words_not_markup(make, browser_of, ada):
    make("<img src=x onerror=alert(1)>")
    assert "<img" not in browser_of(ada).get(reverse("tokens")).content.decode()


def test_many_tokens_cost_no_more_statements_than_one(browser_of, ada, django_assert_num_queries):
    browser = browser_of(ada)
    for number in range(20):
        ApiToken.issue(ada, name=f"token {number}")
    with django_assert_num_queries(3):  # the session, the person, the tokens
        browser.get(reverse("tokens"))
