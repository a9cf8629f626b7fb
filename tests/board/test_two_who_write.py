"""Two people change the same of a card, and nobody's is lost."""

from datetime import date

import pytest

from board.models import ChangedMeanwhile, Terms, mark


@pytest.fixture
def seeing():
    """The terms of somebody who sees the card as it is: `seeing(card, "title")`."""

    def terms(card, *facts) -> Terms:
        return Terms(seen={fact: mark(card.value_of(fact)) for fact in facts})

    return terms


def test_who_comes_second_is_told_and_nothing_is_written(card_in, build, seeing, ada, grace):
    card = card_in(build, description="deep")
    terms = seeing(card, "description")
    card.revise(description="deeper", by=ada)
    with pytest.raises(ChangedMeanwhile) as refused:
        card.revise(description="shallow", by=grace, terms=terms)
    assert refused.value.facts == ["description"]
    assert card.as_now().description == "deeper"


def test_what_i_did_not_touch_stays_as_somebody_else_left_it(card_in, build, seeing, ada, grace):
    card = card_in(build, "Dredge", description="deep")
    terms = seeing(card, "title", "description")
    card.revise(description="deeper", by=ada)
    card.revise(title="Dig", description="deep", by=grace, terms=terms)
    now = card.as_now()
    assert (now.title, now.description) == ("Dig", "deeper")


def test_two_who_write_the_same_agree(card_in, build, seeing, ada, grace):
    card = card_in(build, description="deep")
    terms = seeing(card, "description")
    card.revise(description="deeper", by=ada)
    card.revise(description="deeper", by=grace, terms=terms)
    assert card.as_now().description == "deeper"


def test_a_card_that_was_only_moved_takes_the_words(card_in, build, review, seeing, ada, grace):
    card = card_in(build)
    terms = seeing(card, "title")
    card.move_to(review, by=ada)
    card.revise(title="Dig", by=grace, terms=terms)
    assert card.as_now().title == "Dig"


@pytest.mark.parametrize(
    ("fact", "theirs", "mine"),
    [
        ("title", "Dig", "Drill"),
        ("due_on", date(2026, 12, 1), None),
        ("size", 3, 5),
        ("labels", ["map"], ["api"]),
    ],
)
def test_every_fact_is_guarded_so(card_in, build, seeing, ada, grace, fact, theirs, mine):
    card = card_in(build, due_on=date(2026, 11, 30), size=1, labels=["quay"])
    terms = seeing(card, fact)
    card.revise(by=ada, **{fact: theirs})
    with pytest.raises(ChangedMeanwhile):
        card.revise(by=grace, terms=terms, **{fact: mine})


def test_people_that_somebody_else_has_chosen_are_not_taken_away(
    card_in, build, seeing, ada, grace
):
    card = card_in(build)
    terms = seeing(card, "assignees")
    card.assign(ada, by=ada)
    with pytest.raises(ChangedMeanwhile):
        card.assign(grace, by=grace, terms=terms)
    assert card.as_now().people == [ada.pk]


def test_line_ends_order_and_case_are_no_difference(card_in, build, ada):
    card = card_in(build, labels=["Map", "api"])
    assert mark("a\r\nb ") == mark("a\nb")
    assert mark(card.value_of("labels")) == mark(["API", "map"])
    assert mark(None) == mark("")
    assert mark("a") != mark("b")
