"""Names, badges and slots stay whole and inside their column, however narrow it is."""

import pytest
from playwright.sync_api import expect

NAMES = [
    "Specification of the requirements",
    "Specification of the interfaces",
    "Development",
    "Integration testing",
    "Acceptance testing",
    "Deployment preparation",
]
PARTS = ":is(.slot, .age, .service, .label, .add, h2, h3)"
CROSSING = """(parts) => [...document.querySelectorAll(`.column ${parts}`)]
    .filter((each) => each.checkVisibility())
    .filter((each) => {
        const column = each.closest('.column').getBoundingClientRect();
        const card = each.closest('.card')?.getBoundingClientRect() ?? column;
        const here = each.getBoundingClientRect();
        return here.right > Math.min(column.right, card.right) + 1 || here.left < column.left - 1;
    })
    .map((each) => each.outerHTML.slice(0, 120))"""
BELOW = """() => [...document.querySelectorAll('.pair .column')].filter((column) =>
    column.querySelector('.column__head').getBoundingClientRect().bottom
        > column.querySelector('.cell').getBoundingClientRect().top + 1).length"""
CUT = "(each) => each.scrollWidth > each.clientWidth + 1"
LINED = """() => {
    const lines = [...document.querySelectorAll('.columns > *, .column')]
        .map((each) => each.getBoundingClientRect().left);
    return [...document.querySelectorAll('.lane[data-empty] h2')].filter((name) => {
        const { left, right } = name.getBoundingClientRect();
        return lines.some((line) => line > left - 1 && line < right);
    }).map((name) => name.textContent);
}"""
LAPPED = """() => [...document.querySelectorAll('.card__menu')].filter((menu) => {
    const over = menu.getBoundingClientRect();
    return [...menu.parentElement.querySelectorAll('.card__title a, .label')].some((each) =>
        [...each.getClientRects()].some((words) => words.right > over.left && words.left < over.right
            && words.bottom > over.top && words.top < over.bottom));
}).length"""


@pytest.fixture
def twelve(board, ada, ideas, build, review, card_in, grace):
    """Twelve columns: a pair with a limit, room to pull, an expedite card with its age."""
    for name in NAMES:
        board.add_column(name, stage="active", by=ada)
    build.revise(name="Build Doing", group="Build", by=ada)
    review.revise(name="Build Done", group="Build", by=ada)
    board.limit_columns([build, review], 3, by=ada)
    labels = ["charts", "lighthouse", "tides", "harbour"]
    card_in(ideas, "Show the tide times", labels=labels, assignees=[grace])
    card_in(ideas, "Let harbour masters close a berth")
    for column in board.columns.filter(name__in=NAMES[:2]):
        board.limit_column(column, 2, by=ada)
        card_in(column, "Payments fail", service_class=board.class_of("expedite"))
        card_in(column, "A card of this step")
    return board


@pytest.mark.parametrize("asked", ["", "?q=tide"])
def test_nothing_leaves_its_column_on_a_board_of_twelve(twelve, at_the_board, grace, page, asked):
    page.set_viewport_size({"width": 1440, "height": 900})
    at_the_board(grace)
    page.goto(page.url + asked)
    expect(page.locator(".column")).to_have_count(10)
    assert page.evaluate(CROSSING, PARTS) == []
    assert page.evaluate(BELOW) == 0
    for name in page.locator(".pair .column__head h3").all():
        assert not name.evaluate(CUT), name.inner_text()


def test_a_long_name_has_two_lines_and_a_tip(twelve, at_the_board, grace, page):
    page.set_viewport_size({"width": 1440, "height": 900})
    at_the_board(grace)
    name = page.locator("h2", has_text=NAMES[0])
    expect(name).to_have_attribute("title", NAMES[0])
    height, line = name.evaluate(
        "(h) => [h.clientHeight, parseFloat(getComputedStyle(h).lineHeight)]"
    )
    assert round(height / line) == 2
    count = name.locator("xpath=../p")
    assert count.bounding_box()["y"] > name.bounding_box()["y"] + line  # below the name


@pytest.mark.parametrize("width", [1440, 800])
def test_the_name_of_an_empty_lane_lies_over_no_line_of_a_column(
    board, ada, at_the_board, grace, page, card_in, ideas, width
):
    card_in(ideas)
    for name in ("Expedite", "What the harbour master wants before the season"):
        board.add_lane(name, by=ada)
    page.set_viewport_size({"width": width, "height": 900})
    at_the_board(grace)
    expect(page.locator(".lane[data-empty] h2")).to_have_count(2)
    assert page.evaluate(LINED) == []


def test_a_queued_card_shows_two_labels_and_how_many_more(twelve, at_the_board, grace, page):
    at_the_board(grace)
    foot = page.locator("#card-1 .card__foot")
    expect(foot.locator(".label")).to_have_count(3)
    expect(foot.locator(".label").last).to_contain_text("+2")
    expect(foot.locator(".label").last).to_have_attribute("title", "lighthouse, tides")


def test_on_a_tablet_the_menu_covers_no_words(
    twelve, browser, at_the_board, grace, live_server, client
):
    context = browser.new_context(
        viewport={"width": 768, "height": 1024}, has_touch=True, is_mobile=True
    )
    client.force_login(grace)
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value}
    context.add_cookies([cookie | {"url": live_server.url}])
    tablet = context.new_page()
    tablet.goto(f"{live_server.url}/boards/SLU/")
    expect(tablet.locator("#card-1")).to_be_visible()
    assert tablet.evaluate(LAPPED) == 0
    expect(tablet.get_by_role("heading", name="Harbour", exact=True)).to_be_visible()
    context.close()
