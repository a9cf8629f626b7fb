"""Keys and apps in a real browser, with a key that Chromium plays."""

import pytest
from django.core.cache import cache
from django.urls import reverse
from playwright.sync_api import expect

from board.models import Person
from tests.browser.axe import wrong_with
from tests.browser.test_accessible import SIZES

PASSWORD = "a long harbour wall"
PAGES = [
    *("mfa_index", "mfa_activate_totp", "mfa_add_webauthn", "mfa_list_webauthn", "account_email"),
    "mfa_generate_recovery_codes",
]


@pytest.fixture
def site(live_server):
    """The site by a name: a key is for a name, and never for a number."""
    return live_server.url.replace("127.0.0.1", "localhost")


@pytest.fixture
def ada(transactional_db, no_limits):
    return Person.objects.create_user("ada@example.org", PASSWORD, name="Ada")


@pytest.fixture
def no_limits():
    cache.clear()


@pytest.fixture
def key(page):
    """A key with a fingerprint reader, and a finger on it."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def sign_in_by_password(page, site):
    page.goto(site + reverse("account_login"))
    page.get_by_label("Email").fill("ada@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def add_key(page, site):
    page.goto(site + reverse("mfa_add_webauthn"))
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("Passwordless").check()
    page.get_by_role("button", name="Add the key").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()


def sign_out(page):
    page.locator(".nav .menu summary").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("link", name="Sign in")).to_be_visible()


def test_a_passkey_signs_in_without_a_password_and_beside_one(page, site, ada, key):
    sign_in_by_password(page, site)
    add_key(page, site)
    sign_out(page)
    page.goto(site + reverse("account_login"))
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("heading", name="Boards")).to_be_visible()
    sign_out(page)
    sign_in_by_password(page, site)
    expect(page.get_by_role("heading", name="Second factor")).to_be_visible()
    page.get_by_role("button", name="Use a passkey or security key").click()
    expect(page.get_by_role("heading", name="Boards")).to_be_visible()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("size", "width", "height"), SIZES)
def test_pages_of_the_second_factor_can_be_used_by_everybody(
    page, site, ada, key, size, width, height, theme
):
    page.set_viewport_size({"width": width, "height": height})
    page.emulate_media(color_scheme=theme, reduced_motion="reduce")
    sign_in_by_password(page, site)
    page.goto(site + reverse("mfa_add_webauthn"))
    wrong = wrong_with(page)  # "Confirm that it is you"
    add_key(page, site)
    wrong += wrong_with(page)
    for name in PAGES:
        page.goto(site + reverse(name))
        wrong += wrong_with(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
    sign_out(page)
    sign_in_by_password(page, site)
    wrong += wrong_with(page)
    assert wrong == []
