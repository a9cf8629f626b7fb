"""Components and teams in a real browser: from the worst pair to a card, for everybody."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from board.models import Card
from flow.delivery.models import Component, Repository, Team
from tests.browser.axe import wrong_in_every_look
from tests.flow.ownership.conftest import Trunk, hours

HERE = "/boards/SLU/ownership/"


@pytest.fixture
def parts(transactional_db, board, ada, grace, build, card_in) -> list[Component]:
    """Three components; five cards went to production through api and web together."""
    repository = Repository.connect(board, provider="github", name="acme/harbour", by=ada)
    team = Team.make(board, "Harbour", members=[grace], addresses=["grace@example.org"])
    Team.make(board, "Dock office", addresses=["dock@example.org"])
    names = ("api", "web", "billing")
    made = [Component.make(repository, n, paths=[f"{n}/**"], team=team) for n in names]
    trunk = Trunk(repository)
    with trunk.at_once():
        for number in range(1, 6):
            card_in(build, f"Berths at pier {number}")
            at = timezone.now() - timedelta(days=4 * (6 - number))
            sha = trunk.merge(f"api/{number}", f"web/{number}", words=f"SLU-{number}", at=at)
            for name in ("api", "web"):
                trunk.deploy(name, sha, at + hours(1))
            trunk.merge(f"billing/{number}", at=at, author="dock@example.org")
    return made


def test_one_click_turns_the_worst_pair_into_a_card(page, live_server, sign_in, parts, grace):
    sign_in(grace)
    page.goto(f"{live_server.url}{HERE}")
    expect(page.locator("table.matrix")).to_contain_text("Entangled")
    button = page.get_by_role("button", name="Create a decoupling card")
    button.first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Deploy api without web")).to_be_visible()
    card = Card.objects.get(title="Deploy api without web")
    assert card.decouples.together == 5
    expect(page.locator(".ownership-of-card")).to_contain_text("5 coordinated releases")
    page.goto(f"{live_server.url}{HERE}")
    expect(page.get_by_role("link", name=f"SLU-{card.number}: being decoupled")).to_be_visible()


def test_the_pages_of_components_can_be_used_by_everybody(page, live_server, sign_in, parts, ada):
    sign_in(ada)
    api, web, billing = parts
    paths = (
        *(HERE, f"{HERE}pairs/{api.pk}-{web.pk}/", f"{HERE}components/{billing.pk}/"),
        *(f"{HERE}teams/{api.team_id}/", "/boards/SLU/cards/1/ownership/"),
    )
    assert wrong_in_every_look(page, [live_server.url + path for path in paths]) == []
