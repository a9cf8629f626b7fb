"""Topics that come back: a team voted for them in more than one of its last retrospectives.

Two topics are the same if a note of one means the same as a note of the other: the same sentence, or
at least two words of four letters or more, and half of those of the shorter one. Pure, but for the
notes that are read.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from board.models import Board
from flow.improvement.models import ImprovementAction, Note, Retrospective

LOOKED_AT = 6  # retrospectives
MOST_VOTED = 5  # topics of each
WORD = re.compile(r"\w{4,}")
MOST_WORDS = 60  # of a topic


@dataclass(frozen=True)
class VotedTopic:
    """Notes that were put together, or one alone, and their votes."""

    texts: Sequence[str]  # the one with the most votes first
    votes: int


@dataclass(frozen=True)
class ReturningTopic:
    """`times` of the last `of` retrospectives voted for it; `is_named` by an action of theirs."""

    text: str
    times: int
    of: int
    is_named: bool


def coming_back(board: Board) -> list[ReturningTopic]:
    """The topics that come back on a board, the most frequent first; in three statements."""
    last = list(Retrospective.objects.closed(board)[:LOOKED_AT])
    notes = Note.objects.filter(retrospective__in=last)
    by_meeting: defaultdict[int, list[Note]] = defaultdict(list)
    for note in notes:
        by_meeting[note.retrospective_id].append(note)
    actions = ImprovementAction.objects.filter(retrospective__in=last)
    titles = list(actions.values_list("title", flat=True))
    return returning([voted(by_meeting[each.pk]) for each in last], titles)


def voted(notes: Iterable[Note]) -> list[VotedTopic]:
    """The topics of one retrospective that got votes, the most votes first."""
    grouped: defaultdict[int, list[Note]] = defaultdict(list)
    for note in notes:
        grouped[note.group or -note.pk].append(note)
    topics = []
    for some in grouped.values():
        some.sort(key=lambda note: -note.votes)
        topics.append(VotedTopic([note.text for note in some], sum(note.votes for note in some)))
    topics.sort(key=lambda topic: -topic.votes)
    return [topic for topic in topics[:MOST_VOTED] if topic.votes]


def returning(
    meetings: Sequence[Sequence[VotedTopic]], actions: Collection[str]
) -> list[ReturningTopic]:
    """Return the topics with votes in two of these meetings or more; the meetings are the last
    first.
    """
    topics_again: list[ReturningTopic] = []
    seen: list[VotedTopic] = []
    for topic in (topic for topics in meetings for topic in topics):
        if any(_are_one(topic, other) for other in seen):
            continue
        seen.append(topic)
        times = sum(any(_are_one(topic, other) for other in topics) for topics in meetings)
        if times > 1:
            is_named = any(_are_one(topic, VotedTopic([title], 0)) for title in actions)
            topics_again.append(ReturningTopic(topic.texts[0], times, len(meetings), is_named))
    return sorted(topics_again, key=lambda each: -each.times)


def are_alike(one: str, other: str) -> bool:
    """Return whether two sentences mean the same, by their words."""
    if one.casefold().split() == other.casefold().split():
        return True
    first, second = _words(one), _words(other)
    common = len(first & second)
    return common >= 2 and 2 * common >= min(len(first), len(second))


def _are_one(one: VotedTopic, other: VotedTopic) -> bool:
    return any(are_alike(mine, theirs) for mine in one.texts[:10] for theirs in other.texts[:10])


def _words(text: str) -> frozenset[str]:
    return frozenset(WORD.findall(text.casefold())[:MOST_WORDS])
