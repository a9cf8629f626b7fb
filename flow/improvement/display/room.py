"""The room of a retrospective as somebody sees it; hidden notes are a number here, no words."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any

from board.display.page.named_cards import NamedCards
from board.models import Board, Person
from flow.delivery.models import Incident
from flow.experiments.models import Experiment
from flow.experiments.shown import ShownExperiment, shown
from flow.improvement.display.frozen import FrozenRow, FrozenTarget
from flow.improvement.display.notes import NoteColumn, Topic
from flow.improvement.display.places import QueuePlace, queue_places
from flow.improvement.forms import RetrospectiveClosingForm
from flow.improvement.models import First, ImprovementAction, Note, Part, Retrospective
from flow.improvement.models.retrospective.action import ActionState, share_done
from flow.improvement.models.retrospective.agenda import SHORT
from flow.improvement.models.retrospective.decision import MOST_ACTIONS
from flow.improvement.topics import ReturningTopic, coming_back
from flow.metrics.figures import figures
from flow.together.attendance import count_here

LOOK_BACK = timedelta(days=28)


@dataclass(frozen=True)
class StepOfMeeting:
    """A part of the meeting in the line of parts."""

    part: Part
    minutes: int
    is_now: bool
    is_past: bool

    @property
    def short(self) -> Any:
        return SHORT[self.part]


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
        """The state that the page shows; the page is drawn again when it has changed.

        The keys of the browser belong to it: without its key, a person's own note is hidden.
        """
        meeting = self.meeting
        state = (meeting.steps, meeting.part, meeting.led_by_id, len(self.keys), self.here)
        return "-".join(map(str, state))

    @cached_property
    def here(self) -> int:
        """How many of the team have it open."""
        return count_here(self.meeting, self.everybody) if self.meeting.is_open else 0

    @cached_property
    def named(self) -> NamedCards:
        """The cards that the texts name which this person sees here."""
        notes = [note.text for column in self.columns for note in column.notes]
        actions = [*self.actions, *self.last_actions]
        decided = [text for each in actions for text in (each.title, each.measure)]
        return NamedCards(self.person, [*notes, *decided, self.meeting.reason])

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
        titles = self.meeting.headings
        for note in self.meeting.counted_notes():
            note.title = titles.get(note.heading, "")  # type: ignore[attr-defined]
            grouped.setdefault(note.group or -note.pk, []).append(note)
        own = self.meeting.votes_of(self.person)
        topics = (Topic(notes, own) for notes in grouped.values())
        return sorted(topics, key=lambda each: -each.votes)

    @property
    def votes_given(self) -> int:
        return sum(topic.votes for topic in self.topics)

    @property
    def target(self) -> FrozenTarget | None:
        return FrozenTarget.of(self.meeting.target) if self.meeting.target else None

    @property
    def incident(self) -> Incident | None:
        """The one that it is about, if this board shows it still."""
        if self.meeting.incident_id is None:
            return None
        here = Incident.objects.shown_on(self.board).with_nouns()
        return here.filter(pk=self.meeting.incident_id).first()

    @property
    def experiments(self) -> list[ShownExperiment]:
        """Return the experiments without a decision, and those closed since the retrospective
        before this one.
        """
        earlier = self.meeting.earlier
        since = earlier.started_at if earlier else self.meeting.started_at - LOOK_BACK
        here = Experiment.objects.of(self.board).with_nouns()
        by_id = {each.pk: each for each in [*here.undecided(), *here.closed_from(since)]}
        return shown(self.board, [by_id[pk] for pk in sorted(by_id, reverse=True)])

    @property
    def back(self) -> list[ReturningTopic]:
        return coming_back(self.board)

    @cached_property
    def to_do(self) -> list[tuple[Any, QueuePlace | None, Topic | None]]:
        """The form of each action, the place that its card would take, and a topic to begin with.

        The topics are those with votes, the most votes first.
        """
        places = queue_places(self.board, MOST_ACTIONS)
        voted = [topic for topic in self.topics if topic.votes][:MOST_ACTIONS]
        topics = [*voted, *[None] * (MOST_ACTIONS - len(voted))]
        return list(zip(self.closing.actions, places, topics, strict=True))

    @property
    def is_first(self) -> bool:
        """Whether the cards of actions go on top of the queue."""
        return First.objects.is_chosen(self.board)

    @property
    def votes_left(self) -> int:
        return self.meeting.votes_left(self.person)

    @cached_property
    def last_actions(self) -> list[ImprovementAction]:
        return self.meeting.last_actions

    @property
    def share(self) -> dict[str, Any]:
        return share_done(self.board)

    @property
    def waiting(self) -> str:
        return ActionState.WAITING

    @cached_property
    def actions(self) -> list[ImprovementAction]:
        return list(self.meeting.actions.in_order())

    @cached_property
    def closing(self) -> RetrospectiveClosingForm:
        return self._closing or RetrospectiveClosingForm(self.board)

    @cached_property
    def everybody(self) -> list[Person]:
        """The team: the people who may change the cards of the board."""
        seats = self.board.memberships.exclude(role="viewer").select_related("person")
        return [seat.person for seat in seats]

    @property
    def team(self) -> list[Person]:
        """Return the other people who could lead."""
        return [each for each in self.everybody if each.pk != self.meeting.led_by_id]
