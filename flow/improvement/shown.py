"""The room of a retrospective as somebody sees it; hidden notes are a number here, no words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from board.models import Board, Person
from flow.delivery.models import Incident
from flow.experiments.models import Experiment
from flow.experiments.shown import ShownExperiment, shown
from flow.experiments.words import amount
from flow.improvement.forms import RetrospectiveClosingForm
from flow.improvement.models import First, ImprovementAction, Note, Part, Retrospective
from flow.improvement.models.action import ActionState, share_done
from flow.improvement.models.retrospective import MOST_ACTIONS, SHORT
from flow.improvement.places import QueuePlace, queue_places
from flow.improvement.topics import ReturningTopic, coming_back
from flow.metrics.figures import figures

MOST_DOTS = 30
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
    """Notes that were put together, or one alone, with their votes; `own` are this person's."""

    notes: list[Note]
    own: Mapping[int, int]

    @property
    def first(self) -> Note:
        return self.notes[0]

    @property
    def votes(self) -> int:
        return sum(note.votes for note in self.notes)

    @property
    def own_votes(self) -> int:
        return sum(self.own.get(note.pk, 0) for note in self.notes)

    @property
    def dots(self) -> list[bool]:
        """Each vote, True where it is this person's."""
        return [nth < self.own_votes for nth in range(min(self.votes, MOST_DOTS))]

    @property
    def given(self) -> Note | None:
        """A note of it from which this person may take a vote back."""
        return next((note for note in self.notes if self.own.get(note.pk)), None)

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

    @property
    def changed(self) -> str:
        """What changed, in words; why there is no value, if there is none."""
        if self.value is None:
            return self.why
        if self.before is None:
            return _("not known before")
        by = round(self.value - self.before, 1)
        if not by:
            return _("the same")
        words = _("%(by)s more") if by > 0 else _("%(by)s less")
        return words % {"by": amount(abs(by), "")}


@dataclass(frozen=True)
class FrozenTarget:
    """The target as it was when the retrospective was opened, in words."""

    title: str
    to: str
    by: date
    value: str
    baseline: str
    why: str
    is_met: bool

    @classmethod
    def of(cls, kept: dict[str, Any]) -> "FrozenTarget":
        to, value, baseline = (
            amount(kept[name], kept["unit"]) for name in ("to", "value", "baseline")
        )
        day = date.fromisoformat(kept["by"])
        return cls(kept["title"], to, day, value, baseline, kept["why"], kept["is_met"])


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
        """What is not decided, and what was closed since the retrospective before this one."""
        earlier = self.meeting.earlier
        since = earlier.started_at if earlier else self.meeting.started_at - LOOK_BACK
        here = Experiment.objects.of(self.board).with_nouns()
        found = {each.pk: each for each in [*here.undecided(), *here.closed_from(since)]}
        return shown(self.board, [found[pk] for pk in sorted(found, reverse=True)])

    @property
    def back(self) -> list[ReturningTopic]:
        return coming_back(self.board)

    @cached_property
    def to_do(self) -> list[tuple[Any, QueuePlace | None]]:
        """The form of each action, and the place that its card would take."""
        return list(zip(self.closing.actions, queue_places(self.board, MOST_ACTIONS), strict=True))

    @property
    def is_first(self) -> bool:
        """Whether the cards of actions stand on top of the queue."""
        return First.objects.is_chosen(self.board)

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
