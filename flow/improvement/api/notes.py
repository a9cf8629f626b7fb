"""The notes of a retrospective and the votes for them, for programs."""

from typing import Annotated

from ninja import Header, Router, Status
from pydantic import BaseModel, Field, StringConstraints

from board.api.tokens import ApiRequest
from board.api.values import BoardKey, Id, Line, RequestBody, RowId, Text, example
from flow.improvement.access import editable_retrospective, own_note
from flow.improvement.api.answers import (
    NoteAnswer,
    RetrospectiveAnswer,
    answer_now,
    note_answer,
)

router = Router(tags=["Improvement"])

NoteText = Annotated[Line, StringConstraints(max_length=500)]
NoteKey = Annotated[
    str, Header("", alias="Note-Key", description="The key that the answer of the note gave.")
]


class NoteAsked(RequestBody):
    model_config = example(text="Reviews wait until the afternoon")

    text: NoteText
    heading: Annotated[Text, StringConstraints(max_length=20)] = Field(
        default="", description="One of the template; the first if it is left out."
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


class NoteMade(BaseModel):
    id: int
    key: str = Field(description="Only this key changes the note. It is answered once.")


@router.post("/{key}/retrospectives/{id}/notes", response={201: NoteMade}, summary="Write a note")
def write_note(request: ApiRequest, key: BoardKey, id: Id, asked: NoteAsked):
    """In any part. Nobody is kept as its author: the key in the answer is all that changes it."""
    retrospective = editable_retrospective(request.auth, key, id)
    note, secret = retrospective.write(asked.text, heading=asked.heading)
    return Status(201, NoteMade(id=note.pk, key=secret))


@router.patch(
    "/{key}/retrospectives/{id}/notes/{note}", response=NoteAnswer, summary="Rewrite a note"
)
def rewrite_note(
    request: ApiRequest, key: BoardKey, id: Id, note: Id, asked: NoteTerms, secret: NoteKey
):
    """With its key in the header `Note-Key`; 403 with another."""
    own = own_note(request.auth, key, id, note, secret)
    return note_answer(own.retrospective.rewrite(own, asked.text))


@router.delete(
    "/{key}/retrospectives/{id}/notes/{note}", response={204: None}, summary="Withdraw a note"
)
def withdraw_note(request: ApiRequest, key: BoardKey, id: Id, note: Id, secret: NoteKey):
    """With its key in the header `Note-Key`; 403 with another."""
    own = own_note(request.auth, key, id, note, secret)
    own.retrospective.withdraw(own)
    return Status(204, None)


@router.post(
    "/{key}/retrospectives/{id}/reveal", response=RetrospectiveAnswer, summary="Reveal the notes"
)
def reveal_notes(request: ApiRequest, key: BoardKey, id: Id):
    """From now on everybody sees them, in random order. Again, it changes nothing."""
    editable_retrospective(request.auth, key, id).reveal()
    return answer_now(request, key, id)


@router.post(
    "/{key}/retrospectives/{id}/group", response=RetrospectiveAnswer, summary="Put notes together"
)
def group_notes(request: ApiRequest, key: BoardKey, id: Id, asked: GroupAsked):
    """One alone leaves its group. 409 `not_revealed` before the reveal."""
    editable_retrospective(request.auth, key, id).group(asked.notes)
    return answer_now(request, key, id)


@router.post(
    "/{key}/retrospectives/{id}/votes", response=RetrospectiveAnswer, summary="Vote for a note"
)
def vote(request: ApiRequest, key: BoardKey, id: Id, asked: VoteAsked):
    """Three votes each, two at most on one note: else 409 `no_votes_left`."""
    editable_retrospective(request.auth, key, id).vote(asked.note, by=request.auth)
    return answer_now(request, key, id)


@router.delete(
    "/{key}/retrospectives/{id}/votes/{note}",
    response=RetrospectiveAnswer,
    summary="Take a vote back",
)
def take_vote_back(request: ApiRequest, key: BoardKey, id: Id, note: Id):
    """One of your own votes for this note; without one, nothing changes."""
    editable_retrospective(request.auth, key, id).take_vote_back(note, by=request.auth)
    return answer_now(request, key, id)
