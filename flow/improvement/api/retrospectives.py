"""The retrospectives of a board: open, show and close one, for programs."""

from datetime import datetime
from typing import Annotated

from django.db import transaction
from ninja import Router, Status
from pydantic import BaseModel, Field, StringConstraints

from board.access import editable_board, visible_board
from board.api import lookup
from board.api.answers.pages import Page, PageNumber, page_of_items
from board.api.tokens import ApiRequest
from board.api.values import BoardKey, Day, Id, RequestBody, RowId, Text, example
from board.models import Board, Person
from flow.delivery.access import shown_incident
from flow.improvement.access import editable_retrospective
from flow.improvement.api.answers import (
    ActionAnswer,
    RetrospectiveAnswer,
    action_answer,
    answer_now,
)
from flow.improvement.models import First, NoteTemplate, Retrospective
from flow.improvement.models.retrospective.decision import ToDo
from flow.improvement.tasks import ring

router = Router(tags=["Improvement"])


class OpeningAsked(RequestBody):
    model_config = example(minutes=45)

    minutes: Annotated[int, Field(ge=30, le=60)] = 45
    template: NoteTemplate = NoteTemplate.START_STOP_CONTINUE
    incident: RowId | None = Field(
        default=None, description="The incident that it is about, if it is about one."
    )


class ActionAsked(RequestBody):
    """An action: its text, its owner, its day, and its measure. All are demanded."""

    model_config = example(
        title="Review before ten",
        owner="grace@example.org",
        by="2026-12-11",
        measure="Age of a pull request below 4 hours",
    )

    title: Annotated[Text, StringConstraints(max_length=200)] = ""
    owner: Annotated[Text, StringConstraints(max_length=254)] | None = Field(
        default=None, description="The e-mail address of a member."
    )
    by: Day | None = None
    measure: Annotated[Text, StringConstraints(max_length=300)] = ""


class RetrospectiveClosing(RequestBody):
    model_config = example(actions=[], reason="Nothing is more pressing than what we do already")

    actions: Annotated[list[ActionAsked], Field(max_length=100)] = Field(
        default=[], description="One to three; each becomes a card in the queue."
    )
    reason: Annotated[Text, StringConstraints(max_length=300)] = Field(
        default="", description="Why there is no action."
    )


class RetrospectiveLine(BaseModel):
    """A retrospective in the list."""

    id: int
    number: int
    opened_at: datetime
    ended_at: datetime | None
    actions: list[ActionAnswer]


@router.get("/{key}/retrospectives", response=Page[RetrospectiveLine], summary="Retrospectives")
def list_retrospectives(request: ApiRequest, key: BoardKey, page: PageNumber = 1):
    """The last first, each with its actions and what became of them."""
    board = visible_board(request.auth, key)
    retrospectives = list(Retrospective.objects.of(board).with_actions())
    return page_of_items(Page[RetrospectiveLine], retrospectives, page, _line)


@router.post(
    "/{key}/retrospectives", response={201: RetrospectiveAnswer}, summary="Open a retrospective"
)
def open_retrospective(request: ApiRequest, key: BoardKey, asked: OpeningAsked):
    """Open one now: its figures are frozen. 409 `already_open` while one is open. The first one
    switches the practice on."""
    board = editable_board(request.auth, key)
    values = asked.model_dump()
    if values["incident"] is not None:
        values["incident"] = shown_incident(board, values["incident"])
    made = Retrospective.open(board, by=request.auth, **values)
    return Status(201, answer_now(request, key, made.pk))


@router.get("/{key}/retrospectives/{id}", response=RetrospectiveAnswer, summary="A retrospective")
def show_retrospective(request: ApiRequest, key: BoardKey, id: Id):
    """Its frozen figures, its notes once they are revealed, its actions, and what became of those
    of the one before."""
    return answer_now(request, key, id)


@router.post(
    "/{key}/retrospectives/{id}/close",
    response=RetrospectiveAnswer,
    summary="Close a retrospective",
)
def close_retrospective(request: ApiRequest, key: BoardKey, id: Id, asked: RetrospectiveClosing):
    """With one to three actions, each a card in the queue, a pull like any other; or with a reason.
    409 `already_closed` for the second."""
    retrospective = editable_retrospective(request.auth, key, id)
    with transaction.atomic():
        retrospective.close(
            _to_do(retrospective.board, asked.actions),
            by=request.auth,
            reason=asked.reason,
            on_top=First.objects.is_chosen(retrospective.board),
        )
        transaction.on_commit(ring)
    return answer_now(request, key, id)


def _to_do(board: Board, asked: list[ActionAsked]) -> list[ToDo]:
    """The actions as the verb takes them; a person who is not here is nobody."""
    emails = [each.owner for each in asked if each.owner]
    people: dict[str, Person] = {
        person.email: person
        for email in emails
        for person in lookup.members(board, [email], "owner")
    }
    by_address = {email.lower(): person for email, person in people.items()}
    return [
        ToDo(each.title, by_address.get((each.owner or "").lower()), each.by, each.measure)
        for each in asked
    ]


def _line(retrospective: Retrospective) -> RetrospectiveLine:
    return RetrospectiveLine(
        id=retrospective.pk,
        number=retrospective.number,
        opened_at=retrospective.started_at,
        ended_at=retrospective.ended_at,
        actions=[action_answer(each) for each in retrospective.actions.all()],
    )
