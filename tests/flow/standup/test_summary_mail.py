"""The summary of a standup goes to those who want it, once."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.mail import send_mail
from django.test import Client
from django.utils import timezone

from board.models import Board, Notice
from board.models.notice import REFUSALS
from flow.standup import mail
from flow.standup.models import Reader, Standup
from flow.standup.tasks import end_forgotten_standups


@pytest.fixture
def ended(outbox, board, hold, ada, grace, review, card_in) -> Standup:
    Reader.objects.add(board, grace)
    card = card_in(review, "Invoices <b>for</b> boats")
    standup = hold(ada).come_to(review, card, by=ada)
    standup.note("Ask the vendor", by=ada)
    return standup.end()


def test_it_is_mailed_once_however_often_the_task_runs(ended):
    end_forgotten_standups()
    end_forgotten_standups()
    assert [notice.to for notice in Notice.objects.all()] == ["grace@example.org"]


def test_it_is_not_mailed_to_an_address_that_refuses_mail(ended):
    for _ in range(REFUSALS):
        send_mail("Hello", "How are you?", "s@example.org", ["grace@example.org"])
        Notice.objects.first().was_refused("550 no such person")
    end_forgotten_standups()
    assert {notice.state for notice in Notice.objects.all()} == {"refused"}


def test_it_reads_well_as_text_and_its_html_is_harmless(ended):
    end_forgotten_standups()
    notice = Notice.objects.get()
    assert "- Ask the vendor (Ada)" in notice.text
    assert "- SLU-1 Invoices <b>for</b> boats (" in notice.text
    assert "Invoices &lt;b&gt;for&lt;/b&gt; boats" in notice.html
    assert f"/boards/SLU/standup/kept/{ended.pk}/" in notice.text


def test_it_names_the_day_that_it_was_on_the_board(ended, board):
    Board.objects.update(time_zone="Pacific/Auckland")
    Standup.objects.update(started_at=datetime(2026, 11, 23, 20, 30, tzinfo=UTC))
    end_forgotten_standups()
    notice = Notice.objects.get()
    assert "Tuesday 24 November" in notice.text
    assert "Tuesday 24 November" in notice.html


def test_one_click_stops_it(ended, board, grace):
    end_forgotten_standups()
    notice = Notice.objects.get()
    link = notice.headers["List-Unsubscribe"].strip("<>")
    assert notice.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert notice.text.rstrip().endswith(link)
    assert link in notice.html
    path = "/" + link.split("/", 3)[3]
    browser = Client(enforce_csrf_checks=True)
    assert "No more summaries" in browser.get(path).content.decode()
    assert Reader.objects.wants(board, grace)  # a program that only looks ends nothing
    answer = browser.post(path, {"List-Unsubscribe": "One-Click"})
    assert "You get no more summaries of the standups of Harbour." in answer.content.decode()
    assert not Reader.objects.wants(board, grace)
    assert browser.post(f"{path[:-2]}x/").status_code == 404


def test_its_subject_counts_the_cards_in_words(ended):
    end_forgotten_standups()
    assert Notice.objects.get().subject.endswith(" min, 1 card")


def test_a_summary_that_cannot_be_written_does_not_stop_the_next_and_is_given_up_after_a_day(
    ended, hold, board, ada, review, card_in, monkeypatch, time_machine
):
    second = hold(ada).come_to(review, card_in(review, "Second"), by=ada)
    second.end()
    written = mail._mail

    def write(summary, person):
        if summary.standup.pk == ended.pk:
            raise ValueError("a poison row")
        return written(summary, person)

    monkeypatch.setattr(mail, "_mail", write)
    end_forgotten_standups()
    [notice] = Notice.objects.all()
    assert f"/kept/{second.pk}/" in notice.text
    assert [each.pk for each in Standup.objects.to_mail(timezone.now())] == [ended.pk]
    time_machine.move_to(timezone.now() + timedelta(days=1, minutes=1))
    assert not Standup.objects.to_mail(timezone.now()).exists()


def test_who_has_left_the_board_gets_none(ended, board, grace, ada):
    board.remove_member(grace, by=ada)
    end_forgotten_standups()
    assert not Notice.objects.exists()


def test_a_standup_without_a_word_is_not_mailed(outbox, board, hold, ada, grace):
    Reader.objects.add(board, grace)
    hold(ada).end()
    end_forgotten_standups()
    assert not Notice.objects.exists()


def test_a_standup_that_everybody_has_left_is_ended_and_told(
    outbox, board, hold, ada, grace, review, card_in
):
    Reader.objects.add(board, grace)
    standup = hold(ada).come_to(review, card_in(review), by=ada)
    Standup.objects.filter(pk=standup.pk).update(led_at=standup.led_at.replace(year=2020))
    end_forgotten_standups()
    standup.refresh_from_db()
    assert standup.ended_at is not None
    assert Notice.objects.count() == 1
