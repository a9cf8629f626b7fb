"""The retrospectives of a board and its ratchet, for programs."""

from datetime import date, datetime
from typing import Annotated, Any

from django.db import transaction
from ninja import Header, Router, Status
from pydantic import BaseModel, Field, Strict, StringConstraints

from board.access import editable_board, led_board, visible_board
from board.api import naming
from board.api.answers.pages import Page, PageNumber, page_of_items
from board.api.tokens import ApiRequest
from board.api.values import (
    WHOLE,
    BoardKey,
    Day,
    Id,
    Line,
    RequestBody,
    RowId,
    Switch,
    Text,
    example,
)
from board.models import Board, Person
from flow.delivery.access import shown_incident
from flow.improvement import ratchet
from flow.improvement.access import editable_retrospective, own_note, visible_retrospective
from flow.improvement.models import (
    Criterion,
    First,
    ImprovementAction,
    Note,
    NoteTemplate,
    ReadinessWord,
    Retrospective,
)
from flow.improvement.models.action import ActionState, share_done
from flow.improvement.models.retrospective import ToDo
from flow.improvement.readiness import readiness
from flow.improvement.tasks import ring

router = Router(tags=["Improvement"])

NoteText = Annotated[Line, StringConstraints(max_length=500)]
NoteKey = Annotated[
    str, Header("", alias="Note-Key", description="The key that the answer of the note gave.")
]


class OpeningAsked(RequestBody):
    model_config = example(minutes=45)

    minutes: Annotated[int, Field(ge=30, le=60)] = 45
    template: NoteTemplate = NoteTemplate.START_STOP_CONTINUE
    incident: RowId | None = Field(
        default=None, description="The incident that it is about, if it is about one."
    )


class NoteAsked(RequestBody):
    model_config = example(text="Reviews wait until the afternoon")

    text: NoteText
    heading: Annotated[Text, StringConstraints(max_length=20)] = Field(
        default="", description="One of the template's; the first if nothing is said."
    )


class NoteTerms(RequestBody):
    model_config = example(text="Reviews wait for two days")

    text: NoteText


class GroupAsked(RequestBody):
    model_config = example(notes=[81, 17])

    notes: Annotated[list[RowId], Field(min_length=1, max_length=200)]


class VoteAsked(RequestBody):
    model_config = example(note=81)

    note: RowId


class ActionAsked(RequestBody):
    """What is to be done, whose it is, by which day, and how it will be seen. All are demanded."""

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


People = Annotated[int, Strict(), Field(ge=1, le=ratchet.MOST_PEOPLE), WHOLE]


class AcceptAsked(RequestBody):
    model_config = example(people=5)

    people: People | None = Field(default=None, description="At set-up: how many work here.")


AS_PROPOSED = AcceptAsked()


class NoteMade(BaseModel):
    id: int
    key: str = Field(description="Only who has it changes the note. It is said once.")


class NoteAnswer(BaseModel):
    """A note; nobody knows whose."""

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
    why_not: str = Field(description="Why it was not started, where that was said.")


class Share(BaseModel):
    """How many actions of all retrospectives are done."""

    done: int
    all: int
    percent: float | None


class PartAnswer(BaseModel):
    part: int
    name: str
    seconds: int


class RetrospectiveLine(BaseModel):
    """A retrospective in the list."""

    id: int
    number: int
    opened_at: datetime
    ended_at: datetime | None
    actions: list[ActionAnswer]


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


class ProposalAnswer(BaseModel):
    proposal: dict[str, Any] | None = Field(
        description="`limit` (an id, null for a new one on the whole board), `from`, `to` and "
        "`because`; null if nothing is proposed."
    )


class ReadinessAsked(RequestBody):
    model_config = example(is_there=False, note="Two of three components wait for each other")

    is_there: Switch
    note: Annotated[Text, StringConstraints(max_length=500)] = ""


class EvidenceAnswer(BaseModel):
    words: str
    path: str = Field(description="The page that shows it.")


class CriterionAnswer(BaseModel):
    criterion: Criterion
    title: str
    evidence: list[EvidenceAnswer] = Field(description="Of the last 28 days, and of now.")
    is_there: bool | None = Field(description="What the team says; null: nobody has said.")
    note: str
    said_on: date | None


class ReadinessAnswer(BaseModel):
    criteria: list[CriterionAnswer]


@router.get("/{key}/retrospectives", response=Page[RetrospectiveLine], summary="Retrospectives")
def list_retrospectives(request: ApiRequest, key: BoardKey, page: PageNumber = 1):
    """The last first, each with its actions and what became of them."""
    board = visible_board(request.auth, key)
    found = list(Retrospective.objects.of(board).with_actions())
    return page_of_items(Page[RetrospectiveLine], found, page, _line)


