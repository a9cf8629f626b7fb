"""A file is attached in the sheet over the board, and downloaded again."""

import re
from pathlib import Path

from playwright.sync_api import expect

from tests.browser.axe import WCAG, wrong_with


def test_a_file_is_attached_downloaded_and_removed(at_the_board, kept_apart, build, card_in, grace):
    card_in(build, "Dredge the basin")
    page = at_the_board(grace)
    page.get_by_role("link", name="Dredge the basin").click()
    files = page.locator("#sheet-files")
    files.get_by_label("File").set_input_files(
        {"name": "plan.html", "mimeType": "text/html", "buffer": b"<script>alert(1)</script>"}
    )
    files.get_by_role("button", name="Attach").press("Enter")
    link = files.get_by_role("link", name="plan.html")
    expect(link).to_be_visible()
    assert wrong_with(page, WCAG) == []
    with page.expect_download() as got:
        link.click()
    assert got.value.suggested_filename == "plan.html"
    assert Path(got.value.path()).read_bytes() == b"<script>alert(1)</script>"
    page.once("dialog", lambda asked: asked.accept())
    files.get_by_role("button", name="Remove the file plan.html").click()
    expect(link).to_have_count(0)


PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
CARRY = """(goal, [kind, name, type, content]) => {
    const bytes = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
    const carried = new DataTransfer();
    carried.items.add(new File([bytes], name, { type }));
    const said = { bubbles: true, cancelable: true };
    const event = kind === "paste"
        ? new ClipboardEvent(kind, { ...said, clipboardData: carried })
        : new DragEvent(kind, { ...said, dataTransfer: carried });
    goal.dispatchEvent(event);
}"""


def test_a_pasted_screenshot_is_there_for_the_second_window(
    at_the_board, second_window, kept_apart, build, card_in, grace
):
    card_in(build, "Dredge the basin")
    page = at_the_board(grace)
    page.get_by_role("link", name="Dredge the basin").click()
    text = page.get_by_label("Add a comment")
    text.fill("Look: ")
    text.evaluate(CARRY, ["paste", "image.png", "image/png", PNG])
    expect(text).to_have_value(
        re.compile(r"^Look: !\[image.png\]\(/boards/SLU/cards/1/files/.+/\)$")
    )
    expect(page.locator("#sheet-files").get_by_role("link", name="image.png")).to_be_visible()
    page.get_by_role("button", name="Comment", exact=True).click()
    other = second_window()
    other.get_by_role("link", name="Dredge the basin").click()
    shown = other.locator(".comments").get_by_role("img", name="image.png")
    expect(shown).to_be_visible()
    assert shown.evaluate("picture => picture.decode().then(() => picture.naturalWidth)") == 1
    other.locator("#sheet").evaluate(CARRY, ["drop", "plan.txt", "text/plain", "SGVsbG8="])
    expect(other.locator("#sheet-files").get_by_role("link", name="plan.txt")).to_be_visible()
