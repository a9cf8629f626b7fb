"""The page of components and teams is kept until what it shows may be another, and is never old."""

import re

import pytest
from django.test import Client

from board.models import Board, Card, Role
from flow.delivery.models import Component, Deployment, Incident, Repository, Team
from flow.ownership.count import count_night
from flow.ownership.measures.coordination import CoordinationTerms
from flow.ownership.models import (
    CoordinationSetting,
    DecouplingCard,
    ExpectedTouch,
    OwnershipReview,
    StruckRelease,
    TeamWait,
)
from tests.flow.ownership.conftest import NOON
from tests.flow.ownership.test_pages import HERE, REVIEW, coupled  # noqa: F401

ANSWERS = {name: value == "yes" for name, value in REVIEW.items()}


@pytest.fixture
def visitor(browser_of, grace):
    return browser_of(grace)


@pytest.fixture
def quay(sam, grace) -> Team:
    """A team of another board, at which Grace looks."""
    other = Board.make("Quay", key="QUAY", by=sam, columns=[("Do", "active"), ("Did", "done")])
    other.add_member(grace, Role.VIEWER, by=sam)
    return Team.make(other, "Quay hands")


@pytest.fixture
def theirs(quay, coupled, team, sam) -> Card:  # noqa: F811
    """A card of the other board that waits for a team of this one."""
    card = quay.board.create_card("A <berth>", by=sam, column=quay.board.columns.first())
    card.block(by=sam, reason="Fares")
    TeamWait.keep(card.blocks.get(), team)
    return card


@pytest.fixture
def statements(visitor, django_assert_max_num_queries):
    """How many statements the page takes now."""

    def ask() -> int:
        with django_assert_max_num_queries(100) as captured:
            assert visitor.get(HERE).status_code == 200
        return len(captured)

    return ask


def test_a_page_that_is_kept_asks_for_nothing_that_grows(coupled, statements, visitor):  # noqa: F811
    first, second = statements(), statements()
    assert second <= 18 < first
    assert b"SLU-1" in visitor.get(HERE).content


def _another_repository(quay, parts, board, ada):
    """A change of another board's repository with a component of this board's team."""
    other = Repository.connect(quay.board, provider="github", name="acme/quay", by=ada)
    Component.make(other, "berths", paths=["**"], team=parts["a"].team)


CHANGES = {
    "a change": lambda trunk, **_: trunk.merge("a/late"),
    "a deployment": lambda trunk, **_: trunk.deploy("c", trunk.last, NOON),
    "a verdict": lambda **_: Deployment.objects.filter(component__name="a").last().judge(True),
    "a kind": lambda **_: Deployment.objects.filter(component__name="a").last().call("rollback"),
    "an incident": lambda parts, **_: Incident.report(parts["a"], title="Out", detected_at=NOON),
    "a component": lambda repository, team, **_: Component.make(
        repository, "d", paths=["d/**"], team=team
    ),
    "the name of a component": lambda parts, **_: parts["a"].revise(name="ship"),
    "the owner of a component": lambda parts, dock, **_: parts["a"].revise(team=dock),
    "a component that goes": lambda parts, **_: parts["a"].remove(),
    "a repository of another board": lambda quay, parts, board, ada, **_: _another_repository(
        quay, parts, board, ada
    ),
    "a repository that goes": lambda repository, **_: repository.delete(),
    "the name of a team": lambda team, **_: team.revise(name="Pier"),
    "the addresses of a team": lambda dock, **_: dock.revise(addresses=[]),
    "the members of a team": lambda team, vera, **_: team.revise(members=[vera]),
    "the name of a team of another board": lambda quay, **_: quay.revise(name="Berths"),
    "the terms": lambda board, ada, **_: CoordinationSetting.objects.keep(
        board, CoordinationTerms(12, 80, 40), by=ada
    ),
    "a night": lambda board, **_: count_night(board, board.day_of(NOON)),
    "a card that is renamed": lambda card, ada, **_: card.revise(by=ada, title="Other"),
    "what a card will touch": lambda card, parts, ada, **_: ExpectedTouch.say(
        card, [parts["c"]], by=ada
    ),
    "a release that is struck off": lambda card, ada, **_: StruckRelease.strike_off(
        card, reason="Compatible", by=ada
    ),
    "a decoupling card": lambda board, parts, ada, **_: DecouplingCard.make(
        board, parts["a"], parts["b"], together=5, degree=100, by=ada
    ),
    "answers": lambda parts, ada, **_: OwnershipReview.answer(
        parts["a"], "2026-Q4", by=ada, **ANSWERS
    ),
    "a card that waits": lambda grace, dock, calls, **_: calls(grace).post(
        "/boards/SLU/cards/1/block", reason="Rain", team=dock.pk
    ),
    "a card of another board that waits no more": lambda theirs, sam, **_: theirs.unblock(by=sam),
    "a card of another board that is renamed": lambda theirs, sam, **_: theirs.revise(
        by=sam, title="Other"
    ),
    "a board that the viewer sees no more": lambda quay, grace, sam, **_: quay.board.remove_member(
        grace, by=sam
    ),
    "a day": lambda time_machine, **_: time_machine.move_to("2026-11-30T12:00:00Z", tick=False),
}


