"""What comes back: topics that got votes in several of the last retrospectives."""

import pytest

from flow.improvement.models import Retrospective
from flow.improvement.topics import VotedTopic, are_alike, coming_back, returning


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("Billing waits for Dock office", "Billing waits for Dock office", True),
        ("billing waits", "Billing  waits", True),
        ("Billing waits for Dock office", "Again billing waits for the office", True),
        ("Billing waits for Dock office", "Reviews wait in the afternoon", False),
        ("Too much", "Too much", True),
        ("Tests are slow", "Tests are red", False),
        ("", "a", False),
    ],
)
def test_sentences_say_the_same_by_their_words(one, other, alike):
    assert are_alike(one, other) == alike
    assert are_alike(other, one) == alike


def test_what_got_votes_twice_comes_back_and_is_named_by_an_action_or_not():
    billing = VotedTopic(["Billing waits for Dock office"], 6)
    large = VotedTopic(["Merging large changes at once"], 2)
    again = VotedTopic(["Something else", "The office lets billing waits grow"], 3)
    found = returning([[billing, large], [again], []], ["Order bread"])
    [only] = found
    assert (only.text, only.times, only.of) == ("Billing waits for Dock office", 2, 3)
    assert not only.is_named
    [named] = returning([[billing], [again]], ["An hour: billing waits for nobody"])
    assert named.is_named


def test_it_is_read_from_what_was_closed(board, ada, fresh):
    for _nth in range(2):
        retro = Retrospective.open(board, by=ada)
        note, _key = retro.write("Reviews wait until the afternoon")
        retro.write("Nobody votes for this one here")
        retro.reveal()
        fresh(retro).vote(note.pk, by=ada)
        fresh(retro).close([], by=ada, reason="Enough")
    [topic] = coming_back(board)
    assert (topic.text, topic.times, topic.of) == ("Reviews wait until the afternoon", 2, 2)
