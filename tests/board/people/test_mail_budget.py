"""Nobody makes this site send mail without end, and strangers get none by accident."""

import pytest
from django.test import Client
from django.urls import reverse

from board.models import Invitation, Notice, Person, mail_budget


@pytest.fixture(autouse=True)
def through_the_outbox(settings, no_rates):
    settings.EMAIL_BACKEND = "board.notices.backend.Outbox"


@pytest.fixture
def small(monkeypatch):
    """Budgets of two mails for a person and three for the site."""

    def budget(name):
        kind = getattr(mail_budget, name).kind
        small = mail_budget.MailBudget(kind, of_a_person=2, of_the_site=3)
        for module in ("board.views.people", "board.accounts", "board.addresses"):
            monkeypatch.setattr(f"{module}.{name}", small, raising=False)

    budget("INVITATIONS")
    budget("LINKS")


def invite(browser, number):
    said = {"email": f"guest-{number}@example.org", "role": "member"}
    return browser.post("/boards/SLU/people/invite/", said)


def test_a_person_has_a_budget_of_invitations(small, browser_of, board, ada):
    answers = [invite(browser_of(ada), number) for number in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 409]
    assert "Too many mails were sent today" in answers[-1].content.decode()
    assert Notice.objects.count() == Invitation.objects.count() == 2
    link = browser_of(ada).post("/boards/SLU/people/invite/", {"role": "member"})
    assert link.status_code == 200  # a link is no mail


def test_the_site_has_one_too(small, browser_of, board, ada, grace):
    board.add_member(grace, "lead", by=ada)
    answers = [invite(browser_of(who), n) for n, who in enumerate([ada, ada, grace, grace])]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 409]


def test_the_budget_is_of_a_day(small, browser_of, board, ada, time_machine):
    time_machine.move_to("2026-11-23T09:00:00Z", tick=False)
    for number in range(3):
        invite(browser_of(ada), number)
    time_machine.move_to("2026-11-24T09:00:01Z", tick=False)
    assert invite(browser_of(ada), 3).status_code == 200


def test_reset_links_have_one_and_the_page_does_not_tell(small, ada):
    pages = {
        Client().post(reverse("account_reset_password"), {"email": email}, follow=True).content
        for email in ["ada@example.org"] * 3 + ["nobody@example.org"]
    }
    assert len(pages) == 1
    assert [notice.to for notice in Notice.objects.all()] == ["ada@example.org"] * 2


def sign_up(email):
    """What somebody sees who signs up with this address."""
    form = {"password1": "a long harbour wall", "password2": "a long harbour wall"}
    return Client().post(reverse("account_signup"), form | {"email": email}, follow=True).content


def test_who_has_an_account_is_not_told_without_end_that_somebody_signs_up(
    small, ada, settings, time_machine
):
    settings.SIGNUP = "open"
    for hour in range(9, 13):
        time_machine.move_to(f"2026-11-23T{hour:02}:00:00Z", tick=False)
        sign_up(ada.email)
    assert [notice.to for notice in Notice.objects.all()] == ["ada@example.org"] * 2


def test_sign_up_does_not_tell_whether_somebody_has_an_account(small, ada, settings):
    settings.SIGNUP = "open"
    pages = {sign_up(email) for email in [ada.email] * 3 + ["joan@example.org"] * 3}
    assert len(pages) == 1


def test_nobody_gets_mail_whom_nobody_knows(db, client):
    client.post(reverse("account_reset_password"), {"email": "nobody@example.org"})
    assert not Notice.objects.exists()
    assert not Person.objects.exists()


def test_links_in_mail_lead_to_the_site_whatever_host_is_asked(
    ada, board, browser_of, settings, client
):
    settings.ALLOWED_HOSTS = ["*"]
    settings.SIGNUP = "open"
    evil = {"Host": "evil.example"}
    client.post(reverse("account_reset_password"), {"email": ada.email}, headers=evil)
    form = {"password1": "a long harbour wall", "password2": "a long harbour wall"}
    for email in ("joan@example.org", ada.email):
        Client().post(reverse("account_signup"), form | {"email": email}, headers=evil)
    browser = browser_of(ada)
    browser.post(reverse("account_email"), {"email": "ada@harbour.example"}, headers=evil)
    browser.post(
        "/boards/SLU/people/invite/", {"email": "boss@x.example", "role": "member"}, headers=evil
    )
    assert Notice.objects.count() == 5
    for notice in Notice.objects.all():
        assert f"{settings.SITE_URL}/" in notice.text, notice.subject
        assert "evil.example" not in notice.text + notice.html
