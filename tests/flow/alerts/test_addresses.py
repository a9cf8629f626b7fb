"""An address that refuses mail for good is not written to every day, and those whom it concerns know."""

from datetime import timedelta

import pytest
from django.core.mail import send_mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from board.models import Notice
from board.models.notice import REFUSALS
from board.notices.tasks import forget
from flow.alerts.at_once import notify
from flow.alerts.models import How, Letter, Preference
from flow.alerts.morning.digest_mail import digest

GRACE = "grace@example.org"
RESTS = "The last mails to this address were refused."


@pytest.fixture(autouse=True)
def outbox(settings, monkeypatch):
    settings.EMAIL_BACKEND = "board.notices.backend.Outbox"
    monkeypatch.setattr("board.notices.tasks.deliver.apply_async", lambda **_: None)


@pytest.fixture
def news(board, paced, card_in, build, grace, ago, watch):
    """A card on which Grace works is aging; she wants to hear of that at once."""
    since = timezone.now() - timedelta(days=9)
    board.memberships.update(
        since=since
    )  # before the digest of today was due, whatever the hour is
    Preference.objects.create(board=board, person=grace, how=How.AT_ONCE, since=since)
    with ago(4):
        card_in(build, title="Chart the harbour", assignees=[grace])
    watch()


def write(to=GRACE):
    send_mail("Hello", "How are you?", "sluice@example.org", [to])
    return Notice.objects.filter(to=to).first()


def refuse(times, to=GRACE):
    for _ in range(times):
        write(to).was_refused("550 no such person")


def waits_for(address):
    return Notice.objects.filter(to=address, state="pending")


def rests(address=GRACE):
    return bool(Notice.objects.resting([address]))


def test_an_address_rests_when_its_last_three_mails_were_refused(db):
    refuse(REFUSALS - 1)
    assert not rests()
    refuse(1)
    assert rests()
    assert not rests("ada@example.org")


def test_a_server_that_was_away_for_days_gives_no_address_a_rest(db):
    for _ in range(REFUSALS):
        notice = write()
        while notice.state == "pending":
            notice.did_not_go_out("451 not now")
        assert notice.state == "failed"
    assert not rests()


def test_a_mail_that_went_out_there_ends_the_rest(db):
    refuse(REFUSALS)
    write().was_sent()
    assert not rests()
    refuse(1)
    assert not rests()


def test_another_address_of_the_person_does_not_rest(grace):
    refuse(REFUSALS)
    grace.email = "hopper@example.org"
    assert not rests(grace.email)


def test_the_rest_ends_when_the_refusals_are_forgotten(db):
    refuse(REFUSALS)
    Notice.objects.update(made_at=timezone.now() - timedelta(days=31))
    forget()
    assert not rests()


@pytest.mark.parametrize("mails", [notify, digest])
def test_an_address_that_rests_is_not_written_to_about_alerts(board, news, mails):
    refuse(REFUSALS)
    mails(board.pk)
    assert not waits_for(GRACE).exists()
    assert not Letter.objects.filter(person__email=GRACE).exists()


def test_the_others_get_their_digest(board, news):
    refuse(REFUSALS)
    digest(board.pk)
    assert waits_for("ada@example.org").exists()


def test_whoever_can_be_reached_again_hears_of_what_still_stands(board, news):
    refuse(REFUSALS)
    notify(board.pk)
    write().was_sent()
    notify(board.pk)
    assert waits_for(GRACE).get().subject == "SLU-1 Chart the harbour: aging"


def test_mail_for_signing_in_is_never_held_back(grace, client):
    refuse(REFUSALS)
    client.post("/accounts/password/reset/", {"email": GRACE})
    assert "assword" in waits_for(GRACE).get().subject


def test_an_invitation_is_never_held_back(board, ada, browser_of):
    refuse(REFUSALS, to="new@example.org")
    said = {"email": "new@example.org", "role": "member"}
    browser_of(ada).post("/boards/SLU/people/invite/", said)
    assert waits_for("new@example.org").exists()


def test_the_lead_reads_that_it_rests_and_tries_it_again(board, ada, grace, browser_of):
    refuse(REFUSALS)
    page = browser_of(ada).get("/boards/SLU/alerts/").content.decode()
    assert RESTS in page
    last = Notice.objects.filter(to=GRACE).first()
    again = f"/boards/SLU/alerts/failed/{last.pk}/again/"
    assert again in page
    assert browser_of(ada).post(again).status_code == 302
    assert waits_for(GRACE).get() == last
    assert not rests()


def test_a_failure_that_is_no_rest_is_shown_without_it(board, ada, browser_of):
    refuse(1)
    page = browser_of(ada).get("/boards/SLU/alerts/").content.decode()
    assert "550 no such person" in page
    assert RESTS not in page


def test_what_has_failed_is_shown_no_more_once_a_mail_has_arrived(board, ada, browser_of):
    refuse(REFUSALS)
    write().was_sent()
    assert "550" not in browser_of(ada).get("/boards/SLU/alerts/").content.decode()


def test_a_lead_tries_no_mail_again_that_is_not_to_somebody_of_the_board(board, ada, browser_of):
    refuse(1, to="sam@example.org")
    last = Notice.objects.get()
    answer = browser_of(ada).post(f"/boards/SLU/alerts/failed/{last.pk}/again/")
    assert answer.status_code == 404


def test_the_person_reads_it_too_and_tries_it_again(board, grace, vera, browser_of):
    refuse(REFUSALS)
    assert RESTS in browser_of(grace).get("/letters/").content.decode()
    assert RESTS not in browser_of(vera).get("/letters/").content.decode()
    assert browser_of(grace).post("/letters/again/").status_code == 302
    assert waits_for(GRACE).count() == 1


def test_to_try_again_is_to_ask_the_address_once_more(board, ada, browser_of):
    refuse(REFUSALS)
    last = Notice.objects.filter(to=GRACE).first()
    browser_of(ada).post(f"/boards/SLU/alerts/failed/{last.pk}/again/")
    waits_for(GRACE).get().was_refused("550 no such person")
    assert rests()


def test_more_addresses_that_rest_need_no_more_questions_to_the_database(board, ada, browser_of):
    def questions():
        with CaptureQueriesContext(connection) as asked:
            browser_of(ada).get("/boards/SLU/alerts/")
        return len(asked)

    refuse(REFUSALS)
    few = questions()
    for name in ("ada", "vera"):
        refuse(REFUSALS, to=f"{name}@example.org")
    assert questions() == few
