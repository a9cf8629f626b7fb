"""The refusals of retrospectives and the ratchet, each by its name."""

from board.models import NotPossible


class AlreadyOpen(NotPossible):
    """A board holds one retrospective at a time."""

    code = "already_open"


class AlreadyClosed(NotPossible):
    """The retrospective has ended."""

    code = "already_closed"


class NoVotesLeft(NotPossible):
    """The person has given all votes, or all that one topic may get."""

    code = "no_votes_left"


class NotRevealed(NotPossible):
    """The notes are still hidden."""

    code = "not_revealed"


class NothingProposed(NotPossible):
    """The ratchet proposes nothing now."""

    code = "nothing_proposed"
