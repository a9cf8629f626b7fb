"""What axe is asked for in each theme is found by it."""

from tests.browser.axe import wrong_in_both_themes

PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>A page</title>
<style>body { background: white; color: black } .faint { %s }</style>
<main><h1>A page</h1><p>Words and <a class="faint" href="#">a link</a> in them.</p></main>"""
DARK = "@media (prefers-color-scheme: dark) { color: #eee; text-decoration: none }"


def test_a_page_without_a_fault_passes(page):
    page.set_content(PAGE % "")
    assert wrong_in_both_themes(page) == []


def test_a_fault_of_colors_in_the_dark_theme_alone_is_found(page):
    page.set_content(PAGE % DARK)
    [contrast, *_others] = wrong_in_both_themes(page)
    assert contrast.startswith("dark: about:blank: color-contrast")


def test_a_fault_of_structure_is_found_once(page):
    page.set_content(
        (PAGE % "").replace('<a class="faint" href="#">a link</a>', '<img src="data:,">')
    )
    [missing] = [each for each in wrong_in_both_themes(page) if "image-alt" in each]
    assert missing.startswith("light: ")
