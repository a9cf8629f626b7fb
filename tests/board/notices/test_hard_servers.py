"""A mail server that is slow, rude or mistaken costs a notice an attempt, and no other its turn."""

import threading
import time
from datetime import timedelta

import pytest
from billiard.exceptions import SoftTimeLimitExceeded
from django.core.mail import send_mail
from django.db import DatabaseError, connection
from django.utils import timezone

from board.models import Notice
from board.models.notice import HELD, PATIENCE
from board.notices import smtp, tasks
from board.notices.delivery import deliver_due
from tests.board.notices.conftest import drips
from tests.patience import eventually


def write(*people):
    for to in people or ["ada@example.org"]:
        send_mail("Hello", "How are you?", "sluice@example.org", [to])


def deliver():
    return deliver_due(seconds=20)


def in_time():
    """As if the wait for the next attempt were over."""
    Notice.objects.filter(state="pending").update(due_at=timezone.now())
    return deliver()


def after_that(state, *, attempts, said=""):
    [notice] = Notice.objects.all()
    assert (notice.state, notice.attempts) == (state, attempts)
    assert said in notice.answer


async def hangs_up(transport):
    transport.close()


@pytest.mark.parametrize("answer", ["450 mailbox busy", "421 going down", "452 mailbox full"])
def test_an_answer_that_says_not_now_to_the_recipient_is_asked_again(db, mailbox, answer):
    write()
    mailbox.answer_to_recipient = answer
    assert deliver() == 0
    after_that("pending", attempts=1, said=answer)
    mailbox.answer_to_recipient = "250 fine"
    assert in_time() == 1


def test_a_server_that_closes_in_the_middle_of_many_costs_one_an_attempt(db, mailbox):
    write(*[f"person{number}@example.org" for number in range(5)])

    async def hangs_up_once(transport):
        mailbox.at_recipient = None
        transport.write(b"421 going down\r\n")
        transport.close()

    mailbox.at_recipient = hangs_up_once
    assert deliver() == 4
    assert in_time() == 1
    assert len(mailbox.mails) == 5


def test_a_connection_that_breaks_before_the_250_sends_the_mail_again_under_the_same_id(
    db, mailbox
):
    write()
    mailbox.at_mail = hangs_up
    assert deliver() == 0
    after_that("pending", attempts=1)
    mailbox.at_mail = None
    assert in_time() == 1
    assert [mail["Message-ID"] for mail in mailbox.mails] == [Notice.objects.get().message_id] * 2


def test_a_server_that_looks_a_mail_over_for_longer_than_other_answers_take_gets_it_once(
    db, mailbox
):
    write()
    mailbox.wait = 3  # a step has 2
    assert deliver() == 1
    assert len(mailbox.mails) == 1


def test_a_server_that_hangs_is_left_and_tried_again(db, mailbox):
    write()
    mailbox.is_held = True
    assert deliver() == 0
    after_that("pending", attempts=1, said="timed out")
    mailbox.is_held = False
    assert in_time() == 1
    assert len(mailbox.mails) == 1


@pytest.mark.parametrize("when", ["at_recipient", "at_mail"])
def test_a_server_that_never_ends_its_answer_is_left(db, mailbox, short_life, when):
    write("slow@example.org", "next@example.org")

    async def drips_once(transport):
        setattr(mailbox, when, None)
        await drips(transport)

    setattr(mailbox, when, drips_once)
    began = time.monotonic()
    assert deliver() == 1
    assert time.monotonic() - began < 20
    assert Notice.objects.get(to="slow@example.org").attempts == 1
    assert Notice.objects.get(to="next@example.org").state == "sent"


def test_a_task_has_more_time_than_its_round_and_its_last_connection_and_so_has_who_holds_a_notice():
    assert tasks.deliver.soft_time_limit > tasks.ROUND + smtp.LIFE
    assert tasks.deliver.time_limit > tasks.deliver.soft_time_limit
    assert timedelta(seconds=smtp.LIFE) < HELD


