"""Alerts and letters are not kept for ever, and nobody is told again because of that."""

from datetime import timedelta

import pytest
from django.utils import timezone

from board.models import Notice
from board.notices import tasks as notices
from flow.alerts.at_once import notify
from flow.alerts.models import Alert, How, Letter, Preference
from flow.alerts.morning.digest_mail import digest
from flow.alerts.tasks import forget


@pytest.fixture(autouse=True)
def outbox(settings, monkeypatch):
    settings.EMAIL_BACKEND = "board.notices.backend.Outbox"
    monkeypatch.setattr("board.notices.tasks.deliver.apply_async", lambda **_: None)


@pytest.fixture
def wish(board, grace):
    since = timezone.now() - timedelta(days=99)
    return Preference.objects.create(board=board, person=grace, how=How.AT_ONCE, since=since)


@pytest.fixture
def aging(board, paced, card_in, build, grace, wish, on, watch):
    """A card on which Grace works is aging, and she was told."""
    card = card_in(build, assignees=[grace])
    with on(4):
        watch()
        notify(board.pk)
    assert Letter.objects.get().alert.kind == "aging"
    Notice.objects.get().was_sent()
    return card


def a_night():
    notices.forget()
    forget()


def kinds():
    return sorted(Alert.objects.values_list("kind", flat=True))


def test_an_alert_is_forgotten_ninety_days_after_it_was_cleared_with_what_was_told_of_it(
    aging, done, ada, on, watch
):
    with on(5):
        aging.move_to(done, by=ada)
        watch()
    with on(94):
        a_night()
        assert kinds() == ["aging"]
    with on(96):
        a_night()
    assert kinds() == []
    assert not Letter.objects.exists()


def test_an_alert_that_stands_is_kept_however_old_it_is(aging, on):
    with on(400):
        a_night()
    assert kinds() == ["aging"]


def test_while_its_card_is_in_progress_it_is_kept_and_not_told_again(
    board, aging, build, review, ada, on, watch
):
    told = Letter.objects.get().alert
    with on(5):
        card = aging.move_to(review, by=ada)
        watch()
    with on(150):
        a_night()
        card.move_to(build, by=ada)
        assert ("aging", card.number) in watch()
        Alert.objects.exclude(kind="aging").delete()
        notify(board.pk)
        assert not Notice.objects.exists()
    assert Alert.objects.get(kind="aging") == told


def test_whoever_was_told_is_not_told_again_when_the_mail_is_forgotten(board, aging, on):
    with on(40):
        a_night()
        assert not Notice.objects.exists()
        notify(board.pk)
        assert not Notice.objects.exists()
    assert Letter.objects.get().notice is None


def test_an_alert_of_a_card_that_is_not_started_is_kept_while_the_card_is_open(
    board, card_in, ideas, ada, on, watch
):
    card = card_in(ideas).block(reason="no key", by=ada)
    with on(3):
        assert watch() == [("blocked", card.number)]
        card.unblock(by=ada)
        watch()
    with on(150):
        a_night()
        assert kinds() == ["blocked"]
        board.cards.get().discard(by=ada)
        watch()
        a_night()
    assert kinds() == []


def test_the_alert_of_a_limit_is_forgotten_unless_it_is_over(
    board, review, done, card_in, ada, on, watch
):
    card, _another = card_in(review), card_in(review)
    board.limit_column(review, 1, by=ada)
    watch()
    with on(2):
        assert ("over", None) in watch()
    with on(99):
        Alert.objects.update(cleared_at=timezone.now() - timedelta(days=91))
        a_night()
        assert "over" in kinds()
        card.move_to(done, by=ada)
        watch()
        a_night()
        assert "over" not in kinds()


def test_a_digest_is_forgotten_with_its_mail(board, aging, on):
    with on(4):
        digest(board.pk)
        Notice.objects.filter(state="pending").update(state="failed")
    assert Letter.objects.filter(alert=None).count() == 2
    with on(36):
        a_night()
    assert list(Letter.objects.values_list("alert__kind", flat=True)) == ["aging"]


def test_the_page_says_for_how_long_mail_is_kept_and_shows_what_is(aging, grace, browser_of, on):
    def page():
        return browser_of(grace).get("/letters/").content.decode()

    assert "Mail is kept for 30 days." in page()
    assert "A card: aging" in page()
    with on(40):
        a_night()
        assert "A card: aging" not in page()


def test_it_needs_as_many_questions_for_many_as_for_one(
    aging, card_in, build, done, ada, on, watch, django_assert_max_num_queries
):
    def questions():
        with django_assert_max_num_queries(40) as asked:
            forget()
        return len(asked)

    with on(5):
        aging.move_to(done, by=ada)
        watch()
    with on(96):
        few = questions()
    for _ in range(9):
        card = card_in(build)
        with on(4):
            watch()
            card.move_to(done, by=ada)
            watch()
    with on(96):
        assert Alert.objects.exists()
        assert questions() == few
