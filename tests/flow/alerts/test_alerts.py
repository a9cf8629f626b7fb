"""An alert is raised once for each threshold, and clears by itself."""

import threading
from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, connection
from django.utils import timezone

from board.models import Mode, Terms
from flow.alerts.models import Alert, Rule, Watch
from flow.alerts.models.watch import boards_to_look_at
from flow.alerts.rules import USUAL, AlertKind
from flow.alerts.scans import scan
from flow.metrics.ledger.digests import catch_up
from flow.metrics.ledger.nights import reconcile


def days_pass(on, watch):
    """What stands on each of the next days."""
    found = []
    for day in range(10):
        with on(day):
            found.append([kind for kind, _card in watch()])
    return found


def test_a_card_is_watched_then_ages_then_is_older_than_expected(
    board, paced, card_in, build, ada, on, watch
):
    board.set_sle(8, by=ada)
    card_in(build)
    assert days_pass(on, watch) == [
        *([], ["watch"], ["watch"], ["watch"], ["aging"]),
        *(["aging", "still"], ["aging", "still"], ["aging", "still"]),
        *(["aging", "expected", "still"], ["aging", "expected", "still"]),
    ]


def test_a_threshold_is_raised_once_however_often_the_board_is_looked_over(
    paced, card_in, build, on, watch
):
    card_in(build)
    with on(4):
        for _ in range(3):
            watch()
        assert Alert.objects.count() == 1


def test_it_clears_when_the_card_moves_on(paced, card_in, build, review, ada, on, watch):
    card = card_in(build)
    with on(4):
        assert watch() == [("aging", card.number)]
        card.move_to(review, by=ada)
        assert watch() == []
        assert Alert.objects.get().cleared_at is not None


def test_it_stands_again_but_is_no_new_alert_when_the_card_comes_back(
    paced, card_in, build, review, ada, on, watch
):
    card = card_in(build)
    with on(4):
        watch()
        card = card.move_to(review, by=ada)
        watch()
        card.move_to(build, by=ada)
        assert watch() == [("aging", card.number)]
        assert Alert.objects.count() == 1


def test_it_clears_when_the_card_is_finished_archived_or_returned(
    paced, card_in, build, done, ada, on, watch
):
    cards = [card_in(build) for _ in range(3)]
    with on(4):
        assert len(watch()) == 3
        cards[0].move_to(done, by=ada)
        cards[1].archive(by=ada)
        cards[2].return_to_backlog(by=ada)
        assert watch() == []


def test_another_passage_of_the_card_is_alerted_anew(paced, card_in, build, ada, on, watch):
    card = card_in(build)
    with on(4):
        watch()
        card = card.return_to_backlog(by=ada).move_to(build, by=ada)
    with on(8):
        assert ("aging", card.number) in watch()
        assert Alert.objects.filter(kind="aging").count() == 2


def test_a_block_is_alerted_once_and_clears_when_it_ends(card_in, build, ada, on, watch):
    card = card_in(build).block(reason="no key", by=ada)
    with on(1):
        assert watch() == []
    with on(2):
        assert watch() == [("blocked", card.number)]
        card.unblock(by=ada)
        assert watch() == []


def test_a_card_that_somebody_let_past_a_limit_is_alerted(board, full_review, card_in, ada, watch):
    limit = board.change_limit(board.shape.limits[0], by=ada, mode=Mode.REASON)
    terms = Terms(override_reason="closing", limit_versions={limit.pk: limit.version})
    card = card_in(full_review, terms=terms)
    assert watch() == [("overridden", card.number)]


def test_a_limit_is_alerted_when_it_has_been_over_for_a_day(
    board, review, card_in, ada, on, watch, done
):
    cards = [card_in(review) for _ in range(2)]
    board.limit_column(review, 1, by=ada)
    assert watch() == []
    with on(0.9):
        assert watch() == []
    with on(1.1):
        assert boards_to_look_at() == [board.pk]
        assert watch() == [("over", None)]
        cards[0].move_to(done, by=ada)
        assert watch() == []


def test_a_date_that_most_cards_would_miss_is_alerted(board, card_in, build, done, ada, ago, watch):
    for _ in range(10):
        with ago(20):
            card = card_in(build)
        with ago(10):
            card.move_to(done, by=ada)
    today = board.day_of(timezone.now())
    late = card_in(build, due_on=today + timedelta(3))
    card_in(build, due_on=today + timedelta(40))
    assert watch() == [("due", late.number)]


