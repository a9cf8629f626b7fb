"""The pages of flags in a real browser: for everybody, in both themes, desk and phone."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from flow.flags.models import Environment, Flag, FlagDay, FlagState, FlagToken
from tests.browser.axe import wrong_in_every_look

FLAGS = "/boards/SLU/flags/"


@pytest.fixture
def flag(transactional_db, board, grace) -> Flag:
    """At 5 % in production, and late."""
    today = timezone.now().date()
    facts = {"by": grace, "owner": grace, "purpose": "Search berths by length"}
    Flag.make(board, "other", kind="experiment", remove_by=today, **facts)
    Flag.make(
        *(board, "ops.valve"),
        kind="ops",
        by=grace,
        why_permanent="A valve",
        review_on=today + timedelta(9),
    )
    flag = Flag.make(board, "new-search", kind="release", remove_by=today, **facts)
    Flag.objects.filter(pk=flag.pk).update(remove_by=today - timedelta(3))
    state = production(flag)
    state.switch(by=grace, enabled=True, rollout=5, allowed=["ada"], reason="It is small")
    return flag


def production(flag: Flag) -> FlagState:
    state = flag.states.select_related("environment").get(environment__production=True)
    state.flag = flag
    return state


def test_the_pages_can_be_used_by_everybody(page, live_server, sign_in, flag, ada):
    sign_in(ada)
    [there] = [each for each in Environment.objects.kept_of(flag.board) if each.production]
    FlagToken.issue(flag.board, there, name="shop", by=ada)
    today = flag.board.day_of(timezone.now())
    FlagDay.objects.create(flag=flag, environment=there, day=today, variant="on", count=4)
    paths = (
        *(FLAGS, f"{FLAGS}new-search/", f"{FLAGS}ops.valve/", f"{FLAGS}new-search/-/change/"),
        *("/boards/SLU/new-flag/", "/boards/SLU/flag-tokens/"),
        f"/boards/SLU/cards/{flag.removal_card.number}/flags/",
    )
    assert wrong_in_every_look(page, [live_server.url + path for path in paths]) == []


def test_one_tap_on_the_phone_turns_a_flag_off(page, live_server, sign_in, flag, grace):
    sign_in(grace)
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{live_server.url}{FLAGS}new-search/")
    off = page.get_by_role("button", name="Turn it off")
    box = off.bounding_box()
    assert box["y"] + box["height"] <= 844  # in sight without scrolling
    off.click()
    expect(page.get_by_role("heading", name="Off for everybody")).to_be_visible()
    assert not production(flag).enabled
    page.get_by_role("button", name="Turn it on for 5 %").click()
    expect(page.get_by_role("heading", name="On for 5 %")).to_be_visible()
    page.get_by_role("button", name="25 % next").click()
    expect(page.get_by_role("heading", name="On for 25 %")).to_be_visible()
