"""The room of a retrospective as somebody sees it; hidden notes are a number here, no words."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from board.models import Board, Person
from flow.improvement.forms import RetrospectiveClosingForm
from flow.improvement.models import ImprovementAction, Note, Part, Retrospective
from flow.improvement.models.action import ActionState, share_done
from flow.metrics.figures import figures


@dataclass(frozen=True)
class StepOfMeeting:
    """A part of the meeting in the line of parts."""

    part: Part
    minutes: int
    is_now: bool
    is_past: bool


@dataclass(frozen=True)
class NoteColumn:
    """A heading with the notes under it: those that this person sees, and how many are hidden."""

    name: str
    title: Any
    notes: list[Note]
    hidden: int

    @property
    def count(self) -> int:
        return len(self.notes) + self.hidden

    @property
    def hatched(self) -> range:
        return range(self.hidden)


@dataclass(frozen=True)
class Topic:
    """Notes that were put together, or one alone, with their votes."""

    notes: list[Note]

    @property
    def first(self) -> Note:
        return self.notes[0]

    @property
    def votes(self) -> int:
        return sum(note.votes for note in self.notes)

    @property
    def ids(self) -> list[int]:
        return [note.pk for note in self.notes]


@dataclass(frozen=True)
class FrozenRow:
    title: str
    unit: str
    value: float | None
    before: float | None
    why: str


class MeetingRoom:
    """`keys` are those of the notes that this person's browser has written."""

    def __init__(
        self,
        meeting: Retrospective,
        board: Board,
        person: Person,
        keys: dict[int, str],
        now: datetime,
        closing: RetrospectiveClosingForm | None = None,
    ):
        self.meeting, self.board, self.person = meeting, board, person
        self.keys, self.now, self._closing = keys, now, closing

    @property
    def tag(self) -> str:
        """What the page shows: it has to be drawn anew when this has changed.

        The keys that the browser holds are a part of it: a page that was asked for before the
        browser had one shows a note as somebody else's.
        """
        meeting = self.meeting
        return f"{meeting.steps}-{meeting.part}-{meeting.led_by_id}-{len(self.keys)}"

    @property
    def leads(self) -> bool:
        return self.meeting.led_by_id == self.person.pk

    @property
    def steps(self) -> list[StepOfMeeting]:
        now = self.meeting.part
        return [
            StepOfMeeting(part, seconds // 60, is_now=part == now, is_past=part < now)
            for part, seconds in self.meeting.lengths
        ]

    @property
    def part(self) -> Part:
        return Part(self.meeting.part)

    @property
    def next_part(self) -> Part | None:
        return Part(self.part + 1) if self.part < Part.TALK else None

    @property
    def earlier_part(self) -> Part | None:
        return Part(self.part - 1) if self.part > Part.MISSION else None

    @property
    def part_seconds(self) -> int:
        """For how long it has been at this part."""
        return max(int((self.now - self.meeting.part_at).total_seconds()), 0)

    @property
    def planned(self) -> int:
        """In seconds."""
        return dict(self.meeting.lengths)[self.part]

    @property
    def planned_minutes(self) -> int:
        return self.planned // 60

    @property
    def figures(self) -> list[FrozenRow]:
        """In the order of the registry; JSON of a table keeps none."""
        known = self.meeting.figures
        names = [*(name for name in figures() if name in known), *(known.keys() - figures().keys())]
        return [
            FrozenRow(each["title"], each["unit"], each["value"], each["before"], each["why"])
            for each in (known[name] for name in names)
        ]

    @property
    def days(self) -> tuple[date, date] | None:
        """The days of the figures."""
        for each in self.meeting.figures.values():
            return date.fromisoformat(each["from"]), date.fromisoformat(each["to"])
        return None

    @cached_property
    def columns(self) -> list[NoteColumn]:
        """Before the reveal only one's own notes, and the number of the others."""
        notes = list(self.meeting.notes.all())
        own = {note.pk for note in notes if note.is_opened_by(self.keys.get(note.pk, ""))}
        seen = [note for note in notes if self.meeting.is_revealed or note.pk in own]
        for note in seen:
            note.is_own = note.pk in own  # type: ignore[attr-defined]
        return [
            NoteColumn(
                name,
                title,
                [note for note in seen if note.heading == name],
                sum(note.heading == name for note in notes)
                - sum(note.heading == name for note in seen),
            )
            for name, title in self.meeting.headings.items()
        ]

    @property
    def written(self) -> int:
        return sum(column.count for column in self.columns)

    @cached_property
    def topics(self) -> list[Topic]:
        """The notes as they were put together, the most votes first."""
        grouped: dict[int, list[Note]] = {}
        for note in self.meeting.counted_notes():
            grouped.setdefault(note.group or -note.pk, []).append(note)
        return sorted((Topic(notes) for notes in grouped.values()), key=lambda each: -each.votes)

    @property
    def votes_left(self) -> int:
        return self.meeting.votes_left(self.person)

    @property
    def last_actions(self) -> list[ImprovementAction]:
        return self.meeting.last_actions

    @property
    def share(self) -> dict[str, Any]:
        return share_done(self.board)

    @property
    def waiting(self) -> str:
        return ActionState.WAITING

    @property
    def actions(self) -> list[ImprovementAction]:
        return list(self.meeting.actions.in_order())

    @cached_property
    def closing(self) -> RetrospectiveClosingForm:
        return self._closing or RetrospectiveClosingForm(self.board)

    @cached_property
    def team(self) -> list[Person]:
        """Who else could lead."""
        seats = self.board.memberships.exclude(role="viewer").select_related("person")
        return [seat.person for seat in seats if seat.person_id != self.meeting.led_by_id]