@pytest.mark.parametrize("what", CHANGES)
def test_each_change_makes_the_page_again(
    what,
    coupled,  # noqa: F811
    theirs,
    quay,
    request,
    statements,
    trunk,
    board,
):
    named = ("repository", "team", "ada", "grace", "vera", "sam", "calls", "time_machine")
    facts = {name: request.getfixturevalue(name) for name in named}
    statements()
    before = statements()
    CHANGES[what](
        **facts,
        trunk=trunk,
        board=board,
        parts=coupled,
        quay=quay,
        theirs=theirs,
        dock=Team.objects.get(name="Dock office"),
        card=Card.objects.get(board=board, number=1),
    )
    assert statements() > before
    assert statements() <= before


def test_a_release_that_is_counted_again_makes_the_page_again(coupled, board, ada, statements):  # noqa: F811
    card = Card.objects.get(board=board, number=1)
    StruckRelease.strike_off(card, reason="Compatible", by=ada)
    statements()
    before = statements()
    StruckRelease.count_again(card)
    assert statements() > before


def test_nobody_gets_what_another_one_may_see_or_press(coupled, theirs, visitor, vera, ada):  # noqa: F811
    mine = visitor.get(HERE).content.decode()
    assert "Create a decoupling card" in mine
    assert "A &lt;berth&gt;" in mine
    visitor.force_login(vera)  # who does not see the other board
    other = visitor.get(HERE).content.decode()
    assert "Create a decoupling card" not in other
    assert "berth" not in other
    visitor.force_login(ada)
    assert f"{HERE}terms/" in visitor.get(HERE).content.decode()


def test_a_form_of_a_kept_page_has_the_token_of_its_request(coupled, grace):  # noqa: F811
    browsers = [Client(enforce_csrf_checks=True), Client(enforce_csrf_checks=True)]
    for browser in browsers:
        browser.force_login(grace)
    pages = [browser.get(HERE).content.decode() for browser in browsers]
    for browser, html in zip(browsers, pages, strict=True):
        where = re.search(r'action="([^"]+/decouple/)"', html)[1]
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', html)[1]
        assert browser.post(where).status_code == 403
        assert browser.post(where, {"csrfmiddlewaretoken": token}).status_code == 302


def test_a_form_that_was_refused_is_not_kept(coupled, browser_of, ada):  # noqa: F811
    browser = browser_of(ada)
    is_open = b'ownership__ask" open'
    assert is_open not in browser.get(HERE).content
    said = {"hours": 0, "loosely_from": 80, "tightly_from": 40}
    assert is_open in browser.post(f"{HERE}terms/", said).content
    assert is_open not in browser.get(HERE).content
