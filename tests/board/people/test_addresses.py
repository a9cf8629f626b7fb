"""An e-mail address is a person's when it is proved; there is one, and it stands in one place."""

import re

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import get_resolver, reverse

from board.models import ApiToken, Invitation, Notice, Person

PASSWORD = "a long harbour wall"
ACCOUNT_PAGES = {
    "account_confirm_email",
    "account_change_password",
    "account_email",
    "account_email_verification_sent",
    "account_inactive",
    "account_login",
    "account_logout",
    "account_reauthenticate",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "account_set_password",
    "account_signup",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_authenticate",
    "mfa_deactivate_totp",
    "mfa_edit_webauthn",
    "mfa_generate_recovery_codes",
    "mfa_index",
    "mfa_list_webauthn",
    "mfa_login_webauthn",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    "mfa_remove_webauthn",
    "mfa_view_recovery_codes",
    "new-address",
    "openid_connect_callback",
    "openid_connect_login",
    "socialaccount_login_cancelled",
}


@pytest.fixture(autouse=True)
def through_the_outbox(settings, no_rates):
    settings.EMAIL_BACKEND = "board.notices.backend.Outbox"


@pytest.fixture
def ada(db):
    return Person.objects.create_user("ada@example.org", PASSWORD, name="Ada")


@pytest.fixture
def root(db, browser_of):
    return browser_of(Person.objects.create_superuser("root@example.org"))


def link_in(notice):
    """The path of the link in a mail."""
    return re.search(rf"{re.escape(settings.SITE_URL)}(/\S+)", notice.text)[1]


def mail_to(address):
    return Notice.objects.filter(to=address).order_by("pk").last()


def sign_up(client, email, **said):
    form = {"name": "", "email": email, "password1": PASSWORD, "password2": PASSWORD}
    return client.post(reverse("account_signup"), form | said)


def sign_in(client, email, password=PASSWORD):
    client.post(reverse("account_login"), {"login": email, "password": password})
    return is_signed_in(client)


def is_signed_in(client):
    return client.get(reverse("profile")).status_code == 200


def replace_address(root, person, email):
    form = {"email": email, "name": person.name, "is_active": "on"}
    return root.post(reverse("admin:board_person_change", args=[person.pk]), form)


def mailed_invitation(browser_of, board, ada, email):
    browser_of(ada).post("/boards/SLU/people/invite/", {"email": email, "role": "member"})
    return link_in(mail_to(email))


# The pages ---------------------------------------------------------------------------------


def account_pages(patterns=None):
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if hasattr(pattern, "url_patterns"):
            if patterns is not None or str(pattern.pattern) == "accounts/":
                yield from account_pages(pattern.url_patterns)
        elif patterns is not None:
            yield pattern.name


def test_only_the_account_pages_that_are_meant_are_there():
    assert set(account_pages()) == ACCOUNT_PAGES


# The attacks -------------------------------------------------------------------------------


def test_nobody_calls_themselves_by_an_address_that_they_have_not_proved(browser_of, ada):
    browser = browser_of(ada)
    for action in ("action_add", "action_primary"):
        browser.post("/accounts/email/", {"email": "boss@example.org", action: ""})
    ada.refresh_from_db()
    assert ada.email == "ada@example.org"
    assert not Person.objects.filter(email__iexact="boss@example.org").exists()


def test_an_invitation_is_not_for_who_has_only_claimed_its_address(browser_of, board, ada, sam):
    secret = Invitation.issue(board, email="boss@example.org", by=ada)
    Person.objects.filter(pk=sam.pk).update(email="boss@example.org")
    answer = browser_of(sam).post(reverse("accept", args=[secret]))
    assert answer.status_code == 409
    assert "Confirm your e-mail address first" in answer.content.decode()
    assert board.role_of(sam) is None


def test_the_link_of_a_mailed_invitation_is_in_the_mail_alone(browser_of, board, ada):
    said = {"email": "boss@example.org", "role": "member"}
    page = browser_of(ada).post("/boards/SLU/people/invite/", said).content.decode()
    assert link_in(mail_to("boss@example.org")) not in page
    assert "/invitations/" not in page.replace("/boards/SLU/invitations/", "")


def test_an_address_that_was_replaced_neither_signs_in_nor_gets_links(root, ada):
    first = Client()
    assert sign_in(first, "ada@example.org")
    replace_address(root, ada, "ada@harbour.example")
    assert not sign_in(Client(), "ada@example.org")
    Notice.objects.all().delete()
    Client().post(reverse("account_reset_password"), {"email": "ada@example.org"})
    assert not Notice.objects.exists()


