"""A team of three windows holds a whole retrospective on the demo board.

Its action is a card of the queue, a full column refuses it, and the next draft asks about it.
"""

from datetime import datetime, time, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from board.models import Board, Person
from flow.improvement import drafts
from flow.improvement.models import Cadence, Retrospective
from tests.browser.axe import wrong_with

LAST = "What became of our actions?"


@pytest.fixture
def window(new_context, live_server, browser_of):
    """A window of somebody on the demo board: `window("grace", "improve/")`."""

    def opened(name: str, path: str, **options) -> Page:
        context = new_context(**options)
        person = Person.objects.get(email=f"{name}@harbour.example")
        session = browser_of(person).cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        page = context.new_page()
        page.goto(f"{live_server.url}/boards/SLU/{path}")
        return page

    return opened


def test_three_windows_hold_it_from_its_first_part_to_the_card_that_waits(window, demo):
    hers = window("ada", "improve/")
    hers.get_by_role("button", name="Open one now").click()
    hers.get_by_role("heading", name="What are we here for?").wait_for()
    room = hers.url.partition("/boards/SLU/")[2]
    his = window("grace", room, viewport={"width": 1920, "height": 1080})
    phone = window("margaret", room, viewport={"width": 390, "height": 844})
    windows = (hers, his, phone)

    for part, words in (
        ("What do the figures say?", "Target: Change lead time"),
        ("What did we try, and learn?", "merging before ten"),
        (LAST, "Why was it not started?"),
        ("Talk, and decide", "Nobody is named"),
    ):
        hers.get_by_role("button", name="On to the next part").click()
        for page in windows:  # by asking every few seconds: there is no stream here
            expect(page.get_by_role("heading", name=part)).to_be_visible()
        expect(phone.locator("#main")).to_contain_text(words)
        assert not wrong_with(hers), part

    his.get_by_label("Stop: a note").fill("Reviews wait")
    his.get_by_label("Start: a note").fill("half a thought")
    his.get_by_role("button", name="Add to Stop").click()
    expect(his.get_by_text("yours; only you see it")).to_be_visible()
    expect(his.get_by_label("Stop: a note")).to_have_value("")  # taken, and the field is free
    expect(his.get_by_label("Start: a note")).to_have_value("half a thought")
    phone.get_by_label("Continue: a note").fill("Reviews in pairs")
    phone.get_by_role("button", name="Add to Continue").click()
    expect(hers.get_by_text("hidden until all are shown")).to_have_count(2)
    for page, hidden in ((hers, "Reviews wait"), (phone, "Reviews wait"), (his, "in pairs")):
        assert hidden not in page.content()

    hers.get_by_role("button", name="Show all notes").click()
    for page in windows:
        expect(page.get_by_role("heading", name="Vote")).to_be_visible()
        expect(page.locator(".topic")).to_have_count(2)
    topics = hers.locator(".topic")
    topics.filter(has_text="in pairs").drag_to(topics.filter(has_text="Reviews wait"))
    for page in windows:
        expect(page.locator(".topic")).to_have_count(1)
    vote = his.get_by_role("button", name="Vote for: ")
    vote.click()
    expect(his.get_by_text("You have 2 votes left.")).to_be_visible()
    vote.click()
    expect(his.get_by_text("2 of them yours")).to_be_visible()
    his.get_by_role("button", name="Take a vote back from: ").click()
    expect(his.get_by_text("1 of them yours")).to_be_visible()
    expect(hers.get_by_text("1 vote", exact=True)).to_be_visible()
    assert not [wrong for page in windows for wrong in wrong_with(page)]

    expect(hers.get_by_text("Ready, 6/6")).to_be_visible()  # the place that its card will take
    hers.get_by_label("What", exact=True).first.fill("Review before ten")
    hers.get_by_label("How will we see it?").first.fill("Nothing waits a day")
    day = demo.day_of(timezone.now()) + timedelta(7)
    hers.get_by_label("By when").first.fill(day.isoformat())
    hers.get_by_label("Owner").first.select_option("Grace Hopper")
    hers.get_by_role("button", name="Create the cards and close").click()
    for page in windows:
        expect(page.get_by_role("heading", name="What we decided")).to_be_visible()
    card = demo.cards.get(title="Review before ten")
    assert card.column.name == "Ready"

    pulling = window("grace", f"cards/{card.number}/placement/")
    with pulling.expect_response(lambda answer: answer.url.endswith("/move/")) as answered:
        pulling.locator(".ways button", has_text="Build Doing").first.click()
    assert answered.value.status == 409
    expect(pulling.locator("body")).to_contain_text("Build exceeds its limit, 5 of 4.")
    assert card.as_now().column.name == "Ready"

    next_week(demo)
    draft = Retrospective.objects.get(ended_at=None)
    assert (draft.led_by, draft.figures != {}) == (None, True)
    phone.goto(f"{phone.url.rpartition('/improve/')[0]}/improve/{draft.pk}/")
    for part in ("What do the figures say?", "What did we try, and learn?", LAST):
        phone.get_by_role("button", name="On to the next part").click()
        expect(phone.get_by_role("heading", name=part)).to_be_visible()
    expect(phone.locator("#main")).to_contain_text("Review before ten: not started")
    phone.get_by_label("Why was it not started?").first.fill("Build was full")
    phone.get_by_role("button", name="Keep").first.click()
    expect(phone.locator("#main")).to_contain_text("not started: Build was full")
    assert not wrong_with(phone)


def next_week(board: Board) -> None:
    """The cadence rings an hour before the next one, a week on."""
    day = board.day_of(timezone.now()) + timedelta(7)
    Cadence.objects.update(
        since=day, weekday=day.weekday(), every_weeks=1, last_on=None, at=time(15)
    )
    drafts.open_due_drafts(datetime.combine(day, time(14, 30), board.zone))
