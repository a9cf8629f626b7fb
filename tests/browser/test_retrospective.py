"""A team of three windows holds a whole retrospective; its action is a card of the queue."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from flow.improvement.models import Retrospective
from tests.browser.test_accessible import wrong_with


@pytest.fixture
def room(board, ada) -> str:
    retro = Retrospective.open(board, by=ada)
    retro.go_to(5, by=ada)
    return f"/boards/SLU/improve/{retro.pk}/"


@pytest.fixture
def window(new_context, live_server, browser_of, room):
    """A window of somebody in the room: `window(grace)`."""

    def opened(person, **options) -> Page:
        context = new_context(**options)
        session = browser_of(person).cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        page = context.new_page()
        page.goto(live_server.url + room)
        return page

    return opened


def test_three_windows_hold_it_to_its_end(window, board, ada, grace, vera):
    hers, his, phone = (
        window(ada),
        window(grace),
        window(vera, viewport={"width": 390, "height": 844}),
    )
    his.get_by_label("Stop: a note").fill("Reviews wait")
    his.get_by_label("Start: a note").fill("half a thought")
    his.get_by_role("button", name="Add to Stop").click()
    expect(his.get_by_text("yours; only you see it")).to_be_visible()
    expect(his.get_by_label("Stop: a note")).to_have_value("")  # taken, and the field is free
    expect(his.get_by_label("Start: a note")).to_have_value("half a thought")
    for page in (hers, phone):  # by asking every few seconds: there is no stream here
        expect(page.get_by_text("hidden until all are shown")).to_be_visible()
        assert "Reviews wait" not in page.content()
    hers.get_by_label("What").first.fill("Review before ten")
    hers.get_by_role("button", name="Show all notes").click()
    for page in (hers, his, phone):
        expect(page.get_by_role("heading", name="Vote")).to_be_visible()
        expect(page.get_by_text("Reviews wait").first).to_be_visible()
    his.get_by_role("button", name="Vote for: Reviews wait").click()
    expect(his.get_by_text("You have 2 votes left.")).to_be_visible()
    expect(hers.get_by_text("1 vote", exact=True)).to_be_visible()
    assert not wrong_with(hers)
    assert not wrong_with(phone)
    hers.get_by_label("What").first.fill("Review before ten")
    hers.get_by_label("How will we see it?").first.fill("Nothing waits a day")
    day = board.day_of(timezone.now()) + timedelta(7)
    hers.get_by_label("By when").first.fill(day.isoformat())
    hers.get_by_label("Who sees to it").first.select_option("Grace")
    hers.get_by_role("button", name="Make the cards and close").click()
    expect(hers.get_by_role("heading", name="What we decided")).to_be_visible()
    expect(his.get_by_role("heading", name="What we decided")).to_be_visible()
    [card] = board.cards.all()
    assert (card.title, card.column.name) == ("Review before ten", "Ideas")
    hers.goto(hers.url.rsplit("/", 2)[0] + "/")
    expect(hers.get_by_text("0 of 1 actions are done (0 %)")).to_be_visible()
    assert not wrong_with(hers)
