"""Every mail is a row first, and it is delivered whatever happens."""

import threading
from datetime import timedelta
from email.mime.image import MIMEImage

import pytest
import time_machine
from django.core.mail import EmailMessage, EmailMultiAlternatives, send_mail
from django.db import connection, transaction
from django.utils import timezone

from board.models import Illustration, Notice
from board.models.notice import PATIENCE
from board.notices.delivery import deliver_due


def write(to="ada@example.org", subject="Hello"):
    send_mail(subject, "How are you?", "sluice@example.org", [to])


def deliver():
    return deliver_due(seconds=5)


def later(minutes):
    """As if time had passed."""
    Notice.objects.update(due_at=timezone.now() - timedelta(seconds=1))
    assert minutes in PATIENCE


def test_a_mail_is_a_row_first_and_then_delivered(db, mailbox):
    write()
    notice = Notice.objects.get()
    assert (notice.state, mailbox.mails) == ("pending", [])
    assert deliver() == 1
    [mail] = mailbox.mails
    assert (mail["To"], mail["Subject"]) == ("ada@example.org", "Hello")
    assert mail["Message-ID"] == notice.message_id
    notice.refresh_from_db()
    assert (notice.state, notice.attempts) == ("sent", 1)
    assert notice.sent_at is not None


def test_what_was_sent_is_not_sent_again(db, mailbox):
    write()
    assert [deliver(), deliver()] == [1, 0]
    assert len(mailbox.mails) == 1


def test_html_goes_beside_the_text(db, mailbox):
    mail = EmailMultiAlternatives(
        "Hello", "plain", "sluice@example.org", ["ada@example.org"], reply_to=["grace@example.org"]
    )
    mail.attach_alternative("<p>rich</p>", "text/html")
    mail.send()
    deliver()
    [mail] = mailbox.mails
    parts = [part.get_content_type() for part in mail.walk()]
    assert parts == ["multipart/alternative", "text/plain", "text/html"]
    assert mail["Reply-To"] == "grace@example.org"


def test_each_person_gets_a_notice_of_their_own(db, mailbox):
    EmailMessage(
        "Hello", "x", "s@example.org", ["ada@example.org"], bcc=["vera@example.org"]
    ).send()
    assert deliver() == 2
    assert [mail["To"] for mail in mailbox.mails] == ["ada@example.org", "vera@example.org"]


def test_a_mail_about_something_that_was_rolled_back_is_not_sent(transactional_db, mailbox):
    with transaction.atomic():
        write()
        transaction.set_rollback(True)
    assert not Notice.objects.exists()


def test_a_server_that_is_away_for_a_while_loses_nothing(db, mailbox):
    write()
    mailbox.go_away()
    assert deliver() == 0
    notice = Notice.objects.get()
    assert (notice.state, notice.attempts) == ("pending", 1)
    assert "refused" in notice.answer
    wait = notice.due_at - timezone.now()
    assert timedelta(seconds=50) < wait < timedelta(minutes=1.25)
    assert deliver() == 0  # not due yet
    assert Notice.objects.get().attempts == 1
    mailbox.come()
    later(minutes=2)
    assert deliver() == 1
    assert mailbox.mails[0]["Message-ID"] == notice.message_id


def test_a_server_that_says_later_is_asked_later(db, mailbox):
    write()
    mailbox.answer = "451 try again later"
    deliver()
    notice = Notice.objects.get()
    assert notice.state == "pending"
    assert "451" in notice.answer
    mailbox.answer = "250 taken"
    later(minutes=2)
    assert deliver() == 1


@pytest.mark.parametrize("what", ["answer", "answer_to_recipient"])
def test_a_server_that_says_never_is_not_asked_again(db, mailbox, what):
    write()
    setattr(mailbox, what, "550 no such person")
    deliver()
    notice = Notice.objects.get()
    assert notice.state == "refused"
    assert "550 no such person" in notice.answer


def test_after_the_last_attempt_it_is_given_up_and_says_so(db, mailbox):
    write()
    mailbox.answer = "451 try again later"
    for _ in range(len(PATIENCE) + 1):
        later(minutes=1)
        deliver()
    assert Notice.objects.get().state == "failed"


def test_whoever_signs_in_does_not_wait_for_what_a_program_wrote_by_itself(db, mailbox):
    by_itself = {"Auto-Submitted": "auto-generated"}
    for to in ("first@example.org", "second@example.org"):
        EmailMessage("Digest", "x", "s@example.org", [to], headers=by_itself).send()
    write("ada@example.org")
    assert deliver() == 3
    assert [mail["To"].partition("@")[0] for mail in mailbox.mails] == ["ada", "first", "second"]


