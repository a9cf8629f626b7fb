"""What axe finds wrong with a page: by WCAG up to 2.2 AA, and by the best practice of its makers."""

from itertools import product

from axe_playwright_python.sync_playwright import Axe

WCAG = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]
RULES = [*WCAG, "best-practice"]
OF_COLORS = ["color-contrast", "link-in-text-block"]  # the other rules find the same in each theme
SIZES = [("desk", 1440, 900), ("phone", 390, 844)]
THEMES = ["light", "dark"]
# one that is cancelled, since its piece is drawn anew, is at rest too
AT_REST = "() => Promise.allSettled(document.getAnimations().map((each) => each.finished))"
# What is right stays in the page: it is most of what axe says, and takes longer to send than to find.
WRONG = """(rules) => axe
    .run(document, { runOnly: rules, resultTypes: ["violations"] })
    .then(({ violations }) => violations.flatMap(
        ({ id, nodes }) => nodes.map(({ html }) => `${id} ${html.slice(0, 160)}`)))"""
WIDTH = "document.documentElement.scrollWidth"
UNFOLD = "(all) => document.querySelectorAll(all).forEach((each) => { each.open = true; })"


def wrong_with(page, rules=RULES) -> list[str]:
    page.evaluate(AT_REST)
    if not page.evaluate("'axe' in window"):
        page.evaluate(Axe().axe_script)
    return [f"{page.url}: {each}" for each in page.evaluate(WRONG, rules)]


def wrong_in_both_themes(page, rules=RULES) -> list[str]:
    """In the dark theme only the colors are asked for; a page may be no wider than its window."""
    wrong = []
    for theme, asked in zip(THEMES, (rules, OF_COLORS), strict=True):
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        wrong += [f"{theme}: {each}" for each in wrong_with(page, asked)]
        if (width := page.evaluate(WIDTH)) > page.viewport_size["width"]:
            wrong += [f"{theme}: {page.url} is {width} wide"]
    return wrong


def wrong_in_every_look(page, addresses, folded="main details") -> list[str]:
    """Each page is loaded once for a desk and once for a phone, and all of it is unfolded."""
    wrong = []
    for (size, width, height), address in product(SIZES, addresses):
        page.set_viewport_size({"width": width, "height": height})
        page.goto(address)
        page.evaluate(UNFOLD, folded)
        wrong += [f"{size}, {each}" for each in wrong_in_both_themes(page)]
    return wrong
