"""A board takes in arrivals: each card once, as one change, in few statements."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from board.models import Arrival, Kind, NotHere, NotPossible, Remark, Visit

LONG_AGO = datetime(2025, 1, 1, tzinfo=UTC)


def arriving(column, *ids: str, at: datetime = LONG_AGO, **facts) -> list[Arrival]:
    return [Arrival(each, f"Card {each}", [Visit(column, at)], at, **facts) for each in ids]


def test_cards_come_to_the_end_of_their_column_with_the_next_numbers(board, ada, build, card_in):
    card_in(build)
    board.take_in(arriving(build, "x", "y"), by=ada, source="a test")
    assert [card.key for card in build.cards.in_order()] == ["SLU-1", "SLU-2", "SLU-3"]


def test_what_is_here_before_stays_as_it_is(board, ada, build, review):
    board.take_in(arriving(build, "x"), by=ada, source="a test")
    intake = board.take_in(arriving(review, "x", "y"), by=ada, source="a test")
    assert (len(intake.cards), intake.here_before) == (1, 1)
    assert board.cards.get(external_id="x").column == build


def test_a_card_that_was_deleted_here_does_not_come_back(board, ada, build):
    [card] = board.take_in(arriving(build, "x"), by=ada, source="a test").cards
    card.discard(by=ada)
    card.as_now().wipe()
    assert not board.take_in(arriving(build, "x"), by=ada, source="a test").cards


def test_nothing_new_is_no_event(board, ada, build):
    board.take_in(arriving(build, "x"), by=ada, source="a test")
    board.take_in(arriving(build, "x"), by=ada, source="a test")
    assert board.events.filter(kind=Kind.IMPORTED).count() == 1


def test_an_archived_card_can_be_restored_and_keeps_its_age(board, ada, build):
    later = LONG_AGO + timedelta(days=3)
    [card] = board.take_in(arriving(build, "x", archived_at=later), by=ada, source="a test").cards
    card = card.restore(by=ada)
    assert (card.archived_at, card.started_at) == (None, LONG_AGO)
    assert [stay.left_at for stay in card.stays.all()] == [later, None]


def test_nothing_comes_from_the_future(board, ada, build):
    tomorrow = timezone.now() + timedelta(days=1)
    with pytest.raises(NotPossible, match="x has a date in the future"):
        board.take_in(arriving(build, "x", at=tomorrow), by=ada, source="a test")
    assert not board.cards.exists()


def test_nothing_comes_into_a_column_of_another_board(board, ada, build):
    build.pk += 1000
    with pytest.raises(NotHere, match="The column Build is not on this board"):
        board.take_in(arriving(build, "x"), by=ada, source="a test")


@pytest.mark.parametrize("order", [[], [1, 0]])
def test_a_card_has_been_somewhere_and_in_order(build, review, order):
    visits = [Visit(build, LONG_AGO), Visit(review, LONG_AGO + timedelta(days=1))]
    with pytest.raises(ValueError, match="nowhere, or not in this order"):
        Arrival("x", "A card", [visits[place] for place in order], LONG_AGO)


def test_many_cards_take_as_many_statements_as_a_few(board, ada, build):
    board.limit_column(build, 1, by=ada)
    said = {"assignees": [ada], "comments": [Remark("Words")], "size": 3}
    said |= {"lane": board.lanes.get(), "service_class": board.class_of("standard")}

    def statements(*ids: str) -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            arrivals = arriving(build, *ids, labels=["bug", ids[0]], **said)
            board.take_in(arrivals, by=ada, source="a test")
        return len(captured)

    assert statements("x", "y") == statements(*map(str, range(500)))


def test_a_person_who_is_no_member_is_never_assigned(board, ada, sam, build):
    with pytest.raises(NotHere, match="is not a member of this board"):
        board.take_in(arriving(build, "x", assignees=[sam]), by=ada, source="a test")
    assert not board.cards.exists()


def test_a_persons_limit_counts_who_comes_with_a_card(board, ada, build):
    board.add_limit(by=ada, name="Each", maximum=1, each_person=True)
    intake = board.take_in(arriving(build, "x", "y", assignees=[ada]), by=ada, source="a test")
    assert [(each.limit.name, each.person_id) for each in intake.passed] == [("Each", ada.pk)]
