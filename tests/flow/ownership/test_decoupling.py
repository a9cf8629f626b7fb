"""A card that takes two components apart, by the API: with the figures of its day."""

import pytest

from board.models import Card
from flow.ownership.models import DecouplingCard
from tests.flow.ownership.conftest import NOON, hours

HERE = "/boards/SLU/ownership/decoupling-cards"


@pytest.fixture
def released(parts, trunk, card_in, build, ideas):
    """A card changed a and b, which went to production together; another change was of a alone."""
    card_in(build)
    sha = trunk.merge("a/1", "b/1", words="SLU-1")
    trunk.merge("a/2")
    for name in "ab":
        trunk.deploy(name, sha, NOON + hours(1))
    return parts


def test_a_card_is_made_with_the_figures_before(released, api):
    answer = api.post(HERE, a="b", b=released["a"].pk)
    assert answer.status_code == 201
    said = answer.json()
    assert said.pop("made_at").startswith("2026-11-29T12:00:00")
    assert said == {
        "card": "SLU-2",
        "title": "Deploy b without a",
        "a": "b",
        "b": "a",
        "together": 1,
        "degree": 66,
    }
    assert Card.objects.get(number=2).column.name == "Ideas"


def test_while_one_is_open_it_is_that_one_with_its_own_figures(released, api, trunk, done, ada):
    first = api.post(HERE, a="a", b="b")
    trunk.merge("a/3", "b/3")
    again = api.post(HERE, a="b", b="a")
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json()["card"] == first.json()["card"]
    assert again.json()["degree"] == first.json()["degree"]
    Card.objects.get(number=2).move_to(done, by=ada)
    assert api.post(HERE, a="a", b="b").status_code == 201
    assert DecouplingCard.objects.count() == 2


def test_components_that_nothing_ever_changed_together_have_no_degree(released, api):
    assert (api.post(HERE, a="c", b="a").json()["degree"]) is None


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"a": "a"},
        {"a": "a", "b": "a"},
        {"a": "a", "b": "nothing"},
        {"a": "a", "b": 10**30},
        {"a": "a", "b": None},
        {"a": "a", "b": ["b"]},
        {"a": "a", "b": "\x00"},
        {"a": "a", "b": "b", "c": "c"},
    ],
)
def test_what_names_no_two_components_is_refused(released, api, wrong):
    assert api.post(HERE, **wrong).status_code == 422
    assert not DecouplingCard.objects.exists()


def test_members_make_it_and_others_do_not(released, calls, ada, grace, vera, sam):
    said = [calls(who).post(HERE, a="a", b="b").status_code for who in (sam, vera, grace, ada)]
    assert said == [404, 403, 201, 200]


def test_a_full_queue_refuses_it_like_any_other(released, board, api, ada, ideas):
    board.limit_column(ideas, 0, by=ada)
    answer = api.post(HERE, a="a", b="b")
    assert (answer.status_code, answer.json()["code"]) == (409, "wip_limit_reached")
    assert not DecouplingCard.objects.exists()
