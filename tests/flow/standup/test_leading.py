"""One leads, the others follow; nobody can lead a standup away, and nobody waits for a lost lead."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.utils import timezone

from board.models import NotPossible
from flow.standup.models import Standup
from flow.together.meeting import AWAY, FORGOTTEN


def gone_for(standup: Standup, time: timedelta) -> None:
    Standup.objects.filter(pk=standup.pk).update(led_at=timezone.now() - time)


@pytest.mark.django_db(transaction=True)
def test_two_that_are_begun_at_once_become_one(board, ada, grace):
    together, begun = Barrier(2, timeout=10), []

    def begin(person):
        together.wait()
        begun.append(Standup.begin(board, by=person, since_version=0).pk)
        connection.close()

    threads = [Thread(target=begin, args=[person]) for person in (ada, grace)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
    assert len(begun) == 2
    assert len(set(begun)) == 1


def test_who_leads_moves_the_walk(hold, ada, review, card_in):
    card = card_in(review)
    standup = hold(ada).come_to(review, card, by=ada)
    assert (standup.column, standup.card) == (review, card)


def test_who_follows_does_not(hold, ada, grace, review):
    with pytest.raises(NotPossible, match="Ada leads this standup now"):
        hold(ada).come_to(review, None, by=grace)


def test_the_lead_is_handed_over(hold, ada, grace, review):
    standup = hold(ada).hand_over(grace, by=ada)
    assert standup.come_to(review, None, by=grace).column == review
    with pytest.raises(NotPossible):
        standup.come_to(review, None, by=ada)


def test_somebody_may_take_the_lead(hold, ada, grace, review):
    standup = hold(ada).take_over(by=grace)
    assert standup.come_to(review, None, by=grace).column == review


def test_who_has_lost_the_lead_hands_nothing_over(hold, ada, grace):
    standup = hold(ada).take_over(by=grace)
    with pytest.raises(NotPossible, match="Grace leads this standup now"):
        standup.hand_over(ada, by=ada)


def test_a_lead_who_has_been_away_for_a_minute_is_replaced_by_who_is_there(hold, ada, grace, sam):
    standup = hold(ada)
    assert not standup.attend(grace)
    gone_for(standup, AWAY + timedelta(seconds=1))
    assert standup.attend(grace)
    assert not standup.attend(sam)
    standup.refresh_from_db()
    assert standup.led_by == grace


def test_a_lead_who_gives_a_sign_of_life_goes_on_leading(hold, ada, grace):
    standup = hold(ada)
    gone_for(standup, AWAY + timedelta(seconds=1))
    assert standup.attend(ada)
    assert not standup.attend(grace)


def test_what_has_ended_takes_no_step(hold, ada, review):
    standup = hold(ada)
    standup.end()
    with pytest.raises(NotPossible, match="has ended"):
        standup.come_to(review, None, by=ada)


def test_a_standup_that_everybody_has_left_is_forgotten(hold, ada):
    standup = hold(ada)
    assert standup not in Standup.objects.forgotten(timezone.now())
    gone_for(standup, FORGOTTEN + timedelta(seconds=1))
    assert standup in Standup.objects.forgotten(timezone.now())


def test_a_standup_that_everybody_has_left_was_as_long_as_somebody_was_there(
    hold, ada, review, card_in
):
    card = card_in(review)
    standup = hold(ada).come_to(review, card, by=ada)
    began = timezone.now() - timedelta(minutes=50)
    left = began + timedelta(minutes=8)
    Standup.objects.update(started_at=began, came_at=began, led_at=left)
    standup = standup.end()
    assert standup.seconds == 8 * 60
    assert standup.looks.get().seconds == 8 * 60
    assert standup.until_version == standup.from_version  # what came later is news to the next one


def test_the_next_one_can_begin_when_the_last_has_ended(hold, ada):
    first = hold(ada)
    first.end()
    assert hold(ada).pk != first.pk


def test_a_card_that_was_skipped_is_not_one_that_was_talked_about(hold, ada, review, card_in):
    standup = hold(ada)
    skipped, talked = card_in(review), card_in(review)
    standup.come_to(review, skipped, by=ada)
    standup.skip(by=ada)
    standup.come_to(review, talked, by=ada)
    standup.end()
    assert standup.looks.skipped().numbers() == [skipped.number]
    assert standup.looks.talked_about().numbers() == [talked.number]


def test_everybody_who_led_is_told(hold, ada, grace):
    standup = hold(ada).hand_over(grace, by=ada)
    assert standup.end().leading == "Ada and Grace"


def test_who_led_twice_is_told_once(hold, ada, grace):
    standup = hold(ada).take_over(by=grace).take_over(by=ada)
    assert standup.end().leading == "Ada and Grace"


def test_so_is_who_came_for_a_lost_lead(hold, ada, grace):
    standup = hold(ada)
    gone_for(standup, AWAY)
    standup.attend(grace)
    assert standup.end().leading == "Ada and Grace"
