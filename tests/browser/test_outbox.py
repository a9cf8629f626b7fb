"""The owner reads a mail as whom it is for would, and its links work."""

import pytest
from playwright.sync_api import expect

from board.models import Invitation, Notice, Person, Role


@pytest.fixture
def owner(board, ada, settings):
    settings.EMBEDDED = True
    settings.EMAIL_BACKEND = "board.notices.backend.Outbox"
    owner = Person.objects.create_superuser("owner@sluice.example", name="Owner")
    board.add_member(owner, Role.LEAD, by=ada)
    return owner


def test_an_invitation_is_mailed_read_and_opened(page, sign_in, live_server, owner, settings):
    settings.SITE_URL = live_server.url
    sign_in(owner).goto(f"{live_server.url}/boards/SLU/people/")
    page.get_by_label("E-mail address (empty").fill("sam@example.org")
    page.get_by_role("button", name="Invite", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("A mail to sam@example.org is on its way.")
    page.goto(f"{live_server.url}/outbox/")
    page.get_by_role("link", name="Owner invites you to Harbour").click()
    mail = page.frame_locator("iframe")
    expect(mail.get_by_role("heading", name="Harbour")).to_be_visible()
    with page.context.expect_page() as opened:
        mail.get_by_role("link", name="Look at the invitation").click()
    expect(opened.value.get_by_text("Owner invites you to the board Harbour")).to_be_visible()
    assert Notice.objects.get().text.count("/invitations/") == Invitation.objects.count() == 1


def test_a_dark_theme_is_kept_whatever_the_device_prefers(page, sign_in, live_server, owner):
    page.emulate_media(color_scheme="light")
    sign_in(owner).goto(f"{live_server.url}/you/")
    light = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    page.get_by_label("dark").check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status")).to_have_text("Your profile is saved.")
    assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") != light
