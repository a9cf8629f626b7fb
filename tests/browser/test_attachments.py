"""A file is attached in the sheet over the board, and downloaded again."""

from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect


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
    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]})
    assert found.response["violations"] == []
    with page.expect_download() as got:
        link.click()
    assert got.value.suggested_filename == "plan.html"
    assert Path(got.value.path()).read_bytes() == b"<script>alert(1)</script>"
    page.once("dialog", lambda asked: asked.accept())
    files.get_by_role("button", name="Remove the file plan.html").click()
    expect(link).to_have_count(0)
