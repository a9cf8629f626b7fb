"""The pages of components and teams: who may open them, what they say, one click to a card."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse

from board.models import Board, Card, Person
from flow.delivery.models import Component, Team
from flow.ownership.count import count_night
from flow.ownership.models import (
    DecouplingCard,
    ExpectedTouch,
    OwnershipMonth,
    OwnershipReview,
    StruckRelease,
)
from flow.ownership.tasks import count, look
from flow.ownership.urls import urlpatterns
from tests.flow.ownership.conftest import NOON, hours

LOOKING = {"ada": 200, "grace": 200, "vera": 200, "sam": 404}
LEADING = {"ada": 302, "grace": 403, "vera": 403, "sam": 404}
CHANGING = {"ada": 302, "grace": 302, "vera": 403, "sam": 404}
REVIEW = dict.fromkeys(
    ("deploys_alone", "owns_layers", "owns_contracts", "answers_incidents"), "yes"
)
HERE = "/boards/SLU/ownership/"

# name of the URL: (what is posted, or None to look; what each of the cast gets)
PAGES = {
    "ownership": (None, LOOKING),
    "ownership-pair": (None, LOOKING),
    "ownership-component": (None, LOOKING),
    "ownership-team": (None, LOOKING),
    "ownership-of-card": (None, LOOKING),
    "ownership-terms": ({"hours": 12, "loosely_from": 80, "tightly_from": 40}, LEADING),
    "ownership-decouple": ({}, CHANGING),
    "ownership-review": (REVIEW, CHANGING),
    "ownership-expect": ({"components": []}, CHANGING),
    "ownership-strike": ({"reason": "Compatible steps"}, CHANGING),
    "ownership-count": ({}, CHANGING),
}


@pytest.fixture
def coupled(parts, trunk, card_in, build, board) -> dict[str, Component]:
    """Six cards changed a and b; five of them went together, one day apart in pairs."""
    with trunk.at_once():
        for number in range(1, 7):
            card_in(build, f"Card <{number}>")
            at = NOON - timedelta(days=3 * (7 - number))
            one = trunk.merge(f"a/{number}", words=f"SLU-{number}", at=at)
            two = trunk.merge(f"b/{number}", words=f"SLU-{number}", at=at)
            trunk.deploy("a", one, at + hours(1))
            trunk.deploy("b", two, at + hours(2 if number < 6 else 30))
        trunk.merge("c/1", author="dock@example.org")
    Team.make(board, "Dock office", addresses=["dock@example.org"])
    return parts


def address(name: str, parts: dict[str, Component]) -> str:
    known = {"key": "SLU", "number": 1, "a": parts["a"].pk, "b": parts["b"].pk}
    known["pk"] = parts["a"].team_id if name == "ownership-team" else parts["a"].pk
    pattern = next(each for each in urlpatterns if each.name == name)
    return reverse(name, kwargs={word: known[word] for word in pattern.pattern.converters})


@pytest.fixture
def words(coupled, browser_of, ada):
    def words(where: str = HERE, who=ada) -> str:
        answer = browser_of(who).get(where)
        assert answer.status_code == 200, answer.content
        html = re.sub(r"<svg.*?</svg>", "", answer.content.decode(), flags=re.DOTALL)
        html = re.sub(r"</?(a|b|bdi|span)\b[^>]*>", "", html)
        return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))

    return words


def test_every_page_says_here_who_may_open_it(coupled, request, browser_of, client, vera, sam):
    assert {each.name for each in urlpatterns} == {*PAGES}
    for name, (said, allowed) in PAGES.items():
        there = address(name, coupled)
        asked = client.get(there) if said is None else client.post(there, said)
        assert (asked.status_code, "/accounts/login/" in asked.url) == (302, True), name
        for who, status in allowed.items():
            browser = browser_of(request.getfixturevalue(who))
            answer = browser.get(there) if said is None else browser.post(there, said)
            assert answer.status_code == status, (name, who, answer.content[:2000])
            if said is not None:
                assert browser.get(there).status_code == 405, name


def test_the_matrix_says_in_words_which_component_needs_which(words):
    said = words()
    assert "a can hardly be deployed without b: 5 of its 6 deployments" in said
    assert "Entangled together 5 of 6 times" in said
    assert "1 of 6 alone, 17 %" in said
    assert "1 pair is at or over the 30 %" in said
    assert "5 cards went to production through several components" in said
    assert "not deployed" in said  # c


def test_a_history_without_a_deployment_has_a_matrix_of_its_changes(parts, trunk, browser_of, ada):
    with trunk.at_once():
        for n in range(6):
            trunk.merge(f"a/{n}", f"b/{n}")
        for n in range(6):
            trunk.merge(f"b/x{n}")
        trunk.merge("a/c", "c/a")
    page = browser_of(ada)
    html = page.get(HERE).content.decode()
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", html))
    assert "Components changed together" in text
    assert "a needs b most: 6 of the 7 cards and commits that changed it changed b, too" in text
    assert "together 6 of 7 times" in text  # a with b
    assert "together 6 of 12 times" in text  # b with a
    assert "On its own" not in text
    assert "Create a decoupling card" in text
    pair = f"{HERE}pairs/{parts['a'].pk}-{parts['b'].pk}/"
    assert "needed b in 6 of 7 changes" in re.sub(r"<[^>]+>", "", page.get(pair).content.decode())


def test_a_board_of_one_part_says_that_it_went_with_components_of_other_boards(
    coupled, sam, browser_of
):
    columns = [("Do", "active"), ("Did", "done")]
    quay = Board.make("Quay", key="QUAY", by=sam, columns=columns)
    coupled["a"].revise(team=Team.make(quay, "Quay hands"))
    html = browser_of(sam).get("/boards/QUAY/ownership/").content.decode()
    assert "only with components of other boards" in html
    assert "a component of another board" in html


def test_one_click_on_the_worst_pair_makes_a_card_that_keeps_the_figures(
    coupled, words, browser_of, grace, build, done, ada
):
    browser = browser_of(grace)
    first = re.search(r'action="([^"]+/decouple/)"', browser.get(HERE).content.decode())[1]
    answer = browser.post(first)
    card = Card.objects.order_by("-number").first()
    assert (answer.status_code, answer["Location"]) == (302, f"/boards/SLU/cards/{card.number}/")
    assert card.title == "Deploy a without b"
    assert card.column.name == "Ideas"
    kept = DecouplingCard.objects.get()
    assert (kept.together, kept.degree, kept.card) == (5, 100, card)
    assert browser.post(first)["Location"] == answer["Location"]  # while it is open, that one
    assert f"SLU-{card.number}: being decoupled" in words()
    said = words(f"/boards/SLU/cards/{card.number}/ownership/")
    assert "5 coordinated releases in the 90 days before this card, 5 in the last 90 days" in said
    card.move_to(done, by=ada)
    assert "being decoupled" not in words()
    assert browser.post(first)["Location"] != answer["Location"]


def test_a_full_queue_refuses_a_decoupling_card_like_any_other(
    coupled, board, browser_of, ada, ideas
):
    board.limit_column(ideas, 0, by=ada)
    assert browser_of(ada).post(address("ownership-decouple", coupled)).status_code == 409
    assert not DecouplingCard.objects.exists()


def test_the_page_of_a_pair_has_its_cards_and_its_months(coupled, words, board):
    count_night(board, board.day_of(NOON) - timedelta(days=5))
    said = words(address("ownership-pair", coupled))
    assert "6 cards and commits changed both, 6 changed a, 6 changed b: 100 % coupled" in said
    assert "SLU-6 Card &lt;6&gt;" in said
    assert "November 2026 5 5 100 %" in said  # the last card came after that night
    assert words(f"{HERE}pairs/{coupled['c'].pk}-{coupled['a'].pk}/")


@pytest.mark.parametrize("pair", ["{a}-{a}", "{a}-0", "0-{a}", f"{10**30}-{{a}}"])
def test_a_pair_that_there_is_not_is_not_found(coupled, browser_of, ada, pair):
    where = f"{HERE}pairs/{pair.format(a=coupled['a'].pk)}/"
    assert browser_of(ada).get(where).status_code == 404
    assert browser_of(ada).post(f"{where}decouple/").status_code == 404


def test_a_component_that_is_shared_says_so_and_names_no_person(coupled, words, ada):
    said = words(f"{HERE}components/{coupled['c'].pk}/")
    assert "Shared" in said
    assert "By others: Dock office 1" in said
    assert "example.org" not in said.replace(ada.email, "")


def test_leads_see_the_addresses_of_nobody_without_numbers_and_others_do_not(
    coupled, words, trunk, vera, ada
):
    trunk.merge("c/2", author="Nobody@example.org")
    assert "nobody@example.org" in words()
    assert "nobody@example.org" not in words(who=vera)
    assert "1 change is from an address that belongs to no team" in words(who=vera)


def test_the_answers_of_a_quarter_are_kept_and_shown(coupled, browser_of, grace, words):
    where = f"{HERE}components/{coupled['a'].pk}/review/"
    assert browser_of(grace).post(where, REVIEW | {"owns_layers": "no"}).status_code == 302
    kept = OwnershipReview.objects.get()
    assert (kept.quarter, kept.deploys_alone, kept.owns_layers, kept.yes) == (
        "2026-Q4",
        True,
        False,
        3,
    )
    assert "Harbour: 3 of four answers are yes." in words()
    assert "does not own all its layers" in words(f"{HERE}components/{coupled['a'].pk}/")


@pytest.mark.parametrize("wrong", [{"owns_layers": ""}, {"owns_layers": "x"}, {"note": "x" * 5001}])
def test_answers_that_are_none_come_back_with_what_is_wrong(coupled, browser_of, grace, wrong):
    where = f"{HERE}components/{coupled['a'].pk}/review/"
    assert browser_of(grace).post(where, REVIEW | wrong).status_code == 422
    assert not OwnershipReview.objects.exists()


def test_a_card_says_what_it_will_touch_and_whether_it_went_together(
    coupled, browser_of, grace, words
):
    browser = browser_of(grace)
    browser.post("/boards/SLU/cards/1/ownership/expect/", {"components": [coupled["c"].pk]})
    assert ExpectedTouch.objects.get().component == coupled["c"]
    said = words("/boards/SLU/cards/1/ownership/")
    assert "A coordinated release: a, b." in said
    assert browser.post("/boards/SLU/cards/1/ownership/strike/", {"reason": ""}).status_code == 422
    browser.post("/boards/SLU/cards/1/ownership/strike/", {"reason": "Compatible steps"})
    assert StruckRelease.objects.get().reason == "Compatible steps"
    assert "Not counted as a coordinated release: Compatible steps" in words(
        "/boards/SLU/cards/1/ownership/"
    )
    assert "4 cards went to production" in words()


@pytest.mark.parametrize("said", ["x", "0", "9" * 400, "\x00", "-1"])
def test_a_component_that_there_is_not_cannot_be_expected(coupled, browser_of, grace, said):
    answer = browser_of(grace).post("/boards/SLU/cards/1/ownership/expect/", {"components": [said]})
    assert answer.status_code == 422
    assert not ExpectedTouch.objects.exists()


def test_the_part_of_a_card_comes_alone_to_the_card(coupled, browser_of, ada):
    part = browser_of(ada).get("/boards/SLU/cards/1/ownership/", headers={"HX-Request": "true"})
    assert "<html" not in part.content.decode()
    sheet = browser_of(ada).get("/boards/SLU/cards/1/").content.decode()
    assert "/boards/SLU/cards/1/ownership/" in sheet


def test_a_team_has_its_components_and_who_waits_for_it(coupled, words, api, board):
    dock = Team.objects.get(name="Dock office")
    api.post("/boards/SLU/cards/1/block", reason="Review", team=dock.pk)
    assert "It owns no component." in words(f"{HERE}teams/{dock.pk}/")
    assert "SLU-1" in words(f"{HERE}teams/{dock.pk}/")
    harbour = Team.objects.get(name="Harbour")
    assert "Entangled (1 of 6 alone)" in words(f"{HERE}teams/{harbour.pk}/")


def test_a_board_without_a_component_says_how_to_make_one(board, repository, browser_of, ada):
    assert "There is no component yet" in browser_of(ada).get(HERE).content.decode()


def test_a_night_is_counted_once_and_kept_as_its_month(coupled, board, settings, time_machine):
    time_machine.move_to("2026-12-01T06:00:00Z", tick=False)
    settings.CELERY_TASK_ALWAYS_EAGER = True
    count(board.pk)
    row = OwnershipMonth.objects.get()
    assert (row.month.isoformat(), row.counted_to.isoformat()) == ("2026-11-01", "2026-11-30")
    count(board.pk)
    assert OwnershipMonth.objects.count() == 1
    time_machine.move_to("2026-12-02T06:00:00Z", tick=False)
    count(board.pk)
    assert OwnershipMonth.objects.count() == 2
    count(10**9)  # of a board that is gone


def test_the_look_rings_for_boards_whose_day_is_not_counted(
    coupled, board, time_machine, monkeypatch
):
    rung = []
    monkeypatch.setattr(count, "apply_async", lambda said, **_terms: rung.append(said))
    look()
    assert rung == [(board.pk,)]
    count_night(board, board.day_of(NOON) + timedelta(days=8))  # yesterday
    look()
    assert rung == [(board.pk,)]


def test_a_large_board_shows_what_was_counted_last_night(coupled, words, board, monkeypatch, api):
    live = words()
    monkeypatch.setattr("flow.ownership.count.QUICK", 3)
    assert words() == live  # no night yet: counted now
    count_night(board, board.day_of(NOON) + timedelta(days=8))
    shown = words()
    assert "Counted last night." in shown
    assert "5 cards went to production" in shown
    assert "a can hardly be deployed without b: 5 of its 6 deployments" in shown
    StruckRelease.strike_off(Card.objects.get(number=1), reason="Compatible", by=None)
    assert "4 cards went to production" in words()
    coupled["c"].remove()
    assert "a can hardly be deployed without b" in words()


def test_how_much_a_page_asks_does_not_grow(
    coupled, browser_of, ada, query_count, trunk, card_in, build
):
    browser = browser_of(ada)
    for name in ("ownership", "ownership-pair", "ownership-component", "ownership-team"):
        browser.get(address(name, coupled))

    def asked(name: str) -> int:
        cache.clear()  # a page that is kept asks for less
        return query_count(browser.get, address(name, coupled))

    few = {name: asked(name) for name in PAGES if PAGES[name][0] is None}
    with trunk.at_once():
        for number in range(7, 12):
            card_in(build)
            sha = trunk.merge(f"a/{number}", f"b/{number}", words=f"SLU-{number}")
            trunk.deploy("a", sha, NOON + hours(number))
            trunk.deploy("b", sha, NOON + hours(number))
    many = {name: asked(name) for name in few}
    assert many == few


def test_the_demo_board_has_a_matrix_that_can_be_read(browser_of, demo):
    board, owner = demo, Person.objects.get(is_superuser=True)
    team = Team.objects.get(name="Dock office")
    dock = f"/boards/DOCK/ownership/teams/{team.pk}/"
    answer = browser_of(owner).get("/boards/SLU/ownership/")
    html = answer.content.decode()
    assert "Create a decoupling card" in html
    cells = re.findall(
        r'<td data-coupling="(\w+)">.*?(?:together (\d+) of|never together in|(\d+) of) (\d+)',
        html,
        re.DOTALL,
    )
    assert len(cells) == 9  # of three components: with each other one, and on its own
    for word, together, alone, deployments in cells:
        went_alone = int(alone) if alone else int(deployments) - int(together or 0)
        percent = 100 * went_alone / int(deployments)
        assert word == ("loosely" if percent >= 90 else "tightly" if percent >= 50 else "entangled")
    assert {word for word, *_figures in cells} - {"loosely"}  # there is something to decouple
    assert "Waits for Dock office" in browser_of(owner).get("/boards/SLU/").content.decode()
    assert "Ask Dock office first" in html
    assert "DOCK-1" in html
    assert "It owns no component." not in browser_of(owner).get(dock).content.decode()
    assert OwnershipMonth.objects.of(board).count() == 3
