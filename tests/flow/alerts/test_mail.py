"""Who hears of an alert, when, and how: at once, in the digest, or not at all."""

import re
from datetime import time, timedelta

import pytest
from django.test import Client

from board.models import Mode, Notice, Terms
from flow.alerts import tasks
from flow.alerts.at_once import notify
from flow.alerts.models import Alert, How, Letter, Mailing, Preference
from flow.alerts.models.preference import boards_with_news
from flow.alerts.morning import digest
from tests.flow.alerts.conftest import TUESDAY

pytestmark = pytest.mark.usefixtures("outbox")


def addresses():
    return sorted(Notice.objects.values_list("to", flat=True))


def test_who_works_on_a_card_hears_at_once_and_once(board, early, old_card, wish, grace, clock):
    wish(grace)
    old_card(assignees=[grace])
    for hours in (0, 1, 30):
        with clock(hours):
            notify(board.pk)
    notice = Notice.objects.get()
    assert notice.to == "grace@example.org"
    assert notice.subject == "SLU-1 Chart the harbour: aging"
    assert "85 % of cards had left Build by this age." in notice.text


def test_who_let_a_card_past_a_limit_is_not_told_so(
    board, early, card_in, full_review, wish, ada, grace, watch
):
    wish(ada), wish(grace)
    limit = board.change_limit(board.shape.limits[0], by=ada, mode=Mode.REASON)
    terms = Terms(override_reason="closing", limit_versions={limit.pk: limit.version})
    board.create_card("Count", by=ada, column=full_review, assignees=[ada, grace], terms=terms)
    watch()
    notify(board.pk)
    assert addresses() == ["grace@example.org"]


def test_a_lead_hears_which_limit_is_over(board, early, card_in, review, wish, ada, watch, clock):
    wish(ada)
    for _ in range(2):
        card_in(review)
    board.limit_column(review, 1, by=ada)
    watch()
    with clock(24):
        watch()
        notify(board.pk)
    notice = Notice.objects.get()
    assert notice.subject == "Harbour: Review exceeds its limit"
    assert "Review exceeds its limit, 2 of 1, since 24 November." in notice.text


def test_who_watches_a_card_hears_of_it(board, early, old_card, wish, vera, browser_of):
    wish(vera)
    card = old_card()
    browser_of(vera).post(f"/boards/SLU/alerts/cards/{card.number}/watch/")
    notify(board.pk)
    assert addresses() == ["vera@example.org"]
    assert Letter.objects.get().why == "watcher"


def test_who_watches_no_more_hears_nothing(board, early, old_card, wish, vera, browser_of):
    wish(vera)
    card = old_card()
    browser_of(vera).post(f"/boards/SLU/alerts/cards/{card.number}/watch/")
    browser_of(vera).post(f"/boards/SLU/alerts/cards/{card.number}/unwatch/")
    notify(board.pk)
    assert not Notice.objects.exists()


def test_a_lead_hears_when_it_has_stood_for_days(
    board, early, old_card, wish, ada, grace, clock, watch
):
    wish(ada)
    old_card(assignees=[grace])
    for days, hear in {0: [], 1: [], 2: ["ada@example.org"]}.items():
        with clock(24 * days):
            watch()
            notify(board.pk)
        assert addresses() == hear


def test_the_days_after_which_a_lead_hears_are_those_that_count(
    board, early, old_card, wish, ada, grace, clock, watch
):
    wish(ada)
    board.revise(by=ada, days_off=[2, 3])  # Wednesday and Thursday
    old_card(assignees=[grace])
    for days, hear in {2: [], 3: [], 4: ["ada@example.org"]}.items():
        with clock(24 * days):
            watch()
            notify(board.pk)
        assert addresses() == hear


def test_nobody_hears_anything_on_a_day_off_but_on_the_next_day_that_counts(
    board, early, old_card, wish, ada, grace, clock, watch
):
    wish(grace)
    board.revise(by=ada, days_off=[1])  # it is Tuesday
    old_card(assignees=[grace])
    notify(board.pk)
    assert addresses() == []
    with clock(24):
        watch()
        notify(board.pk)
    assert addresses() == ["grace@example.org"]


def test_nobody_hears_of_yesterday_before_the_board_was_looked_over_today(
    board, early, old_card, wish, grace, clock, watch
):
    wish(grace)
    old_card(assignees=[grace])
    with clock(24):
        notify(board.pk)
        assert addresses() == []
        watch()
        notify(board.pk)
    assert addresses() == ["grace@example.org"]


@pytest.mark.parametrize("ring", [tasks.notify, tasks.digest])
def test_what_was_over_while_no_worker_was_there_is_not_told(
    board, early, old_card, wish, grace, done, ring
):
    wish(grace)
    old_card(assignees=[grace]).move_to(done, by=grace)
    ring(board.pk)  # before the others that wait
    assert addresses() == []


def test_a_lead_hears_at_once_of_a_card_that_nobody_works_on(board, early, old_card, wish, ada):
    wish(ada)
    old_card()
    notify(board.pk)
    assert addresses() == ["ada@example.org"]


def test_nobody_is_told_at_once_who_has_not_asked_for_it(board, early, old_card, grace):
    old_card(assignees=[grace])
    assert boards_with_news() == []
    notify(board.pk)
    assert addresses() == []


def test_a_board_that_has_told_all_is_not_rung_for_each_minute(
    board, early, old_card, wish, grace, ada, clock, watch
):
    wish(grace)
    card = old_card(assignees=[grace])
    assert boards_with_news() == [board.pk]
    notify(board.pk)
    assert boards_with_news() == []
    wish(ada)  # somebody else wants to hear, too
    assert boards_with_news() == [board.pk]
    notify(board.pk)
    assert boards_with_news() == []
    card.block(reason="the crane is late", by=ada)
    watch()
    assert boards_with_news() == [board.pk]
    notify(board.pk)
    with clock(24):
        watch()
        assert boards_with_news() == [board.pk]


