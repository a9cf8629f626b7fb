"""A removal card is not finished while production asks for its flag."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from board.models import ObjectedTo, Override, Terms
from flow.delivery.models import (
    Change,
    Component,
    ComponentChange,
    Deployment,
    Repository,
    Team,
)
from flow.flags.models import Flag


@pytest.fixture
def asked(make_flag, now):
    """Make a flag that production asked so long ago."""

    def ask(ago: timedelta, environment: str = "production") -> Flag:
        flag = make_flag()
        flag.states.filter(environment__name=environment).update(
            first_asked_at=now - timedelta(days=9), last_asked_at=now - ago
        )
        return flag

    return ask


def test_the_pull_into_done_is_refused_while_production_asks(asked, done, grace):
    flag = asked(timedelta(minutes=59))
    with pytest.raises(ObjectedTo, match="Production asked for the flag new-search 59 min ago"):
        flag.removal_card.move_to(done, by=grace)
    assert Flag.objects.staged().get().removed_at is None


def test_an_hour_of_silence_is_enough_and_other_environments_do_not_count(asked, done, grace):
    flag = asked(timedelta(minutes=61))
    flag.states.filter(environment__name="staging").update(last_asked_at=None)
    assert flag.removal_card.move_to(done, by=grace).finished_at


def test_staging_may_go_on_asking(asked, done, grace):
    assert asked(timedelta(0), "staging").removal_card.move_to(done, by=grace).finished_at


def test_other_columns_are_open(asked, build, grace):
    assert asked(timedelta(0)).removal_card.move_to(build, by=grace).column == build


def test_a_reason_that_names_it_passes(asked, done, grace):
    flag = asked(timedelta(0))
    terms = Terms(override_reason="A crawler asks", passes=["flag_in_use"])
    flag.removal_card.move_to(done, by=grace, terms=terms)
    assert Override.objects.get(rule="flag_in_use").reason == "A crawler asks"
    assert Flag.objects.staged().get().stage == "removed"


def test_undo_of_the_pull_brings_the_flag_back(make_flag, done, grace):
    flag = make_flag()
    card = flag.removal_card.move_to(done, by=grace)
    assert Flag.objects.staged().get().stage == "removed"
    card.undo(by=grace)
    assert Flag.objects.staged().get().stage == "made"


def test_the_api_says_flag_in_use(asked, api, board):
    card = asked(timedelta(0)).removal_card
    answer = api.post(f"/boards/SLU/cards/{card.number}/move", column="Done")
    assert answer.status_code == 409
    assert answer.json()["code"] == "flag_in_use"
    [objection] = answer.json()["objections"]
    assert objection["facts"]["flag"] == "new-search"
    answer = api.post(
        f"/boards/SLU/cards/{card.number}/move",
        column="Done",
        override_reason="A crawler asks",
        passes=["flag_in_use"],
    )
    assert answer.status_code == 200, answer.content


def test_other_cards_cost_no_statement(make_flag, build, done, card_in, ada):
    def statements() -> int:
        card = card_in(build).as_now()
        with CaptureQueriesContext(connection) as asked:
            card.move_to(done, by=ada)
        return len(asked)

    without = statements()
    make_flag()
    assert statements() == without


def test_a_board_says_how_long_a_silence_is(asked, api, board, done, grace):
    flag = asked(timedelta(hours=2))
    assert api.get("/boards/SLU").json()["flag_silence_hours"] == 1
    for wrong in (0, 169, "1", 1.5, True):
        assert api.patch("/boards/SLU", flag_silence_hours=wrong).status_code == 422
    assert api.patch("/boards/SLU", flag_silence_hours=3).json()["flag_silence_hours"] == 3
    with pytest.raises(ObjectedTo):
        flag.removal_card.move_to(done, by=grace)


def test_what_asked_before_the_removal_was_deployed_asks_no_more(
    asked, board, done, ada, grace, now
):
    flag = asked(timedelta(minutes=10))
    team = Team.objects.create(board=board, name="Harbour")
    repository = Repository.objects.create(board=board, provider="github", name="acme/harbour")
    web = Component.objects.create(team=team, repository=repository, name="web", paths=["**"])
    change = Change.objects.create(repository=repository, sha="a" * 40, at=now)
    change.cards.add(flag.removal_card)
    brought = ComponentChange.objects.create(change=change, component=web)
    with pytest.raises(ObjectedTo):
        flag.removal_card.move_to(done, by=grace)
    then = now - timedelta(minutes=9)
    brought.deployment = Deployment.objects.create(
        repository=repository, component=web, told_at=then, finished_at=then
    )
    brought.save()
    assert flag.removal_card.as_now().move_to(done, by=grace).finished_at
