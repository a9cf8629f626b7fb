"""The pages of flow in a real browser: every chart is drawn, tells its numbers, and can be reached."""

from datetime import timedelta
from random import Random

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from board.models import ApiToken, Board, Card, Person
from flow.metrics.charts import ALL
from flow.metrics.ledger.rebuilds import rebuild
from tests.browser.axe import wrong_in_every_look

FLOW = "/boards/SLU/flow/"
SHIFTS = """() => new Promise((resolve) => new PerformanceObserver((list) => resolve(
    list.getEntries().reduce((sum, entry) => sum + entry.value, 0)
)).observe({type: "layout-shift", buffered: true}) || setTimeout(() => resolve(0), 500))"""


@pytest.fixture
def harbour(demo) -> Board:
    rebuild(demo.pk)
    return demo


@pytest.fixture
def customs(harbour) -> Card:
    """A card that has been in Build since it was started, and is blocked."""
    return harbour.cards.get(title="Send manifests to the customs sandbox")


@pytest.fixture
def open_flow(harbour, sign_in, live_server):
    """A page of flow as its lead sees it, all charts drawn: `open_flow("charts/wip/")`."""
    page = sign_in(Person.objects.get(email="ada@harbour.example"))

    def at(where: str = "", charts: int = 1):
        page.goto(f"{live_server.url}{FLOW}{where}")
        expect(page.locator("flow-chart[data-state=drawn]")).to_have_count(charts)
        return page

    return at


def test_every_chart_is_drawn_under_the_strict_policy_without_a_word(open_flow):
    for chart in ALL:
        page = open_flow(f"charts/{chart.name}/")
        drawn = page.locator("flow-chart svg")
        expect(drawn).to_be_visible()
        assert drawn.locator("path").count() > 3, chart.name


def test_a_drawing_moves_nothing_on_the_page(open_flow):
    page = open_flow(charts=5)
    assert page.evaluate(SHIFTS) < 0.01


def test_the_pages_of_flow_can_be_used_by_everybody(open_flow, live_server, customs):
    page = open_flow(charts=5)
    pages = (FLOW, f"{FLOW}charts/when/?cards=20", f"{FLOW}cards/{customs.number}/", "/flow/")
    addresses = [live_server.url + where for where in pages]
    assert wrong_in_every_look(page, addresses, folded="details") == []


def test_the_page_shows_what_the_api_says_whatever_is_asked(open_flow, harbour, client):
    dice = Random(7)
    ada = Person.objects.get(email="ada@harbour.example")
    token = {"Authorization": f"Bearer {ApiToken.issue(ada)}"}
    today = harbour.day_of(timezone.now())
    for label in dice.sample([None, *harbour.labels.all()], 4):
        first, last = today - timedelta(dice.randint(40, 90)), today - timedelta(dice.randint(1, 9))
        asked = {"from": first, "to": last} | ({"label": label.name} if label else {})
        url = "/api/v1/boards/SLU/flow/cycle-time"
        said = client.get(url, asked, headers=token).json()
        chosen = f"first={first}&last={last}" + (f"&label={label.pk}" if label else "")
        page = open_flow(f"charts/cycle-time/?{chosen}", charts=1 if said["count"] else 0)
        rows = page.locator("tbody tr").all_inner_texts()
        days = [int(row.split("\t")[-1]) for row in rows]
        assert sorted(days) == sorted(card["days"] for card in said["items"])
        assert page.locator("flow-chart .mark-symbol path").count() == said["count"]
        for p, value in said["percentiles"].items():
            expect(page.locator("flow-chart svg")).to_contain_text(f"{p} %: {value} d")


def test_a_drawing_follows_the_readers_theme(open_flow):
    page = open_flow("charts/blocked/")
    bar = page.locator("flow-chart .mark-rect path").first
    expect(bar).to_have_attribute("fill", "#652a86")
    page.emulate_media(color_scheme="dark")
    expect(bar).to_have_attribute("fill", "#d3a5ea")
    page.evaluate("document.documentElement.dataset.theme = 'light'")
    expect(bar).to_have_attribute("fill", "#652a86")


def test_a_point_tells_of_its_card_and_opens_it(open_flow):
    page = open_flow("charts/cycle-time/")
    dot = page.locator("flow-chart .mark-symbol path").first
    dot.hover()
    tip = page.locator("#vg-tooltip-element")
    expect(tip).to_be_visible()
    key = tip.inner_text().split()[0]
    dot.click()
    page.wait_for_url(f"**/boards/SLU/cards/{key.removeprefix('SLU-')}/")


def test_the_keyboard_reaches_every_card_of_a_chart_in_its_table(open_flow):
    page = open_flow(charts=5)
    summary = page.locator("figure").nth(1).locator("summary")
    summary.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/boards/SLU/cards/*/")


def test_a_chart_that_cannot_be_drawn_leaves_its_table(open_flow, live_server):
    page = open_flow(charts=5)
    page.route("**/data.json*", lambda route: route.abort())
    page.goto(f"{live_server.url}{FLOW}charts/wip/")
    expect(page.locator("flow-chart")).to_have_text(
        "The chart could not be drawn. Its numbers are in the table."
    )
    expect(page.locator("tbody tr")).to_have_count(90)


def test_a_card_tells_its_days_against_the_pace(open_flow, live_server, customs):
    page = open_flow(charts=5)
    page.goto(f"{live_server.url}/boards/SLU/cards/{customs.number}/")
    expect(page.locator("#part-flow-of-card")).to_contain_text("days, most of it in Build")
