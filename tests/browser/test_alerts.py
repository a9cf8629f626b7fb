"""The pages and mails of alerts in a real browser: for everybody, in both themes, desk and phone."""

from datetime import timedelta
from itertools import product

import pytest
from django.core.mail import send_mail
from django.utils import timezone
from playwright.sync_api import expect

from board.models import Board, Card, Notice, Person
from board.models.notice import REFUSALS
from flow.alerts.at_once import notify
from flow.alerts.models import Alert, How, Preference, Watch
from flow.alerts.morning import digest
from flow.alerts.scans import scan
from flow.alerts.unsubscribe_link import link_for
from flow.metrics.ledger.digests import catch_up
from tests.browser.axe import WCAG, wrong_in_both_themes, wrong_in_every_look

ALERTS = "/boards/SLU/alerts/"


@pytest.fixture
def harbour(demo) -> Board:
    """The demo board with what it alerts of."""
    catch_up(demo.pk)
    scan(demo.pk)
    return demo


@pytest.fixture
def pressing(harbour) -> Card:
    """A card with three alerts: blocked, aging, and not moved."""
    return harbour.cards.get(title="Send manifests to the customs sandbox")


@pytest.fixture
def owner(harbour) -> Person:
    return Person.objects.get(email="owner@sluice.example")


def refuse_mail_to(person) -> None:
    """So often that their address is given a rest."""
    for _ in range(REFUSALS):
        send_mail("Hello", "How are you?", "s@example.org", [person.email])
        Notice.objects.first().was_refused("550 5.1.1 no such person")


def test_the_pages_can_be_used_by_everybody(
    page, live_server, sign_in, settings, harbour, owner, pressing
):
    settings.EMAIL_BACKEND = "board.notices.backend.Outbox"
    snoozed = Alert.objects.of(harbour).standing().filter(card=pressing).first()
    snoozed.snooze(timezone.now().date() + timedelta(4), because="customs is on strike", by=owner)
    digest(harbour.pk)
    refuse_mail_to(owner)
    sign_in(owner)
    off = link_for(harbour.pk, owner.pk).partition("/no-more")
    own = ("", "rules/", "mail/", f"cards/{pressing.number}/")
    paths = (*(ALERTS + each for each in own), "/letters/", f"/no-more{off[2]}")
    assert wrong_in_every_look(page, [live_server.url + path for path in paths]) == []


def test_the_mails_can_be_read_by_everybody(page, settings, harbour, owner):
    settings.EMAIL_BACKEND = "board.notices.backend.Outbox"
    long_ago = timezone.now() - timedelta(days=900)
    harbour.memberships.update(since=long_ago)  # who comes after seven gets the next digest
    Preference.objects.create(board=harbour, person=owner, how=How.AT_ONCE, since=long_ago)
    since = harbour.events.version_at(timezone.now() - timedelta(days=3))
    Watch.objects.filter(board=harbour).update(digested_version=since)
    digest(harbour.pk)
    Alert.objects.update(raised_at=timezone.now() - timedelta(days=3))
    notify(harbour.pk)
    letters = Notice.objects.filter(to=owner.email)
    assert len(letters) == 2
    for width, letter in product([640, 390], letters):
        page.set_viewport_size({"width": width, "height": 800})
        page.set_content(letter.html)  # as where pictures are off
        assert wrong_in_both_themes(page, WCAG) == [], width  # a mail has no landmarks


def test_a_card_stands_once_in_the_list_with_all_its_alerts(
    page, live_server, sign_in, owner, pressing
):
    sign_in(owner).goto(live_server.url + ALERTS)
    cards = page.locator(".aged").filter(has_text=pressing.key)
    expect(cards).to_have_count(1)
    expect(cards.locator(".alert")).to_have_count(3)


def test_an_alert_is_snoozed_by_keyboard_where_its_card_is_open(
    page, live_server, sign_in, owner, pressing
):
    address = f"{live_server.url}/boards/SLU/cards/{pressing.number}/"
    sign_in(owner).goto(address)
    part = page.locator(".alerts")
    part.get_by_label(f"Snooze: {pressing.key}, aging").press("Enter")
    part.locator("[open]").get_by_label("Reason").fill("customs is on strike")
    page.keyboard.press("Enter")
    expect(part).to_contain_text("by owner: customs is on strike")
    expect(page).to_have_url(f"{address}#part-alerts-of-card")
    part.get_by_label(f"Wake: {pressing.key}, aging").press("Enter")
    expect(part.get_by_label(f"Snooze: {pressing.key}, aging")).to_be_visible()
