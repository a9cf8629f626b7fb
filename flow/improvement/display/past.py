"""The retrospectives that a board has held, as its list shows them."""

from dataclasses import dataclass

from board.models import Board
from flow.improvement.models import ImprovementAction, Note, Retrospective
from flow.improvement.models.retrospective.action import ActionState
from flow.improvement.topics import voted

MOST_LISTED = 30


@dataclass(frozen=True)
class PastRetrospective:
    """A retrospective that has ended, what got the most votes in it, and its actions."""

    meeting: Retrospective
    topic: str
    actions: list[ImprovementAction]

    @property
    def done(self) -> int:
        """How many of its actions are done."""
        return sum(action.became == ActionState.DONE for action in self.actions)


def past_retrospectives(board: Board) -> list[PastRetrospective]:
    """Return the last retrospectives of a board, the last first; in five statements for all."""
    meetings = list(Retrospective.objects.closed(board).with_actions()[:MOST_LISTED])
    notes: dict[int, list[Note]] = {meeting.pk: [] for meeting in meetings}
    for note in Note.objects.filter(retrospective__in=notes):
        notes[note.retrospective_id].append(note)
    return [
        PastRetrospective(meeting, _topic(notes[meeting.pk]), list(meeting.actions.all()))
        for meeting in meetings
    ]


def _topic(notes: list[Note]) -> str:
    """Return the topic with the most votes; "" without votes."""
    topics = voted(notes)
    return topics[0].texts[0] if topics else ""
