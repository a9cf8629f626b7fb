"""Several people link the same cards at the same moment."""

from functools import partial

import pytest

from board.models import Board, CardLink, LinkCycle
from tests.board.races.crowd import at_once, refused
from tests.cast import COLUMNS

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.parametrize("trial", range(5))]


def test_a_circle_that_is_closed_from_both_ends_at_once_stays_open(
    card_in, build, ada, grace, trial
):
    one, two = card_in(build), card_in(build)
    answers = at_once(
        [
            partial(one.link_to, two, "is_blocked_by", by=ada),
            partial(two.link_to, one, "is_blocked_by", by=grace),
        ]
    )
    [refusal] = refused(answers)
    assert isinstance(refusal, LinkCycle)
    assert CardLink.objects.count() == 1


def test_a_circle_over_four_boards_that_share_no_lock_stays_open(ada, trial):
    cards = []
    for key in ("AA", "BB", "CC", "DD"):
        board = Board.make(key, key=key, by=ada, columns=COLUMNS)
        cards.append(board.create_card(key, by=ada, column=board.columns.first()))
    one, two, three, four = cards
    one.link_to(two, "blocks", by=ada)
    three.link_to(four, "blocks", by=ada)
    answers = at_once(
        [
            partial(two.link_to, three, "blocks", by=ada),
            partial(four.link_to, one, "blocks", by=ada),
        ]
    )
    [refusal] = refused(answers)
    assert isinstance(refusal, LinkCycle)
    assert CardLink.objects.count() == 3


def test_two_who_link_the_same_cards_make_one_link(card_in, build, ada, grace, trial):
    one, two = card_in(build), card_in(build)
    answers = at_once(
        [
            partial(one.link_to, two, "relates_to", by=ada),
            partial(two.link_to, one, "relates_to", by=grace),
        ]
    )
    assert refused(answers) == []
    assert CardLink.objects.count() == 1


def test_links_over_two_boards_do_not_lock_each_other_out(board, card_in, build, ada, trial):
    other = Board.make("Quay", key="QUA", by=ada, columns=COLUMNS)
    there = [other.create_card(str(n), by=ada, column=other.columns.first()) for n in range(4)]
    here = [card_in(build) for _ in range(4)]
    deeds = [partial(a.link_to, b, "blocks", by=ada) for a, b in zip(here, there, strict=True)]
    deeds += [partial(b.link_to, a, "relates_to", by=ada) for a, b in zip(here, there, strict=True)]
    assert refused(at_once(deeds)) == []
    assert CardLink.objects.count() == 8


def test_who_finishes_and_who_links_at_once_leave_nobody_waiting_for_what_is_done(
    card_in, build, done, ada, grace, trial
):
    one, two = card_in(build), card_in(build)
    at_once(
        [
            partial(one.link_to, two, "is_blocked_by", by=ada, unblocks=True),
            partial(two.move_to, done, by=grace),
        ]
    )
    assert not one.links_in.open().exists()
    assert not one.as_now().is_blocked