def test_it_says_the_chance_and_the_column_of_today(
    board, build, review, done, card_in, ada, ago, on, watch
):
    for took in (2, 4, 6, 8, 10, 12, 14, 16, 18, 20):
        with ago(20):
            card = card_in(build)
        with ago(21 - took):
            card.move_to(done, by=ada)
    card = card_in(build, due_on=board.day_of(timezone.now()) + timedelta(3))
    watch()
    first = Alert.objects.get(kind="due")
    assert (first.chance, first.column) == (20, build)
    with on(2):
        card.move_to(review, by=ada)
        watch()
        later = Alert.objects.get(kind="due")
    assert later.pk == first.pk
    assert later.chance < first.chance
    assert later.column == review


def test_what_has_a_name_of_its_own_is_no_other_when_the_card_is_started(
    board, card_in, ideas, build, ada, on, watch
):
    today = board.day_of(timezone.now())
    card = card_in(ideas, due_on=today - timedelta(1)).block(reason="no key", by=ada)
    with on(3):
        assert watch() == [("blocked", card.number), ("due", card.number)]
        card.move_to(build, by=ada)
        assert watch() == [("blocked", card.number), ("due", card.number)]
        assert Alert.objects.count() == 2


def test_a_board_is_looked_at_when_something_happened_and_when_its_day_has_changed(
    board, card_in, build, on
):
    catch_up(board.pk)
    assert boards_to_look_at() == [board.pk]
    scan(board.pk)
    assert boards_to_look_at() == []
    card_in(build)
    assert boards_to_look_at() == []  # flow has not counted it yet
    catch_up(board.pk)
    assert boards_to_look_at() == [board.pk]
    scan(board.pk)
    with on(1):
        assert boards_to_look_at() == [board.pk]


@pytest.fixture
def in_auckland(board, ada):
    """The board lives where it is midnight at eleven in the morning, and was looked at before."""
    board.revise(by=ada, time_zone="Pacific/Auckland")
    with time_machine.travel("2026-11-25T10:00:00Z", tick=False):
        reconcile(board.pk)
        scan(board.pk)


def test_the_day_changes_after_the_night_of_the_board(board, in_auckland):
    with time_machine.travel("2026-11-25T10:59:00Z", tick=False):
        assert boards_to_look_at() == []
    with time_machine.travel("2026-11-25T11:00:00Z", tick=False):
        assert boards_to_look_at() == []
        reconcile(board.pk)  # it may say another pace
        assert boards_to_look_at() == [board.pk]


def test_it_changes_all_the_same_if_there_is_no_night_for_long(board, in_auckland, card_in, build):
    card_in(build)
    catch_up(board.pk)
    with time_machine.travel("2026-11-25T11:04:00Z", tick=False):
        assert boards_to_look_at() == []
    with time_machine.travel("2026-11-25T11:05:00Z", tick=False):
        assert boards_to_look_at() == [board.pk]


def test_rules_that_were_changed_count_from_the_next_look(board, card_in, build, ada, on, watch):
    card_in(build)
    with on(5):
        assert watch() == [("still", 1)]
        said = {kind: (kind != AlertKind.STILL, days) for kind, days in USUAL.items()}
        Rule.objects.keep(board, said, by=ada)
        Watch.objects.look_again(board)
        assert boards_to_look_at() == [board.pk]
        assert watch() == []


def test_an_archived_board_has_no_alerts(board, card_in, build, ada, on, watch):
    card_in(build)
    with on(5):
        assert watch()
        board.archive(by=ada)
        assert watch() == []


def test_the_same_threshold_cannot_be_raised_twice(board, card_in, build, on, watch):
    card_in(build)
    with on(5):
        watch()
        alert = Alert.objects.get()
        alert.pk = None
        with pytest.raises(IntegrityError, match="a_card_crosses_a_threshold_once_in_a_passage"):
            alert.save()


def test_two_workers_at_once_raise_an_alert_once(transactional_db, board, card_in, build, on):
    for _ in range(20):
        card_in(build)
    with on(5):
        catch_up(board.pk)
        start = threading.Barrier(4)

        def work():
            start.wait()
            try:
                scan(board.pk)
            finally:
                connection.close()

        workers = [threading.Thread(target=work) for _ in range(4)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join(30)
    assert Alert.objects.filter(kind="still").count() == 20


def test_more_cards_need_no_more_questions_to_the_database(
    board, paced, card_in, build, ada, on, django_assert_max_num_queries
):
    today = board.day_of(timezone.now())

    def questions(cards):
        for _ in range(cards):
            card_in(build, due_on=today).block(reason="no key", by=ada)
        with on(5):
            catch_up(board.pk)
            with django_assert_max_num_queries(30) as asked:
                scan(board.pk)
        return len(asked)

    assert questions(2) == questions(10)


def test_a_board_that_flow_has_not_counted_is_left_alone(board, card_in, build):
    card_in(build)
    scan(board.pk)
    assert not Alert.objects.exists()
