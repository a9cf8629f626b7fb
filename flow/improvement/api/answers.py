"""A retrospective as the API answers it, with its notes and actions."""

from datetime import date, datetime
from typing import Any

from pydantic import BaseModel, Field

from board.api.tokens import ApiRequest
from board.models import Person
from flow.improvement.access import visible_retrospective
from flow.improvement.models import ImprovementAction, Note, Retrospective
from flow.improvement.models.retrospective.action import ActionState, share_done


class NoteAnswer(BaseModel):
    """A note, without an author."""

    id: int
    text: str
    heading: str
    group: int | None = Field(description="The same for notes that were put together.")
    votes: int


class ActionAnswer(BaseModel):
    id: int
    title: str
    owner: str | None
    by: date
    measure: str
    card: int | None = Field(description="The number of its card.")
    became: ActionState
    why_not: str = Field(description="Why it was not started, if somebody has written it.")


class Share(BaseModel):
    """How many actions of all retrospectives are done."""

    done: int
    all: int
    percent: float | None


class PartAnswer(BaseModel):
    part: int
    name: str
    seconds: int


class RetrospectiveAnswer(BaseModel):
    """A retrospective with its figures, its notes once they are revealed, and its actions."""

    id: int
    number: int
    state: str = Field(description="draft, open or closed.")
    opened_at: datetime
    planned_at: datetime | None
    ended_at: datetime | None
    led_by: str | None
    minutes: int
    template: str
    part: int
    parts: list[PartAnswer]
    figures: dict[str, dict[str, Any]] = Field(description="As they were when it was opened.")
    target: dict[str, Any] | None = Field(
        description="The open target and where it was when this was opened; null: there was none."
    )
    incident: int | None = Field(description="The incident that it is about.")
    revealed: bool
    notes_written: int
    notes: list[NoteAnswer] = Field(description="None before they are revealed.")
    votes_left: int = Field(description="Yours.")
    actions: list[ActionAnswer]
    reason: str
    last_actions: list[ActionAnswer] = Field(description="Those of the one before, as they are.")
    actions_done: Share


def answer_now(request: ApiRequest, key: str, pk: int) -> RetrospectiveAnswer:
    return _answer(visible_retrospective(request.auth, key, pk), request.auth)


def _answer(retrospective: Retrospective, person: Person) -> RetrospectiveAnswer:
    notes = retrospective.counted_notes() if retrospective.is_revealed else []
    written = len(notes) if retrospective.is_revealed else retrospective.notes.count()
    state = "draft" if retrospective.led_by_id is None else "open"
    return RetrospectiveAnswer(
        id=retrospective.pk,
        number=retrospective.number,
        state=state if retrospective.is_open else "closed",
        opened_at=retrospective.started_at,
        planned_at=retrospective.planned_at,
        ended_at=retrospective.ended_at,
        led_by=retrospective.led_by.email if retrospective.led_by else None,
        minutes=retrospective.minutes,
        template=retrospective.template,
        part=retrospective.part,
        parts=[
            PartAnswer(part=part, name=str(part.label), seconds=seconds)
            for part, seconds in retrospective.lengths
        ],
        figures=retrospective.figures,
        target=retrospective.target,
        incident=retrospective.incident_id,
        revealed=retrospective.is_revealed,
        notes_written=written,
        notes=[note_answer(each) for each in notes],
        votes_left=retrospective.votes_left(person),
        actions=[action_answer(each) for each in retrospective.actions.in_order()],
        reason=retrospective.reason,
        last_actions=[action_answer(each) for each in retrospective.last_actions],
        actions_done=Share(**share_done(retrospective.board)),
    )


def note_answer(note: Note) -> NoteAnswer:
    return NoteAnswer(
        id=note.pk, text=note.text, heading=note.heading, group=note.group, votes=note.votes
    )


def action_answer(action: ImprovementAction) -> ActionAnswer:
    return ActionAnswer(
        id=action.pk,
        title=action.title,
        owner=action.owner.email if action.owner else None,
        by=action.by,
        measure=action.measure,
        card=action.card.number if action.card and not action.card.deleted_at else None,
        became=action.became,
        why_not=action.why_not,
    )