def test_a_board_is_rung_for_as_long_as_somebody_is_in_quiet_hours(
    board, early, old_card, wish, grace
):
    grace.time_zone = "America/New_York"  # it is two in the night there
    grace.save()
    wish(grace, quiet_from=time(22), quiet_until=time(7))
    old_card(assignees=[grace])
    notify(board.pk)
    assert addresses() == []
    assert boards_with_news() == [board.pk]


def test_what_stood_before_somebody_asked_is_not_told_at_once(
    board, early, old_card, grace, browser_of, clock
):
    old_card(assignees=[grace])
    with clock(1):
        browser_of(grace).post("/boards/SLU/alerts/mail/", {"how": "at_once"})
        notify(board.pk)
    assert addresses() == []


def test_a_snoozed_alert_is_not_told(board, early, old_card, wish, grace, browser_of):
    wish(grace)
    old_card(assignees=[grace])
    Alert.objects.get().snooze(TUESDAY.date() + timedelta(3), because="waits", by=grace)
    notify(board.pk)
    assert addresses() == []


def test_quiet_hours_are_those_of_the_person(board, early, old_card, wish, grace, clock):
    grace.time_zone = "America/New_York"  # it is two in the night there
    grace.save()
    wish(grace, quiet_from=time(22), quiet_until=time(7))
    old_card(assignees=[grace])
    notify(board.pk)
    assert addresses() == []
    with clock(5):
        notify(board.pk)
    assert addresses() == ["grace@example.org"]


def test_who_was_removed_hears_nothing(board, early, old_card, wish, grace, ada):
    wish(grace)
    old_card(assignees=[grace])
    board.remove_member(grace, by=ada)
    notify(board.pk)
    digest(board.pk)
    assert "grace@example.org" not in addresses()


def test_whoever_wants_nothing_gets_nothing(board, early, old_card, wish, grace):
    wish(grace, How.NOTHING)
    old_card(assignees=[grace])
    digest(board.pk), notify(board.pk)
    assert addresses() == ["ada@example.org"]


def test_a_mail_says_that_a_program_wrote_it_and_how_to_end_it(board, early, old_card):
    old_card()
    digest(board.pk)
    notice = Notice.objects.first()
    mail = notice.as_mail().message()
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert re.fullmatch(r"<https?://\S+/no-more-alerts/\S+/>", mail["List-Unsubscribe"])
    assert mail["Message-ID"] == notice.message_id == notice.as_mail().message()["Message-ID"]


def test_one_click_ends_it_without_signing_in_and_looking_does_not(board, early, old_card, ada):
    old_card()
    digest(board.pk)
    notice = Notice.objects.get(to="ada@example.org")
    path = re.search(r"<https?://[^/]+(\S+)>", notice.headers["List-Unsubscribe"])[1]
    browser = Client(enforce_csrf_checks=True)
    assert browser.get(path).status_code == 200
    assert Preference.objects.of(board, ada).how == How.DIGEST
    assert browser.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert Preference.objects.of(board, ada).how == How.NOTHING
    assert browser.post(path[:-3] + "/").status_code == 404


def test_a_page_says_what_was_sent_to_me_and_why(board, early, old_card, grace, vera, browser_of):
    old_card(assignees=[grace])
    digest(board.pk)
    page = browser_of(grace).get("/letters/").content.decode()
    assert "Harbour: 1 card is growing old" in page
    assert "you get the digest of the board" in page
    assert "Harbour:" not in browser_of(vera).get("/letters/").content.decode()


def test_a_mail_leads_to_its_board_for_as_long_as_one_is_on_it(
    board, early, old_card, grace, ada, browser_of
):
    old_card()
    digest(board.pk)
    leads = 'href="/boards/SLU/alerts/mail/"'
    assert leads in browser_of(grace).get("/letters/").content.decode()
    board.remove_member(grace, by=ada)
    page = browser_of(grace).get("/letters/").content.decode()
    assert leads not in page
    assert "Harbour: 1 card is growing old" in page


def test_an_address_that_fails_is_shown_to_the_lead_alone(
    board, early, old_card, grace, ada, browser_of
):
    old_card()
    digest(board.pk)
    Notice.objects.get(to="grace@example.org").was_refused("550 no such person")
    said = "Mail to grace@example.org of 24 November could not be delivered: 550 no such person"
    page = browser_of(ada).get("/boards/SLU/alerts/").content.decode()
    assert said in re.sub(r"</?bdi>", "", page)
    assert said not in browser_of(grace).get("/boards/SLU/alerts/").content.decode()


@pytest.mark.parametrize("said", [{}, {"how": "never"}, {"how": "digest", "quiet_from": "22:00"}])
def test_a_wish_that_makes_no_sense_is_told_so(said, board, browser_of, grace):
    answer = browser_of(grace).post("/boards/SLU/alerts/mail/", said | {"x": "y"})
    assert answer.status_code == 422
    assert not Preference.objects.exists()


def test_a_wish_is_kept(board, browser_of, grace, ada):
    said = {"how": "at_once", "quiet_from": "22:00", "quiet_until": "07:00"}
    assert browser_of(grace).post("/boards/SLU/alerts/mail/", said).status_code == 302
    kept = Preference.objects.of(board, grace)
    assert (kept.how, kept.quiet_from) == (How.AT_ONCE, time(22))
    browser_of(ada).post("/boards/SLU/alerts/mailing/", {"digest_at": "07:45", "leads_after": "3"})
    assert Mailing.of(board).digest_at == time(7, 45)