@router.post(
    "/{key}/retrospectives", response={201: RetrospectiveAnswer}, summary="Open a retrospective"
)
def open_retrospective(request: ApiRequest, key: BoardKey, asked: OpeningAsked):
    """Open one now: its figures are frozen. 409 `already_open` while one is open. The first one
    switches the practice on."""
    board = editable_board(request.auth, key)
    said = asked.model_dump()
    if said["incident"] is not None:
        said["incident"] = shown_incident(board, said["incident"])
    made = Retrospective.open(board, by=request.auth, **said)
    return Status(201, _now(request, key, made.pk))


@router.get("/{key}/retrospectives/{id}", response=RetrospectiveAnswer, summary="A retrospective")
def show_retrospective(request: ApiRequest, key: BoardKey, id: Id):
    """Its frozen figures, its notes once they are revealed, its actions, and what became of those
    of the one before."""
    return _now(request, key, id)


@router.post("/{key}/retrospectives/{id}/notes", response={201: NoteMade}, summary="Write a note")
def write_note(request: ApiRequest, key: BoardKey, id: Id, asked: NoteAsked):
    """In any part. Nobody is kept as its author: the key in the answer is all that changes it."""
    found = editable_retrospective(request.auth, key, id)
    note, secret = found.write(asked.text, heading=asked.heading)
    return Status(201, NoteMade(id=note.pk, key=secret))


@router.patch(
    "/{key}/retrospectives/{id}/notes/{note}", response=NoteAnswer, summary="Rewrite a note"
)
def rewrite_note(
    request: ApiRequest, key: BoardKey, id: Id, note: Id, asked: NoteTerms, secret: NoteKey
):
    """With its key in the header `Note-Key`; 403 with another."""
    found = own_note(request.auth, key, id, note, secret)
    return _note(found.retrospective.rewrite(found, asked.text))


@router.delete(
    "/{key}/retrospectives/{id}/notes/{note}", response={204: None}, summary="Withdraw a note"
)
def withdraw_note(request: ApiRequest, key: BoardKey, id: Id, note: Id, secret: NoteKey):
    """With its key in the header `Note-Key`; 403 with another."""
    found = own_note(request.auth, key, id, note, secret)
    found.retrospective.withdraw(found)
    return Status(204, None)


@router.post(
    "/{key}/retrospectives/{id}/reveal", response=RetrospectiveAnswer, summary="Reveal the notes"
)
def reveal_notes(request: ApiRequest, key: BoardKey, id: Id):
    """From now on everybody sees them, in random order. Again, it changes nothing."""
    editable_retrospective(request.auth, key, id).reveal()
    return _now(request, key, id)


@router.post(
    "/{key}/retrospectives/{id}/group", response=RetrospectiveAnswer, summary="Put notes together"
)
def group_notes(request: ApiRequest, key: BoardKey, id: Id, asked: GroupAsked):
    """One alone leaves its group. 409 `not_revealed` before the reveal."""
    editable_retrospective(request.auth, key, id).group(asked.notes)
    return _now(request, key, id)


@router.post(
    "/{key}/retrospectives/{id}/votes", response=RetrospectiveAnswer, summary="Vote for a note"
)
def vote(request: ApiRequest, key: BoardKey, id: Id, asked: VoteAsked):
    """Three votes each, two at most on one note: else 409 `no_votes_left`."""
    editable_retrospective(request.auth, key, id).vote(asked.note, by=request.auth)
    return _now(request, key, id)


@router.delete(
    "/{key}/retrospectives/{id}/votes/{note}",
    response=RetrospectiveAnswer,
    summary="Take a vote back",
)
def take_vote_back(request: ApiRequest, key: BoardKey, id: Id, note: Id):
    """One of your own votes for this note; without one, nothing changes."""
    editable_retrospective(request.auth, key, id).take_vote_back(note, by=request.auth)
    return _now(request, key, id)


@router.post(
    "/{key}/retrospectives/{id}/close",
    response=RetrospectiveAnswer,
    summary="Close a retrospective",
)
def close_retrospective(request: ApiRequest, key: BoardKey, id: Id, asked: RetrospectiveClosing):
    """With one to three actions, each a card in the queue, a pull like any other; or with a reason.
    409 `already_closed` for the second."""
    found = editable_retrospective(request.auth, key, id)
    with transaction.atomic():
        found.close(
            _to_do(found.board, asked.actions),
            by=request.auth,
            reason=asked.reason,
            on_top=First.objects.is_chosen(found.board),
        )
        transaction.on_commit(ring)
    return _now(request, key, id)


