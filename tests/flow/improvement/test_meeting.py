"""Closing, the figures that stay, the share of actions, the mail, and who leads a draft."""

from threading import Thread

import pytest
from django.db import connection

from board.models import Card, NotHere, Notice
from flow.improvement import mail as mails
from flow.improvement.models import Retrospective, Silent
from flow.improvement.models.retrospective.action import share_done
from flow.improvement.refusals import AlreadyClosed


def test_figures_stay_when_cards_finish_later(retro, card_in, build, done, ada, fresh):
    before = retro.figures
    card_in(build).move_to(done, by=ada)
    assert fresh(retro).figures == before


def test_four_of_five_actions_done_are_80_percent(board, ada, done, to_do):
    for titles in (("One", "Two", "Three"), ("Four", "Five")):
        Retrospective.open(board, by=ada).close([to_do(title) for title in titles], by=ada)
    for card in Card.objects.exclude(title="Five"):
        card.move_to(done, by=ada)
    assert share_done(board) == {"done": 4, "all": 5, "percent": 80.0}


def test_a_draft_is_led_by_who_comes_first(board, ada, grace, fresh):
    draft = Retrospective.open(board, by=None)
    assert draft.attend(grace)
    assert not fresh(draft).attend(ada)
    assert fresh(draft).led_by == grace


def test_the_summary_is_mailed_once_to_who_works_here_and_wants_it(
    outbox, board, ada, grace, retro, to_do
):
    Silent.objects.say(board, grace)
    retro.close([to_do()], by=ada)
    mails.mail_actions()
    mails.mail_actions()
    [sent] = Notice.objects.all()
    assert sent.to == "ada@example.org"
    assert "Review before ten" in sent.text
    assert "Review before ten" in sent.html


@pytest.mark.django_db(transaction=True)
def test_of_two_who_close_at_once_one_does(board, ada, grace, retro, to_do):
    board.role = "lead"
    found = []

    def close(person):
        try:
            retro.close([to_do(person.name)], by=person)
            found.append("closed")
        except AlreadyClosed:
            found.append("refused")
        finally:
            connection.close()

    both = [Thread(target=close, args=(person,)) for person in (ada, grace)]
    for each in both:
        each.start()
    for each in both:
        each.join()
    assert sorted(found) == ["closed", "refused"]
    assert Card.objects.count() == 1


def test_a_note_that_was_taken_back_meanwhile_is_not_rewritten(retro):
    note, _key = retro.write("Reviews wait")
    retro.withdraw(note)
    with pytest.raises(NotHere):
        retro.rewrite(note, "Reviews wait long")
    retro.withdraw(note)  # twice is once
    assert not retro.notes.exists()
