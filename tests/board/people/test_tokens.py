"""A person makes and revokes keys to the API."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from board.models import ApiToken
from board.models.most import Most


@pytest.fixture
def make(browser_of, ada):
    def named(name, by=ada, **said):
        return browser_of(by).post(reverse("tokens"), {"name": name, "scope": "all"} | said)

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
    with django_assert_num_queries(4):  # the session, the person, the tokens, the boards
        browser.get(reverse("tokens"))


# What a token may, and when it ends --------------------------------------------------------


def test_scope_board_and_end_are_what_was_asked_for(make, board, browser_of, ada, time_machine):
    time_machine.move_to("2026-11-23T09:00:00Z", tick=False)
    make("report", scope="look", board=board.pk, days="30")
    token = ApiToken.objects.get()
    assert (token.scope, token.board) == ("look", board)
    assert token.expires_at.isoformat() == "2026-12-23T09:00:00+00:00"
    page = browser_of(ada).get(reverse("tokens")).content.decode()
    assert "view only, Harbour" in page
    assert "23 December 2026" in page


@pytest.mark.parametrize(
    ("field", "value"), [("scope", ""), ("scope", "own"), ("days", "5000"), ("board", "999999")]
)
def test_what_is_odd_is_refused_and_makes_no_token(make, field, value):
    page = make("report", **{field: value})
    assert page.status_code == 422
    assert page.context["form"].errors[field]
    assert not ApiToken.objects.exists()


def test_nobody_makes_a_token_for_a_board_that_is_not_theirs(make, board, sam):
    assert make("report", by=sam, board=board.pk).status_code == 422


def test_a_token_ends(client, ada, time_machine):
    time_machine.move_to("2026-11-23T09:00:00Z", tick=False)
    headers = {"Authorization": f"Bearer {ApiToken.issue(ada, days=7)}"}
    time_machine.move_to("2026-11-30T08:59:59Z", tick=False)
    assert client.get("/api/v1/boards", headers=headers).status_code == 200
    time_machine.move_to("2026-11-30T09:00:00Z", tick=False)
    assert client.get("/api/v1/boards", headers=headers).status_code == 401
    assert not ApiToken.objects.valid().exists()


def test_a_new_password_ends_the_tokens_wherever_it_is_set(ada, client):
    headers = {"Authorization": f"Bearer {ApiToken.issue(ada)}"}
    ada.set_password("a longer harbour wall")
    ada.save(update_fields=["password"])
    assert client.get("/api/v1/boards", headers=headers).status_code == 401


def test_a_better_hash_of_the_same_password_ends_no_token(ada, client, settings):
    ada.set_password("a longer harbour wall")
    ada.save()
    headers = {"Authorization": f"Bearer {ApiToken.issue(ada)}"}
    settings.PASSWORD_HASHERS = [
        "django.contrib.auth.hashers.PBKDF2PasswordHasher",
        *settings.PASSWORD_HASHERS,
    ]
    assert ada.check_password("a longer harbour wall")
    assert ada.password.startswith("pbkdf2")
    assert client.get("/api/v1/boards", headers=headers).status_code == 200


def test_a_token_wants_the_password_again(browser_of, ada, no_rates):
    ada.set_password("a longer harbour wall")
    ada.save()
    browser = browser_of(ada)
    asked = {"name": "report", "scope": "look"}
    answer = browser.post(reverse("tokens"), asked)
    assert answer["Location"].startswith(reverse("account_reauthenticate"))
    assert not ApiToken.objects.exists()
    page = browser.post(answer["Location"], {"password": "a longer harbour wall"})
    assert page.context["secret"]
    assert ApiToken.objects.get().name == "report"


def test_where_a_token_was_used_last_is_told(client, ada, browser_of):
    headers = {"Authorization": f"Bearer {ApiToken.issue(ada, name='report')}"}
    client.get("/api/v1/boards", headers=headers, REMOTE_ADDR="192.0.2.7")
    page = browser_of(ada).get(reverse("tokens")).content.decode()
    assert "192.0.2.7" in page
    assert ApiToken.objects.get().prefix in page


def test_a_person_has_a_maximum_of_tokens(make, ada, monkeypatch):
    monkeypatch.setattr(ApiToken, "MOST", Most(2, ApiToken.MOST.words))
    make("one")
    make("two")
    answer = make("three")
    assert answer.status_code == 409
    assert "at most 2 API tokens" in answer.content.decode()
    ApiToken.objects.first().revoke()
    assert make("three").status_code == 200
