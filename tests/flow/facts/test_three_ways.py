"""Digest, night and rebuild lead to the same rows, whatever has happened on the board."""

import pytest

from flow.metrics.ledger.digests import catch_up
from flow.metrics.ledger.nights import reconcile
from flow.metrics.ledger.rebuilds import rebuild
from flow.metrics.models import Cursor, Passage
from tests.flow.histories import Story, random_board
from tests.flow.rows import rows

SEEDS = range(8)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_digest_after_each_change_leads_to_what_a_rebuild_counts(db, seed):
    story = Story(seed)
    for number, _verb in enumerate(story.steps(60)):
        if number == 30 or story.dice.random() < 0.8:  # else the sweep was late
            catch_up(story.board.pk)
        if number == 30:
            assert rows(story.board) == rebuilt(story.board)
    catch_up(story.board.pk)
    assert rows(story.board) == rebuilt(story.board)


@pytest.mark.parametrize("seed", SEEDS)
def test_nights_alone_lead_to_what_a_rebuild_counts(db, seed):
    story = Story(seed)
    for number, _verb in enumerate(story.steps(60)):
        if number % 12 == 0:
            reconcile(story.board.pk)
    reconcile(story.board.pk)
    assert rows(story.board) == rebuilt(story.board)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_card_says_the_same_of_its_start_and_finish(db, seed):
    """What the board keeps by its verbs is what follows from the stays."""
    board = random_board(seed, steps=60)
    rebuild(board.pk)
    last = {passage.card_id: passage for passage in Passage.objects.order_by("nth")}
    for card in board.cards.all():
        passage = last.get(card.pk)
        is_given_up = passage and passage.abandoned_at and passage.abandoned_at != card.archived_at
        if passage is None or is_given_up:
            assert (card.started_at, card.finished_at) == (None, None)
        else:
            assert (card.started_at, card.finished_at) == (
                passage.started_at,
                passage.finished_at,
            ), card.number


def rebuilt(board):
    rebuild(board.pk)
    return rows(board)


def test_a_digest_of_what_was_digested_changes_nothing(db):
    board = random_board(1)
    rebuild(board.pk)
    before = rows(board)
    Cursor.objects.update(version=3)  # as if what came after were new
    catch_up(board.pk)
    assert rows(board) == before