def test_a_reset_link_of_the_replaced_address_is_worth_nothing(root, ada, client):
    client.post(reverse("account_reset_password"), {"email": "ada@example.org"})
    old = link_in(mail_to("ada@example.org"))
    replace_address(root, ada, "ada@harbour.example")
    assert "This link is no longer valid" in client.get(old, follow=True).content.decode()


def test_sessions_and_tokens_end_with_the_address_and_both_are_told(root, ada, browser_of, client):
    browser, secret = browser_of(ada), ApiToken.issue(ada, name="report")
    assert is_signed_in(browser)
    replace_address(root, ada, "ada@harbour.example")
    assert not is_signed_in(browser)
    answer = client.get("/api/v1/boards", headers={"Authorization": f"Bearer {secret}"})
    assert answer.status_code == 401
    for address in ("ada@example.org", "ada@harbour.example"):
        assert "ada@harbour.example" in mail_to(address).text


def test_a_replaced_address_is_proved_before_it_signs_in(root, ada, client):
    replace_address(root, ada, "ada@harbour.example")
    assert not sign_in(client, "ada@harbour.example")
    link = link_in(mail_to("ada@harbour.example"))
    client.post(link)
    assert sign_in(Client(), "ada@harbour.example")


def test_who_is_barred_keeps_neither_session_nor_token(root, ada, browser_of, client):
    browser, secret = browser_of(ada), ApiToken.issue(ada, name="report")
    assert is_signed_in(browser)
    url = reverse("admin:board_person_change", args=[ada.pk])
    root.post(url, {"email": ada.email, "name": ada.name})
    root.post(url, {"email": ada.email, "name": ada.name, "is_active": "on"})
    assert not is_signed_in(browser)
    answer = client.get("/api/v1/boards", headers={"Authorization": f"Bearer {secret}"})
    assert answer.status_code == 401


def test_the_admin_offers_no_second_door_to_addresses(root):
    for path in ("account/emailaddress", "account/emailconfirmation", "mfa/authenticator"):
        assert root.get(f"/admin/{path}/").status_code == 404


# Signing up --------------------------------------------------------------------------------


def test_an_open_link_proves_the_address_before_it_makes_a_member(client, board, ada):
    client.get(reverse("invitation", args=[Invitation.issue(board, by=ada)]))
    sign_up(client, "joan@example.org", name="Joan")
    joan = Person.objects.get(email="joan@example.org")
    assert not is_signed_in(client)
    assert board.role_of(joan) is None
    answer = client.post(link_in(mail_to("joan@example.org")))
    assert answer["Location"] == "/boards/SLU/"
    assert board.role_of(joan) == "member"
    assert is_signed_in(client)


def test_the_proof_may_come_from_another_browser(client, board, ada):
    client.get(reverse("invitation", args=[Invitation.issue(board, by=ada)]))
    sign_up(client, "joan@example.org")
    phone = Client()
    phone.post(link_in(mail_to("joan@example.org")))
    assert not is_signed_in(phone)
    assert sign_in(phone, "joan@example.org")
    assert board.role_of(Person.objects.get(email="joan@example.org")) == "member"


def test_a_mailed_invitation_proves_the_address_that_it_was_mailed_to(
    client, browser_of, board, ada
):
    client.get(mailed_invitation(browser_of, board, ada, "joan@example.org"))
    answer = sign_up(client, "other@example.org")  # the address is the invitation's
    assert answer["Location"] == "/boards/SLU/"
    assert is_signed_in(client)
    joan = Person.objects.get(email="joan@example.org")
    assert board.role_of(joan) == "member"
    assert joan.has_proved_address


def test_a_link_that_was_printed_and_not_mailed_proves_nothing(client, board, ada, capsys):
    call_command("invite", "joan@example.org")
    client.get(capsys.readouterr().out.strip())
    sign_up(client, "joan@example.org")
    assert not is_signed_in(client)
    client.post(link_in(mail_to("joan@example.org")))
    assert board.role_of(Person.objects.get(email="joan@example.org")) == "member"


def test_the_owner_of_an_address_signs_up_after_somebody_who_only_claimed_it(
    client, browser_of, board, ada
):
    thief = Client()
    thief.get(reverse("invitation", args=[Invitation.issue(board, by=ada)]))
    sign_up(thief, "boss@example.org", password1="thief of the wall", password2="thief of the wall")
    client.get(mailed_invitation(browser_of, board, ada, "boss@example.org"))
    sign_up(client, "boss@example.org")
    assert is_signed_in(client)
    assert not sign_in(Client(), "boss@example.org", "thief of the wall")
    assert sign_in(Client(), "boss@example.org")


