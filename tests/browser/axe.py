"""What axe finds wrong with a page: by WCAG up to 2.2 AA, and by the best practice of its makers."""

from axe_playwright_python.sync_playwright import Axe

WCAG = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]
RULES = [*WCAG, "best-practice"]
# one that is cancelled, since its piece is drawn anew, is at rest too
AT_REST = "() => Promise.allSettled(document.getAnimations().map((each) => each.finished))"


def wrong_with(page, rules=RULES) -> list[str]:
    page.evaluate(AT_REST)
    found = Axe().run(page, options={"runOnly": rules})
    return [
        f"{page.url}: {each['id']} {node['html'][:160]}"
        for each in found.response["violations"]
        for node in each["nodes"]
    ]
