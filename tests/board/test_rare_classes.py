"""At most one card in so many days enters a rare class; counted from the log, by days of the board."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from board.models import ObjectedTo, Override, RefusedPull, Terms
from board.models.board.cards import Move

BERLIN = ZoneInfo("Europe/Berlin")
PASSES = Terms(override_reason="The harbour is on fire", passes=["expedite_again"])


@pytest.fixture
def expedite(board, ada):
    service_class = board.service_classes.get(kind="expedite")
    return board.revise_class(service_class, by=ada, at_most_in_days=7)


@pytest.fixture
def standard(board):
    return board.service_classes.get(kind="standard")


def test_the_second_card_that_starts_in_seven_days_is_refused(card_in, build, ideas, expedite, ada):
    card_in(build, service_class=expedite)
    second = card_in(ideas, service_class=expedite)
    with pytest.raises(ObjectedTo, match=r"Expedite takes one card in 7 days: SLU-1 came on") as no:
        second.move_to(build, by=ada)
    assert no.value.code == "expedite_again"
    assert no.value.objections[0].facts["last"] == 1
    assert RefusedPull.objects.get().rule == "expedite_again"


@pytest.mark.parametrize(
    ("first", "next_one", "refused"),
    [  # by the clock of Berlin, the board's
        ("2026-11-02 00:01", "2026-11-08 23:59", True),  # day 7, though nearly 7 times 24 hours
        ("2026-11-02 23:59", "2026-11-08 00:01", True),
        ("2026-11-02 23:59", "2026-11-09 00:01", False),  # day 8, though 6 times 24 hours
        ("2026-11-02 00:01", "2026-11-09 00:01", False),
        ("2026-10-24 00:01", "2026-10-30 23:59", True),  # the clocks were put back between them
        ("2026-10-24 23:59", "2026-10-31 00:01", False),
    ],
)
def test_on_the_seventh_day_the_next_is_refused_and_on_the_eighth_it_may_come(
    card_in, build, board, ada, time_machine, first, next_one, refused
):
    board.revise(time_zone="Europe/Berlin", by=ada)
    service_class = board.service_classes.get(kind="expedite")
    time_machine.move_to(datetime.fromisoformat(first).replace(tzinfo=BERLIN), tick=False)
    rare = board.revise_class(service_class, by=ada, at_most_in_days=7)
    card_in(build, service_class=rare)
    time_machine.move_to(datetime.fromisoformat(next_one).replace(tzinfo=BERLIN), tick=False)
    if refused:
        with pytest.raises(ObjectedTo):
            card_in(build, service_class=rare)
    else:
        assert card_in(build, service_class=rare).number == 2


def test_a_reason_that_names_it_passes_and_is_kept(card_in, build, expedite):
    card_in(build, service_class=expedite)
    card_in(build, service_class=expedite, terms=PASSES)
    assert Override.objects.get().rule == "expedite_again"


def test_to_reclassify_is_to_enter(card_in, build, expedite, standard, ada):
    first, second = card_in(build), card_in(build)
    first.reclassify(expedite, by=ada)
    with pytest.raises(ObjectedTo):
        second.reclassify(expedite, by=ada)
    assert first.reclassify(standard, by=ada).reclassify(expedite, by=ada).service_class == expedite


def test_who_has_left_the_class_has_entered_it_all_the_same(
    card_in, build, expedite, standard, ada
):
    card_in(build, service_class=expedite).reclassify(standard, by=ada)
    with pytest.raises(ObjectedTo):
        card_in(build, service_class=expedite)


def test_a_card_is_not_held_back_by_its_own_entry(card_in, build, ideas, expedite, ada):
    card = card_in(build, service_class=expedite)
    back = card.return_to_backlog(by=ada, column=ideas)
    assert back.move_to(build, by=ada).column == build


def test_a_start_that_was_undone_counts_for_nothing(card_in, build, ideas, expedite, ada):
    card_in(ideas, service_class=expedite).move_to(build, by=ada).undo(by=ada)
    assert card_in(build, service_class=expedite).column == build


def test_two_in_one_change_are_one_too_many(card_in, board, build, ideas, expedite, ada):
    cards = [card_in(ideas, service_class=expedite) for _ in range(2)]
    with pytest.raises(ObjectedTo) as no:
        board.move_all([Move(card, build) for card in cards], by=ada)
    assert [each.card.number for each in no.value.objections] == [2]


def test_off_unless_set_and_then_no_statement_more(
    card_in, build, board, django_assert_num_queries
):
    service_class = board.service_classes.get(kind="expedite")
    card_in(build), card_in(build, service_class=service_class)
    with CaptureQueriesContext(connection) as usual:
        card_in(build)
    with django_assert_num_queries(len(usual)):
        assert card_in(build, service_class=service_class).column == build


def test_the_hint_of_a_drag_knows_it(card_in, build, ideas, expedite, ada):
    card_in(build, service_class=expedite)
    hints = {
        each.column.name: each.answer
        for each in card_in(ideas, service_class=expedite).placements(by=ada)
    }
    assert hints == {"Ideas": "may", "Build": "reason", "Review": "reason", "Done": "may"}