def test_a_task_whose_time_is_over_while_it_sends_costs_the_notice_an_attempt(
    db, mailbox, monkeypatch
):
    def takes_too_long(*_):
        raise SoftTimeLimitExceeded

    write()
    with monkeypatch.context() as patch:
        patch.setattr("board.notices.smtp.Connection.sendmail", takes_too_long)
        assert deliver() == 0
    after_that("pending", attempts=1, said="SoftTimeLimitExceeded")
    assert in_time() == 1


POISON = {
    "a subject of two lines": {"subject": "two\nlines"},
    "an address that is none": {"to": "nobody"},
    "an address in letters beyond ASCII": {"to": f"ä@{'ö' * 80}.example"},
    "a header that is no text": {"headers": {"X-Mailer": {"a": 1}}},
    "a sender that is none": {"sender": "<"},
}


@pytest.mark.parametrize("what", POISON)
def test_a_notice_that_cannot_be_sent_does_not_stop_the_others(db, mailbox, what):
    write("bad@example.org", "next@example.org")
    Notice.objects.filter(to="bad@example.org").update(**POISON[what])
    bad = Notice.objects.exclude(to="next@example.org").get()
    deliver()
    assert Notice.objects.get(to="next@example.org").state == "sent"
    bad.refresh_from_db()
    assert bad.attempts == 1


def test_what_nobody_has_foreseen_does_not_stop_the_others_and_is_given_up_at_last(
    db, mailbox, monkeypatch
):
    written = Notice.as_mail

    def as_mail(notice):
        if notice.to == "bad@example.org":
            raise LookupError("unforeseen")
        return written(notice)

    monkeypatch.setattr(Notice, "as_mail", as_mail)
    write("bad@example.org", "next@example.org")
    assert deliver() == 1
    for _ in PATIENCE:
        in_time()
    bad = Notice.objects.get(to="bad@example.org")
    assert (bad.state, bad.answer) == ("failed", "LookupError: unforeseen")


@pytest.mark.parametrize("said", ["554 5.7.1 relay access denied", "550 5.7.26 who are you"])
@pytest.mark.parametrize("when", ["answer", "answer_to_recipient"])
def test_a_policy_may_be_put_right_so_nothing_is_given_up_at_once(db, mailbox, said, when):
    write()
    setattr(mailbox, when, said)
    assert deliver() == 0
    after_that("pending", attempts=1, said=said)


def test_a_sender_who_is_not_let_in_may_be_put_right_too(db, mailbox, monkeypatch):
    async def knows_nobody(self, server, session, envelope, address, options):
        return "550 no such sender"

    write()
    monkeypatch.setattr(type(mailbox), "handle_MAIL", knows_nobody, raising=False)
    assert deliver() == 0
    after_that("pending", attempts=1, said="550 no such sender")


def test_patience_lasts_five_days():
    """As RFC 5321 (4.5.4.1) advises: a server may be away over a long weekend."""
    assert timedelta(days=4.9) < timedelta(minutes=sum(PATIENCE)) < timedelta(days=5)


def test_while_one_is_sent_no_other_is_so_that_a_hanging_server_keeps_one_worker(
    transactional_db, mailbox, settings
):
    settings.EMAIL_TIMEOUT = 60
    write("first@example.org", "next@example.org")
    mailbox.is_held = True
    busy = threading.Thread(target=lambda: (deliver(), connection.close()))
    busy.start()
    eventually(lambda: mailbox.has_been_asked)
    began = time.monotonic()
    assert deliver() == 0
    assert time.monotonic() - began < 10
    mailbox.is_held = False
    busy.join(30)
    assert not Notice.objects.exclude(state="sent").exists()


def test_a_notice_in_the_hands_of_a_machine_that_stands_still_is_sent_by_another(
    transactional_db, mailbox, monkeypatch
):
    monkeypatch.setattr("board.models.notice.HELD", timedelta(seconds=1))
    write()
    holds, is_gone, loses = threading.Event(), threading.Event(), threading.Event()

    def stand_still():
        try:
            with Notice.objects.one_due():
                holds.set()
                is_gone.wait(60)
        except DatabaseError:
            loses.set()
        finally:
            connection.close()

    still = threading.Thread(target=stand_still)
    still.start()
    assert holds.wait(30)
    eventually(lambda: deliver() == 1)
    is_gone.set()
    still.join(30)
    assert loses.is_set()
    assert len(mailbox.mails) == 1