@router.get("/{key}/readiness", response=ReadinessAnswer, summary="Readiness")
def show_readiness(request: ApiRequest, key: BoardKey):
    """The four criteria of the phase, each with its evidence and the team's own word."""
    return _readiness(visible_board(request.auth, key))


@router.put("/{key}/readiness/{criterion}", response=ReadinessAnswer, summary="Say where you are")
def say_readiness(request: ApiRequest, key: BoardKey, criterion: Criterion, asked: ReadinessAsked):
    """The team's word of today for one criterion, instead of the one before."""
    board = editable_board(request.auth, key)
    ReadinessWord.objects.say(board, criterion, by=request.auth, **asked.model_dump())
    return _readiness(board)


@router.get("/{key}/ratchet", response=ProposalAnswer, summary="What the ratchet proposes")
def show_ratchet(request: ApiRequest, key: BoardKey):
    """One place fewer after 28 clean days; a limit for the whole board where there is none. Nothing
    is applied by itself."""
    found = ratchet.proposal(visible_board(request.auth, key))
    return ProposalAnswer(proposal=found.told if found else None)


@router.post("/{key}/ratchet/accept", response=ProposalAnswer, summary="Accept the proposal")
def accept_proposal(request: ApiRequest, key: BoardKey, asked: AcceptAsked = AS_PROPOSED):
    """Set the limit that is proposed; 409 `nothing_proposed` if none is. Answers what is proposed
    then. Leads only."""
    board = led_board(request.auth, key)
    ratchet.accept(board, by=request.auth, people=asked.people)
    found = ratchet.proposal(led_board(request.auth, key))
    return ProposalAnswer(proposal=found.told if found else None)


def _to_do(board: Board, asked: list[ActionAsked]) -> list[ToDo]:
    """The actions as the verb takes them; a person who is not here is nobody."""
    emails = [each.owner for each in asked if each.owner]
    found: dict[str, Person] = {
        person.email: person
        for email in emails
        for person in naming.members(board, [email], "owner")
    }
    by_address = {email.lower(): person for email, person in found.items()}
    return [
        ToDo(each.title, by_address.get((each.owner or "").lower()), each.by, each.measure)
        for each in asked
    ]


def _now(request: ApiRequest, key: str, pk: int) -> RetrospectiveAnswer:
    return answer(visible_retrospective(request.auth, key, pk), request.auth)


def answer(found: Retrospective, person: Person) -> RetrospectiveAnswer:
    notes = found.counted_notes() if found.is_revealed else []
    written = len(notes) if found.is_revealed else found.notes.count()
    state = "draft" if found.led_by_id is None else "open"
    return RetrospectiveAnswer(
        id=found.pk,
        number=found.number,
        state=state if found.is_open else "closed",
        opened_at=found.started_at,
        planned_at=found.planned_at,
        ended_at=found.ended_at,
        led_by=found.led_by.email if found.led_by else None,
        minutes=found.minutes,
        template=found.template,
        part=found.part,
        parts=[
            PartAnswer(part=part, name=str(part.label), seconds=seconds)
            for part, seconds in found.lengths
        ],
        figures=found.figures,
        target=found.target,
        incident=found.incident_id,
        revealed=found.is_revealed,
        notes_written=written,
        notes=[_note(each) for each in notes],
        votes_left=found.votes_left(person),
        actions=[_action(each) for each in found.actions.in_order()],
        reason=found.reason,
        last_actions=[_action(each) for each in found.last_actions],
        actions_done=Share(**share_done(found.board)),
    )


def _readiness(board: Board) -> ReadinessAnswer:
    return ReadinessAnswer(
        criteria=[
            CriterionAnswer(
                criterion=each.criterion,
                title=each.title,
                evidence=[EvidenceAnswer(words=one.words, path=one.path) for one in each.evidence],
                is_there=each.word.is_there if each.word else None,
                note=each.word.note if each.word else "",
                said_on=each.word.said_on if each.word else None,
            )
            for each in readiness(board)
        ]
    )


def _line(found: Retrospective) -> RetrospectiveLine:
    return RetrospectiveLine(
        id=found.pk,
        number=found.number,
        opened_at=found.started_at,
        ended_at=found.ended_at,
        actions=[_action(each) for each in found.actions.all()],
    )


def _note(note: Note) -> NoteAnswer:
    return NoteAnswer(
        id=note.pk, text=note.text, heading=note.heading, group=note.group, votes=note.votes
    )


def _action(action: ImprovementAction) -> ActionAnswer:
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
