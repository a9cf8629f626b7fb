"""A list that people can grow has a maximum, and every door says so in a sentence."""

from dataclasses import replace

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from board.models import (
    Arrival,
    Board,
    Column,
    Comment,
    Invitation,
    Label,
    Lane,
    Limit,
    Membership,
    Person,
    Role,
    Stage,
    TooMany,
    Visit,
)
from board.models.most import Most
from flow.standup.models import Standup
from flow.standup.models.action import Action


@pytest.fixture
def at_most(monkeypatch):
    """Lower a maximum of a noun for the length of a test: `at_most(Label, 2)`."""

    def lower(noun, number: int, name: str = "MOST") -> Most:
        lowered = replace(getattr(noun, name), number=number)
        monkeypatch.setattr(noun, name, lowered)
        return lowered

    return lower


GROWING = {  # the noun and its maximum: what fills it to 4, and what goes beyond
    "labels": (Label, "MOST", lambda board, ada, n: board.add_label(f"Label {n}", by=ada)),
    "lanes": (Lane, "MOST", lambda board, ada, n: board.add_lane(f"Lane {n}", by=ada)),
    "columns": (
        Column,
        "MOST",
        lambda board, ada, n: board.add_column(f"Column {n}", Stage.ACTIVE, by=ada),
    ),
    "limits": (
        Limit,
        "MOST",
        lambda board, ada, n: board.add_limit(
            maximum=9, lane=board.add_lane(f"Lane {n}", by=ada), by=ada
        ),
    ),
    "people": (
        Membership,
        "MOST",
        lambda board, ada, n: board.add_member(
            Person.objects.create_user(f"{n}@example.org"), Role.MEMBER, by=ada
        ),
    ),
    "invitations": (Invitation, "MOST", lambda board, ada, n: Invitation.issue(board, by=ada)),
    "comments": (
        Comment,
        "MOST",
        lambda board, ada, n: _only_card(board, ada).comment(f"Word {n}", by=ada),
    ),
    "actions of a standup": (
        Action,
        "MOST",
        lambda board, ada, n: Standup.begin(board, since_version=0, by=ada).note(f"Do {n}", by=ada),
    ),
    "labels of a card": (
        Label,
        "MOST_OF_A_CARD",
        lambda board, ada, n: _only_card(board, ada).revise(
            labels=[str(each) for each in range(n + 1)], by=ada
        ),
    ),
    "people on a card": (
        Membership,
        "MOST_ON_A_CARD",
        lambda board, ada, n: _only_card(board, ada).assign(
            *(_member(board, ada, each) for each in range(n + 1)), by=ada
        ),
    ),
    "boards of a lead": (
        Board,
        "MOST_LED",
        lambda board, ada, n: Board.make(
            f"Board {n}", key=f"B{n}", by=ada, columns=[("A", "active"), ("B", "done")]
        ),
    ),
}


def _only_card(board, ada):
    return board.cards.first() or board.create_card("A card", column=_build(board), by=ada)


def _build(board):
    return board.columns.get(name="Build")


def _member(board, ada, number):
    person, _ = Person.objects.get_or_create(email=f"{number}@example.org")
    board.add_member(person, Role.MEMBER, by=ada)
    return person


@pytest.mark.parametrize("name", GROWING)
def test_there_are_at_most_so_many(board, ada, at_most, name):
    noun, maximum, grow = GROWING[name]
    most = at_most(noun, 6, maximum)
    made = 0
    with pytest.raises(TooMany, match=r"at most 6 |At most 6 "):  # noqa: PT012
        for made in range(20):
            grow(board, ada, made)
    assert made <= 6
    assert str(most.words) % {"most": 6} != str(most.words)


def test_what_is_there_stays_when_there_is_too_much_of_it(board, build, card_in, ada, at_most):
    for name in "abc":
        board.add_label(name, by=ada)
    at_most(Label, 2)
    card = card_in(build, labels=["a", "b", "c"])  # nothing new
    assert board.rename_label(board.labels.get(name="a"), "A", by=ada).name == "A"
    with pytest.raises(TooMany):
        card.revise(labels=["d"], by=ada)
    board.remove_label(board.labels.get(name="b"), by=ada)


def test_a_page_says_so(board, ada, browser_of, at_most):
    at_most(Label, 1)
    browser = browser_of(ada)
    browser.post("/boards/SLU/settings/labels/", {"name": "map"})
    answer = browser.post("/boards/SLU/settings/labels/", {"name": "sea"})
    assert answer.status_code == 422
    assert "A board has at most 1 labels" in answer.content.decode()


def test_a_card_with_new_labels_says_so_on_its_page(
    board, build, card_in, ada, browser_of, at_most
):
    at_most(Label, 1)
    card_in(build)
    facts = {"labels": "map, sea", "service_class": board.class_of("standard").pk}
    facts["lane"] = board.lanes.get().pk
    answer = browser_of(ada).post("/boards/SLU/cards/1/edit/facts/", facts)
    assert answer.status_code == 409
    assert "A board has at most 1 labels" in answer.content.decode()


def test_an_import_says_so(board, ada, build, at_most):
    at_most(Label, 1)
    now = timezone.now()
    arrival = Arrival("7", "A card", [Visit(build, now)], now, labels=["map", "sea"])
    with pytest.raises(TooMany, match="at most 1 labels"):
        board.take_in([arrival], by=ada, source="a file")


def test_a_text_that_is_too_long_is_refused_by_the_verb(board, build, card_in, ada):
    with pytest.raises(ValidationError, match="at most 200"):
        board.create_card("x" * 201, column=build, by=ada)
    card = card_in(build)
    with pytest.raises(ValidationError, match="at most 50000"):
        card.revise(description="x" * 50_001, by=ada)
    with pytest.raises(ValidationError, match="at most 20000"):
        card.comment("x" * 20_001, by=ada)
    with pytest.raises(ValidationError, match="at most 2000"):
        build.revise(policy="x" * 2_001, by=ada)
    with pytest.raises(ValidationError, match="at most 40"):
        card.revise(labels=["x" * 41], by=ada)
    with pytest.raises(ValidationError, match="at most 500"):
        card.block(reason="x" * 501, by=ada)


def test_a_preview_has_the_length_of_a_description(board, build, card_in, ada, browser_of):
    card_in(build)
    said = {"description": "* x\n" * 20_000}
    browser = browser_of(ada)
    for headers in ({}, {"HX-Request": "true"}):
        answer = browser.post("/boards/SLU/cards/1/preview/", said, headers=headers)
        assert answer.status_code == 422
        assert "at most 50000 characters" in answer.content.decode()
        assert len(answer.content) < 200_000