def test_one_open_link_makes_one_account(client, board, ada):
    path = reverse("invitation", args=[Invitation.issue(board, by=ada)])
    for email in ("joan@example.org", "jaon@example.org", "joan.c@example.org"):
        browser = Client()
        browser.get(path)
        sign_up(browser, email)
    assert [each.email for each in Person.objects.exclude(pk=ada.pk).exclude(last_login=None)] == []
    assert Person.objects.filter(email__startswith="j").count() == 1


def test_a_taken_address_is_told_by_mail_and_not_to_the_visitor(client, ada, settings):
    settings.SIGNUP = "open"
    answer = sign_up(client, "Ada@Example.org")
    assert answer["Location"] == reverse("account_email_verification_sent")
    assert Person.objects.count() == 1
    assert "already" in mail_to("ada@example.org").text


def test_two_who_sign_up_with_one_address_at_once_leave_one_whole_account(
    client, db, settings, monkeypatch
):
    settings.SIGNUP = "open"
    monkeypatch.setattr(  # the other one comes in between question and answer
        "allauth.account.internal.flows.manage_email.assess_unique_email", lambda *_, **__: True
    )
    Person.objects.create_user("joan@example.org", PASSWORD)
    answer = sign_up(client, "joan@example.org")
    assert answer.status_code == 302
    assert Person.objects.count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.create_user("Joan@example.org")


def test_an_account_that_nobody_proved_is_forgotten(client, db, settings, ada):
    settings.SIGNUP = "open"
    sign_up(client, "joan@example.org")
    Person.objects.forget_unproved()
    assert Person.objects.count() == 2
    Person.objects.exclude(pk=ada.pk).update(date_joined="2026-01-01T00:00Z")
    Person.objects.forget_unproved()
    assert Person.objects.get() == ada


# Another address ---------------------------------------------------------------------------


@pytest.fixture
def laptop(ada):
    browser = Client()
    assert sign_in(browser, "ada@example.org")
    browser.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return browser


def ask(browser, email):
    return browser.post(reverse("account_email"), {"email": email})


def test_a_new_address_is_proved_before_it_counts_and_the_old_one_is_told(laptop, ada):
    other = Client()
    assert sign_in(other, "ada@example.org")
    ask(laptop, "Ada@Harbour.example")
    ada.refresh_from_db()
    assert ada.email == "ada@example.org"
    link = link_in(mail_to("ada@harbour.example"))
    laptop.get(link)
    ada.refresh_from_db()
    assert ada.email == "ada@example.org"  # opening it is not enough: programs open links too
    laptop.post(link)
    ada.refresh_from_db()
    assert (ada.email, ada.has_proved_address) == ("ada@harbour.example", True)
    assert (is_signed_in(laptop), is_signed_in(other)) == (True, False)
    assert "ada@harbour.example" in mail_to("ada@example.org").text
    assert laptop.post(link).status_code == 410


def test_the_link_to_a_new_address_is_for_who_asked(laptop, ada, browser_of, sam):
    ask(laptop, "ada@harbour.example")
    link = link_in(mail_to("ada@harbour.example"))
    assert browser_of(sam).post(link).status_code == 410
    assert Client().post(link)["Location"].startswith(reverse("account_login"))
    ada.refresh_from_db()
    assert ada.email == "ada@example.org"


@pytest.mark.parametrize("email", ["", "no address", "ada@example.org", "ada@exa mple.org"])
def test_what_is_no_new_address_is_refused_in_words(laptop, ada, email):
    answer = ask(laptop, email)
    assert answer.status_code == 422
    assert answer.context["form"].errors["email"]
    assert not Notice.objects.exists()


def test_the_page_does_not_tell_whose_address_is_taken(laptop, ada, sam):
    assert ask(laptop, "sam@example.org").status_code == 302
    assert "already" in mail_to("sam@example.org").text
    ada.refresh_from_db()
    assert ada.email == "ada@example.org"


def test_an_address_that_was_taken_meanwhile_is_refused_in_words(laptop, ada):
    ask(laptop, "joan@example.org")
    link = link_in(mail_to("joan@example.org"))
    Person.objects.create_user("Joan@example.org")
    answer = laptop.post(link)
    assert answer.status_code == 410
    ada.refresh_from_db()
    assert ada.email == "ada@example.org"


def test_a_new_address_wants_the_password_again(browser_of, ada):
    answer = ask(browser_of(ada), "ada@harbour.example")
    assert answer["Location"].startswith(reverse("account_reauthenticate"))
    assert not Notice.objects.exists()
