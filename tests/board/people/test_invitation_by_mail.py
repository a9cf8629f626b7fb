"""Whom a lead invites by address gets the link by mail."""

import re

import pytest
from django.conf import settings

from board.models import Invitation, Notice


@pytest.fixture(autouse=True)
def through_the_outbox(settings):
    settings.EMAIL_BACKEND = "board.notices.backend.Outbox"


@pytest.fixture
def invite(browser_of, board, ada):
    def person(email, role="member"):
        return (
            browser_of(ada)
            .post("/boards/SLU/people/invite/", {"email": email, "role": role})
            .content.decode()
        )

    return person


def test_the_link_in_the_mail_makes_a_member_of_the_right_person(invite, browser_of, board, sam):
    page = invite("sam@example.org")
    notice = Notice.objects.get()
    assert (notice.to, notice.subject) == ("sam@example.org", "Ada invites you to Harbour")
    assert notice.headers == {"Reply-To": "ada@example.org"}
    [link] = re.findall(rf"{settings.SITE_URL}(/\S+)", notice.text)
    assert link not in page  # it proves that somebody reads this mail
    assert f'href="{settings.SITE_URL}{link}"' in notice.html
    assert browser_of(sam).post(f"{link}accept/")["Location"] == "/boards/SLU/"
    assert board.role_of(sam) == "member"


def test_without_an_address_there_is_a_link_and_no_mail(invite):
    assert "/invitations/" in invite("")
    assert not Notice.objects.exists()


def test_a_wrong_address_makes_neither(invite):
    invite("not an address")
    assert not Notice.objects.exists()
    assert not Invitation.objects.exists()


def test_names_are_no_markup_in_the_mail(invite, ada, board):
    ada.name = "<b>Ada</b>\nBcc: all@example.org"
    ada.save()
    invite("sam@example.org")
    notice = Notice.objects.get()
    assert notice.subject == "<b>Ada</b> Bcc: all@example.org invites you to Harbour"
    assert "<b>Ada" not in notice.html
    assert "<b>Ada</b>" in notice.text
