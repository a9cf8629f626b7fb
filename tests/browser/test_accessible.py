"""axe finds nothing wrong with a page, in both themes, on a desk and on a phone."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.management import call_command

from board.models import Person

PAGES = [
    *(
        "/",
        "/boards/new/",
        "/boards/SLU/",
        "/boards/SLU/?q=b&age=x",
        "/boards/SLU/cards/7/",
        "/boards/SLU/cards/7/edit/facts/",
    ),
    *("/boards/SLU/people/", "/boards/SLU/archive/", "/boards/SLU/nowhere/"),
    *("/outbox/", "/you/", "/you/tokens/", "/you/sessions/", "/accounts/password/set/"),
]
FOR_ALL = ["/accounts/login/", "/accounts/signup/", "/accounts/password/reset/"]
SIZES = [("desk", 1440, 900), ("phone", 390, 844)]


def wrong_with(page) -> list[str]:
    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]})
    return [
        f"{page.url}: {each['id']} {node['html'][:160]}"
        for each in found.response["violations"]
        for node in each["nodes"]
    ]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("size", "width", "height"), SIZES)
def test_pages_can_be_used_by_everybody(page, live_server, sign_in, size, width, height, theme):
    call_command("demo")
    page.set_viewport_size({"width": width, "height": height})
    page.emulate_media(color_scheme=theme, reduced_motion="reduce")
    wrong = []
    for path in FOR_ALL:
        page.goto(live_server.url + path)
        wrong += wrong_with(page)
    sign_in(Person.objects.get(email="owner@sluice.example"))
    for path in PAGES:
        page.goto(live_server.url + path)
        wrong += wrong_with(page)
    page.complaints[:] = [said for said in page.complaints if "status of 404" not in said]
    assert wrong == []