def test_two_workers_never_send_the_same_notice(transactional_db, mailbox):
    for number in range(20):
        write(f"person{number}@example.org")

    def work():
        try:
            deliver_due(seconds=20)
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(30)
    assert len(mailbox.mails) == 20
    assert len({mail["To"] for mail in mailbox.mails}) == 20


def test_attachments_are_refused_rather_than_lost(db, mailbox):
    mail = EmailMessage("Hello", "x", "s@example.org", ["ada@example.org"])
    mail.attach("a.txt", "x")
    with pytest.raises(ValueError, match="no attachments"):
        mail.send()


def test_a_server_that_is_away_costs_one_notice_an_attempt_not_all(db, mailbox):
    write("first@example.org"), write("next@example.org")
    mailbox.go_away()
    deliver()
    assert sorted(Notice.objects.values_list("attempts", flat=True)) == [0, 1]


def test_what_waits_does_not_come_back_at_the_same_moment(db, mailbox):
    mailbox.answer = "451 try again later"
    for number in range(5):
        write(f"person{number}@example.org")
    deliver()
    moments = sorted(Notice.objects.values_list("due_at", flat=True))
    assert len(moments) == 5
    assert moments[-1] - moments[0] > timedelta(seconds=1)


def test_its_message_id_names_the_senders_house_and_not_the_machine(db, mailbox):
    write()
    assert Notice.objects.get().message_id.endswith("@example.org>")


def test_a_picture_goes_along_inside_of_the_mail_and_is_kept_once(db, mailbox):
    mail = EmailMultiAlternatives(
        "Hello", "plain", "s@example.org", ["ada@example.org", "grace@example.org"]
    )
    mail.attach_alternative('<img src="cid:chart@sluice" alt="a chart">', "text/html")
    picture = MIMEImage(b"\x89PNG of a chart", "png")
    picture.add_header("Content-ID", "<chart@sluice>")
    mail.attach(picture)
    mail.send()
    assert Illustration.objects.count() == 1
    assert deliver() == 2
    for mail in mailbox.mails:
        parts = [part.get_content_type() for part in mail.walk()]
        assert parts == [
            *("multipart/related", "multipart/alternative", "text/plain", "text/html"),
            "image/png",
        ]
        [shown] = [part for part in mail.walk() if part.get_content_type() == "image/png"]
        assert shown["Content-ID"] == "<chart@sluice>"
        assert shown["Content-Disposition"] == "inline"
        assert shown.get_payload(decode=True) == b"\x89PNG of a chart"


def test_what_failed_together_is_not_tried_together_again(db, mailbox):
    for number in range(8):
        write(f"person{number}@example.org")
    mailbox.answer = "451 try again later"
    deliver()
    waits = {notice.due_at - notice.made_at for notice in Notice.objects.all()}
    assert max(waits) - min(waits) > timedelta(seconds=1)
    assert min(waits) >= timedelta(minutes=PATIENCE[0])


def test_a_server_that_is_away_for_a_day_loses_nothing_and_is_not_asked_all_the_time(db, mailbox):
    people = {f"person{number}@example.org" for number in range(3)}
    for person in people:
        write(person)
    mailbox.go_away()
    now = timezone.now()
    for minutes in range(0, 24 * 60, 10):
        with time_machine.travel(now + timedelta(minutes=minutes), tick=False):
            deliver()
    assert {notice.state for notice in Notice.objects.all()} == {"pending"}
    assert max(notice.attempts for notice in Notice.objects.all()) <= len(PATIENCE)
    mailbox.come()
    with time_machine.travel(now + timedelta(hours=36), tick=False):
        assert deliver() == 3
    assert {mail["To"] for mail in mailbox.mails} == people
    assert len(mailbox.mails) == 3


def test_one_of_three_whom_the_server_does_not_know_stops_no_other(db, mailbox):
    mailbox.refuses = {"grace@example.org"}
    people = ["ada@example.org", "grace@example.org", "vera@example.org"]
    EmailMessage("Hello", "x", "s@example.org", people).send()
    assert deliver() == 2
    assert [mail["To"] for mail in mailbox.mails] == ["ada@example.org", "vera@example.org"]
    refused = Notice.objects.get(state="refused")
    assert (refused.to, refused.attempts) == ("grace@example.org", 1)
    assert "550 no such person" in refused.answer
