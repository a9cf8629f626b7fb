"""Who is mentioned hears of it at once, in the digest or not, and only while the board is theirs."""

from datetime import time

import pytest

from board.models import Mention, Notice
from flow.alerts.mentions import boards_with_mentions, notify_of_mentions
from flow.alerts.models import How, Letter
from flow.alerts.morning import digest

pytestmark = pytest.mark.usefixtures("outbox", "early")


@pytest.fixture
def card(build, card_in):
    return card_in(build, title="Chart the harbour")


def sent():
    return [(notice.to, notice.subject) for notice in Notice.objects.order_by("pk")]


def test_a_mention_is_mailed_at_once_and_once(board, card, wish, ada, grace):
    wish(grace)
    comment = card.comment("@Grace, is it <deep> enough?", by=ada)
    assert list(boards_with_mentions()) == [board.pk]
    for _ in range(2):
        notify_of_mentions(board.pk)
    assert sent() == [("grace@example.org", "SLU-1 Chart the harbour: Ada mentioned you")]
    notice = Notice.objects.get()
    for words in (notice.text, notice.html):
        assert f"/boards/SLU/cards/1/comments/{comment.pk}/" in words
        assert "is it" in words
    assert "<deep>" not in notice.html
    assert Letter.objects.get().why == "mention"
    assert list(boards_with_mentions()) == []


def test_several_mentions_are_one_mail(board, card, wish, ada, grace):
    wish(grace)
    card.comment("@Grace", by=ada)
    card.revise(description="By @Grace", by=ada)
    notify_of_mentions(board.pk)
    assert sent() == [("grace@example.org", "Harbour: 2 mentions of you")]
    assert Letter.objects.count() == 2


def test_a_mention_waits_for_the_digest_of_who_chose_that(board, card, ada, grace, vera, watch):
    card.comment("@Grace and @Vera, look", by=ada)  # Vera has not asked for mail
    notify_of_mentions(board.pk)
    assert sent() == []
    watch()
    digest(board.pk)
    assert sent() == [("grace@example.org", "Harbour: Ada mentioned you")]
    assert "You were mentioned\n- SLU-1 Chart the harbour" in Notice.objects.get().text
    assert not Mention.objects.unmailed().exists()


def test_who_chose_nothing_hears_nothing(board, card, wish, ada, grace, watch):
    wish(grace, How.NOTHING)
    card.comment("@Grace", by=ada)
    notify_of_mentions(board.pk)
    watch()
    digest(board.pk)
    assert sent() == []


def test_who_has_left_the_board_hears_nothing(board, card, wish, ada, grace, watch):
    wish(grace)
    card.comment("@Grace", by=ada)
    board.remove_member(grace, by=ada)
    assert list(boards_with_mentions()) == []
    notify_of_mentions(board.pk)
    watch()
    digest(board.pk)
    assert sent() == []


@pytest.mark.parametrize("deed", ["remove", "delete"])
def test_what_was_taken_back_is_not_told(board, card, wish, ada, grace, deed):
    wish(grace)
    comment = card.comment("@Grace", by=ada)
    card.remove_comment(comment, by=ada) if deed == "remove" else card.discard(by=ada)
    notify_of_mentions(board.pk)
    assert sent() == []


def test_a_mention_in_quiet_hours_is_told_after_them(board, card, wish, ada, grace, clock):
    wish(grace, quiet_from=time(6), quiet_until=time(8))
    card.comment("@Grace", by=ada)
    notify_of_mentions(board.pk)
    assert sent() == []
    with clock(2):
        notify_of_mentions(board.pk)
    assert len(sent()) == 1


def test_the_list_of_mail_leads_to_the_card(board, card, wish, ada, grace, browser_of):
    wish(grace)
    card.comment("@Grace", by=ada)
    notify_of_mentions(board.pk)
    page = browser_of(grace).get("/letters/").content.decode()
    assert '<a href="/boards/SLU/cards/1/">SLU-1</a>' in page
    assert "somebody mentioned you" in page
