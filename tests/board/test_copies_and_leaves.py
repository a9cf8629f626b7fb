"""A card is copied, talked about, deleted, and comes back while it can."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from board.models import Card, Kind, NotPossible, Terms, WipLimitReached
from board.tasks import wipe_deleted_cards


def test_a_copy_says_the_same_and_starts_anew(board, build, card_in, ada):
    card = card_in(build, "Dredge", description="deep", labels=["map"], size=3, assignees=[ada])
    card.block(reason="no boat", by=ada)
    copy = board.copy_card(card, by=ada).as_now()
    assert (copy.title, copy.description, copy.size, copy.number) == ("Dredge", "deep", 3, 2)
    assert [label.name for label in copy.labels.all()] == ["map"]
    assert (copy.people, copy.is_blocked) == ([], False)


def test_copying_into_a_limited_column_is_a_pull(board, full_review, ada):
    with pytest.raises(WipLimitReached):
        board.copy_card(full_review.cards.first(), by=ada)


def test_a_deleted_card_is_gone_and_comes_back_by_a_restore(full_review, card_in, ada):
    card = full_review.cards.first().discard(by=ada)
    assert not Card.objects.visible_to(ada).filter(pk=card.pk).exists()
    assert card.restore(by=ada).column == full_review
    card = card.discard(by=ada)
    card_in(full_review)
    with pytest.raises(WipLimitReached):
        card.restore(by=ada)


def test_a_deleted_card_is_wiped_of_every_word_and_keeps_its_stays(build, card_in, ada):
    card = card_in(build, "Dredge", description="deep", labels=["map"])
    card.block(reason="no boat", by=ada)
    card.comment("Whose boat?", by=ada)
    card.discard(by=ada)
    [gone] = Card.objects.to_wipe(timezone.now())
    gone.wipe()
    kept = str([*gone.events.values(), *gone.blocks.values(), *gone.stays.values(), gone.__dict__])
    for word in ("Dredge", "deep", "no boat", "Whose"):
        assert word not in kept
    assert gone.stays.count() == 1
    assert not Card.objects.to_wipe(timezone.now()).exists()
    with pytest.raises(NotPossible, match="SLU-1 was deleted for good"):
        gone.restore(by=ada)


def test_a_card_that_was_restored_meanwhile_keeps_its_words(build, card_in, ada):
    card = card_in(build, "Dredge", description="deep", labels=["map"]).discard(by=ada)
    [looked_up] = Card.objects.to_wipe(timezone.now())
    card.restore(by=ada)
    looked_up.wipe()
    now = card.as_now()
    assert (now.title, now.description, now.labels.count()) == ("Dredge", "deep", 1)


def test_a_card_that_cannot_be_wiped_does_not_keep_the_others(build, card_in, ada, monkeypatch):
    for title in ("Poison", "Dredge"):
        card_in(build, title).discard(by=ada)
    wipe = Card.wipe

    def wipe_or_fail(card):
        if card.title == "Poison":
            raise ValueError
        wipe(card)

    monkeypatch.setattr(Card, "wipe", wipe_or_fail)
    monkeypatch.setattr("board.tasks.REGRET", timedelta(0))
    wipe_deleted_cards()
    assert [card.title for card in Card.objects.order_by("pk")] == ["Poison", ""]


def test_the_log_holds_no_words_of_a_card(build, card_in, ada):
    card = card_in(build, "Dredge", description="deep")
    card.revise(title="Dig", description="deeper", labels=["map"], by=ada)
    assert card.events.get(kind=Kind.EDITED).data == {"changed": ["title", "description", "labels"]}


def test_a_comment_is_said_changed_and_taken_back(board, build, card_in, ada, grace):
    card = card_in(build)
    once = Terms(key="c1", fingerprint="c")
    comment = card.comment("Whose boat?", by=ada, terms=once)
    assert card.comment("Whose boat?", by=ada, terms=once) == comment
    comment = card.change_comment(comment, "Which boat?", by=ada)
    assert (comment.text, comment.changed_at is not None) == ("Which boat?", True)
    for verb in (
        lambda: card.change_comment(comment, "Mine", by=grace),
        lambda: card.remove_comment(comment, by=grace),
    ):
        with pytest.raises(PermissionDenied):
            verb()
    card.remove_comment(comment, by=ada)
    assert not card.comments.exists()


def test_words_do_not_make_a_card_stale(build, card_in, ada):
    card = card_in(build)
    card.comment("Whose boat?", by=ada)
    card.revise(title="Dig", by=ada)
    assert card.as_now().version == card.version
