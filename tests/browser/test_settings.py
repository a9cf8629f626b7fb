"""The settings of a board, in a real browser: their order by button and by drag, at every width."""

import pytest
from playwright.sync_api import expect

from tests.browser.axe import wrong_with

PAGES = ["", "parts/", "board/", "changes/", "columns/{review}/"]


def names(page):
    return [text.split()[0] for text in page.locator("[data-row] th").all_inner_texts()]


@pytest.fixture
def settings_page(page, live_server, sign_in, board, full_review, ada):
    board.add_limit(maximum=2, each_person=True, by=ada)
    sign_in(ada)
    page.goto(f"{live_server.url}/boards/SLU/settings/")
    return page


def test_a_column_is_moved_with_the_keyboard_alone(settings_page):
    settings_page.get_by_role("button", name="Move Review left").focus()
    settings_page.keyboard.press("Enter")
    settings_page.wait_for_url("**?moved=*")
    assert names(settings_page) == ["Ideas", "Review", "Build", "Done"]
    focused = settings_page.evaluate("document.activeElement.getAttribute('aria-label')")
    assert focused == "Move Review left"


def test_a_column_is_dragged_by_its_grip(settings_page, board, review):
    grip = settings_page.locator(f"#column-{review.pk} .order__grip")
    above = settings_page.locator("[data-row]").nth(1).bounding_box()
    grip.hover()
    settings_page.mouse.down()
    settings_page.mouse.move(above["x"] + 20, above["y"] + 18, steps=8)
    settings_page.mouse.move(above["x"] + 20, above["y"] + 4, steps=4)
    with settings_page.expect_navigation():
        settings_page.mouse.up()
    assert names(settings_page) == ["Ideas", "Review", "Build", "Done"]


def test_a_limit_is_written_as_a_sentence(settings_page):
    settings_page.get_by_text("Add a limit").click()
    form = settings_page.locator("form.limit--new")
    form.get_by_label("Maximum").fill("4")
    form.locator("summary", has_text="every started column").click()
    form.get_by_label("Build").check()
    form.get_by_label("Review").check()
    expect(form.get_by_role("status")).to_contain_text(
        "At most 4 cards in Build and Review together, expedite apart. One more is refused."
    )
    form.get_by_role("button", name="Add it").click()
    settings_page.get_by_text("At most 4 cards in Build and Review together").wait_for()


def test_what_a_columns_limit_would_do_is_said_while_it_is_typed(settings_page, build):
    row = settings_page.locator(f"#column-{build.pk}")
    row.get_by_label("Limit of Build").fill("5")
    expect(row.get_by_role("status")).to_contain_text("At most 5 cards in Build")
    row.get_by_label("When Build is full").select_option("warn")
    expect(row.get_by_role("status")).to_contain_text("One more is let in, and noted.")
    row.get_by_label("Limit of Build").fill("")
    expect(row.get_by_role("status")).to_be_empty()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
def test_everybody_can_read_the_settings(settings_page, live_server, review, theme, width):
    settings_page.emulate_media(color_scheme=theme)
    settings_page.set_viewport_size({"width": width, "height": 900})
    for path in PAGES:
        settings_page.goto(
            f"{live_server.url}/boards/SLU/settings/" + path.format(review=review.pk)
        )
        assert wrong_with(settings_page) == []
        assert settings_page.evaluate("document.documentElement.scrollWidth") <= width


def test_an_invitation_is_copied_with_one_press(settings_page, live_server):
    settings_page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    settings_page.goto(f"{live_server.url}/boards/SLU/people/")
    settings_page.get_by_role("button", name="Invite").click()
    link = settings_page.locator("code.secret").inner_text()
    settings_page.get_by_role("button", name="Copy").click()
    settings_page.get_by_role("button", name="Copied").wait_for()
    assert settings_page.evaluate("navigator.clipboard.readText()") == link
    assert "/invitations/" in link
