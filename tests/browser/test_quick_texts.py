"""What is typed quickly over a slow line is neither lost nor joined, and keeps its order."""

import time

import pytest
from playwright.sync_api import expect

LATENCY = 250  # ms


@pytest.fixture
def slowly(page):
    """Every answer takes a quarter of a second longer: `slowly(page)`."""

    def slowed(page):
        line = page.context.new_cdp_session(page)
        line.send("Network.enable")
        line.send(
            "Network.emulateNetworkConditions",
            {
                "offline": False,
                "latency": LATENCY,
                "downloadThroughput": -1,
                "uploadThroughput": -1,
            },
        )
        return page

    return slowed


def titles_in(column):
    return list(column.cards.order_by("rank").values_list("title", flat=True))


def eventually(question, page, seconds=30):
    """Wait for a true answer while the page goes on."""
    for _ in range(seconds * 10):
        if question():
            return
        page.wait_for_timeout(100)
    raise AssertionError("it did not come true")


def test_ten_cards_in_ten_seconds_over_a_slow_line(
    at_the_board, slowly, grace, ideas, record_property
):
    """Nobody waits for an answer: the keys come faster than the line, whatever the machine does."""
    page = slowly(at_the_board(grace))
    wanted = [f"Remote human {number}" for number in range(1, 11)]
    field = page.get_by_label("New card in Ideas")
    field.focus()
    began = time.monotonic()
    for title in wanted:
        page.keyboard.type(title)
        page.keyboard.press("Enter")
    written = time.monotonic() - began
    eventually(lambda: len(titles_in(ideas)) == 10, page)
    record_property("seconds until all were written", written)
    record_property("seconds until all were saved", time.monotonic() - began)
    assert written < 10, "a line with ten answers under way holds up no key"
    assert titles_in(ideas) == wanted
    shown = page.locator(f"#column-{ideas.pk} .card__title")
    expect(shown).to_have_text(wanted)
    expect(page.locator(".waiting > li")).to_have_count(0)
    expect(field).to_have_value("")
    expect(field).to_be_focused()


def test_a_card_shows_before_it_is_answered(at_the_board, grace, ideas):
    page = at_the_board(grace)
    held = []
    page.route(
        "**/boards/SLU/cards/", lambda route: route.continue_() if held else held.append(route)
    )
    field = page.get_by_label("New card in Ideas")
    field.focus()
    for title in ("First", "Second"):
        page.keyboard.type(title)
        page.keyboard.press("Enter")
    waiting = page.get_by_role("list", name="Not saved yet in Ideas").get_by_role("listitem")
    expect(waiting.locator("span")).to_have_text(["First", "Second"])
    assert titles_in(ideas) == []
    eventually(lambda: held, page)
    held[0].continue_()
    expect(page.locator(f"#column-{ideas.pk} .card__title")).to_have_text(["First", "Second"])
    expect(waiting).to_have_count(0)


def test_what_is_typed_while_a_card_is_on_its_way_stays(at_the_board, slowly, grace, ideas):
    page = slowly(at_the_board(grace))
    page.get_by_label("New card in Ideas").focus()
    page.keyboard.type("First")
    page.keyboard.press("Enter")
    page.keyboard.type("Second, half")
    expect(page.locator(f"#column-{ideas.pk} .card")).to_have_count(1)
    page.keyboard.type(" and whole")
    expect(page.get_by_label("New card in Ideas")).to_have_value("Second, half and whole")


def test_what_a_full_column_refuses_comes_back(at_the_board, slowly, grace, full_review):
    page = slowly(at_the_board(grace))
    field = page.get_by_label("New card in Review")
    field.focus()
    for title in ("One too many", "Two too many"):
        page.keyboard.type(title)
        page.keyboard.press("Enter")
    expect(page.locator("#refusal")).to_contain_text("Review is full, 3 of 3.")
    expect(field).to_have_value("One too many")
    waiting = page.get_by_role("list", name="Not saved yet in Review")
    expect(waiting).to_contain_text("Two too many")
    expect(waiting).to_contain_text("Not saved")
    waiting.get_by_role("button", name="Take it back").click()
    expect(field).to_have_value("Two too many")
    expect(waiting).to_contain_text("One too many")
    assert full_review.cards.count() == 3


