"""A hidden note of a retrospective is in nobody's stream: pages hear that something has changed."""

from queue import Empty

import pytest

from board.models import Role
from flow.improvement.models import Retrospective

WORDS = "Reviews wait until the afternoon"
AGAIN = "Reviews wait for two days"


@pytest.fixture
def windows(board, ada, grace, listen):
    """The open pages of the two who are at the retrospective."""
    board.add_member(grace, Role.MEMBER, by=ada)
    return [listen(board, by=each) for each in (ada, grace)]


def heard(page) -> list:
    """All that a page has heard, as it came."""
    told = []
    while True:
        try:
            told.append(page.heard.get(timeout=1))
        except Empty:
            return told


def test_hidden_notes_are_in_no_window_s_stream(board, ada, grace, windows):
    meeting = Retrospective.open(board, by=ada)
    note, key = meeting.write(WORDS, heading="stop")
    meeting.rewrite(note, AGAIN)
    other, _key = meeting.write("To be taken back", heading="start")
    meeting.withdraw(other)
    for page in windows:
        told = heard(page)
        assert ("hint", {"about": ["retrospective"], "listeners": 2}) in told
        assert {kind for kind, _data in told} <= {"changed", "hint"}
        for _kind, data in told:
            assert data.keys() <= {"version", "columns", "about", "listeners", "wait"}
        said = repr(told)
        for secret in (WORDS, AGAIN, "taken back", "stop", str(note.pk), key, note.digest):
            assert secret not in said
        for person in (ada, grace):
            assert person.email not in said
            assert person.name not in said