def test_an_override_takes_the_text_out_of_the_field(
    at_the_board, slowly, grace, ada, board, full_review
):
    board.limit_column(full_review, 3, mode="reason", by=ada)
    page = slowly(at_the_board(grace))
    field = page.get_by_label("New card in Review")
    field.fill("One more")
    field.press("Enter")
    page.get_by_text("Override…").click()
    expect(field).to_have_value("One more")
    page.get_by_label("Why must it go past the limit?").fill("the audit")
    page.keyboard.press("Enter")
    expect(page.locator(f"#column-{full_review.pk} .card")).to_have_count(4)
    expect(field).to_have_value("")


def test_without_an_answer_the_text_is_back_and_saved_once(at_the_board, grace, ideas):
    page = at_the_board(grace)
    field = page.get_by_label("New card in Ideas")

    def lose(route):
        route.fetch()
        route.abort()

    page.route("**/boards/SLU/cards/", lose)
    field.fill("Said once")
    field.press("Enter")
    expect(page.locator("#notices")).to_contain_text("Sluice did not answer.")
    expect(field).to_have_value("Said once")
    page.unroute("**/boards/SLU/cards/")
    field.press("Enter")
    expect(page.locator(f"#column-{ideas.pk} .card")).to_have_count(1)
    expect(field).to_have_value("")
    assert titles_in(ideas) == ["Said once"]
    page.complaints.clear()  # htmx says that there was no answer, which is the point


def test_who_is_signed_out_keeps_the_text(at_the_board, grace, ideas, client):
    page = at_the_board(grace)
    client.logout()
    field = page.get_by_label("New card in Ideas")
    field.fill("Not to be lost")
    field.press("Enter")
    expect(page.locator("#live-state")).to_contain_text("You are signed out.")
    expect(field).to_have_value("Not to be lost")


def test_what_a_page_asks_by_itself_takes_nobody_to_sign_in(
    at_the_board, grace, client, card_in, build, live_server, slowly
):
    card_in(build)
    page = at_the_board(grace)
    page.goto(f"{live_server.url}/boards/SLU/cards/1/")
    page.get_by_role("link", name="Edit the description").click()
    field = page.locator("textarea[name=description]")
    expect(field).to_be_visible()
    client.logout()
    field.press_sequentially("Typed")  # the look of it is asked for
    expect(page.locator("#notices")).to_contain_text("You are signed out.")
    expect(field).to_have_value("Typed")


def test_an_announcement_takes_nobody_to_sign_in(at_the_board, grace, ideas, client):
    page = at_the_board(grace)
    field = page.get_by_label("New card in Ideas")
    field.fill("Not to be lost")
    client.logout()
    page.evaluate(
        "document.dispatchEvent(new CustomEvent('hint:missed', { detail: { listeners: 0 } }))"
    )
    expect(page.locator("#live-state")).to_contain_text("You are signed out.")
    expect(field).to_have_value("Not to be lost")


@pytest.mark.parametrize("over_the_board", [True, False])
def test_comments_one_after_the_other(
    at_the_board, slowly, grace, card_in, build, live_server, over_the_board
):
    card = card_in(build)
    page = slowly(at_the_board(grace))
    if over_the_board:
        page.locator("#card-1 .card__title a").click()
    else:
        page.goto(f"{live_server.url}/boards/SLU/cards/1/")
    field = page.get_by_label("Add a comment")
    for text in ("It leaks.", "Where?", "Below."):
        field.fill(text)
        field.press("Control+Enter")
        expect(field).to_have_value("")
    field.fill("And then")
    expect(page.locator("ol.comments > li .prose")).to_have_text(["It leaks.", "Where?", "Below."])
    expect(field).to_have_value("And then")
    said = card.comments.order_by("pk").values_list("text", flat=True)
    assert list(said) == ["It leaks.", "Where?", "Below."]


def test_the_filter_shows_what_was_typed_last(at_the_board, slowly, grace, card_in, build):
    for title in ("Tar", "Tide", "Tidal crane"):
        card_in(build, title)
    page = slowly(at_the_board(grace))
    search = page.get_by_role("searchbox", name="Find cards")
    for text in ("T", "Ti", "Tid", "Tidal"):
        search.fill(text)
        page.wait_for_timeout(260)  # a typist, not a wait for an answer
    expect(page.locator(".card")).to_have_count(1)
    expect(page.locator(".card")).to_contain_text("Tidal crane")
    expect(search).to_have_value("Tidal")
