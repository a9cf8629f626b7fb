"""The files of a card."""

from dataclasses import replace
from datetime import datetime
from typing import Annotated
from uuid import UUID

from django.urls import reverse
from ninja import File, Router, Status, UploadedFile
from pydantic import BaseModel, Field

from board.access import editable_attachment, editable_card, visible_attachment, visible_card
from board.api.terms import NO_TERMS, terms
from board.api.tokens import ApiRequest
from board.api.values import BoardKey, CardNumber, IdempotencyKey
from board.downloads import download
from board.models import Attachment, Card
from board.models.card.attachments import content_mark

router = Router(tags=["Files"])


class AttachmentAnswer(BaseModel):
    """A file of a card."""

    id: UUID
    name: str
    size: int = Field(description="In bytes.")
    media_type: str = Field(description="By its content, never by its name.")
    by: str = Field(description="The e-mail address of who attached it.")
    at: datetime
    url: str = Field(description="Where it is downloaded from, with the same token.")


class AttachmentsAnswer(BaseModel):
    """The files of a card, in the order in which they were attached; at most 100."""

    items: list[AttachmentAnswer]


@router.get(
    "/{key}/cards/{number}/attachments", response=AttachmentsAnswer, summary="The files of a card"
)
def list_attachments(request: ApiRequest, key: BoardKey, number: CardNumber):
    card = visible_card(request.auth, key, number)
    return AttachmentsAnswer(items=[_answer(card, each) for each in card.attachments.in_order()])


@router.post(
    "/{key}/cards/{number}/attachments",
    response={201: AttachmentAnswer, 200: AttachmentAnswer},
    summary="Attach a file",
)
def attach_file(
    request: ApiRequest,
    key: BoardKey,
    number: CardNumber,
    file: Annotated[UploadedFile, File(description="At most 25 MB, in a multipart form.")],
    idempotency_key: IdempotencyKey = None,
):
    """A multipart form with the field `file`. 201, or 200 when a retry finds it there."""
    card = editable_card(request.auth, key, number)
    asked = terms(request, NO_TERMS, idempotency_key)
    if asked.key:
        asked = replace(asked, fingerprint=content_mark(file))
    before = card.attachments.count() if asked.key else 0
    attachment = card.attach(file, by=request.auth, terms=asked)
    is_there = bool(asked.key) and card.attachments.count() == before
    return Status(200 if is_there else 201, _answer(card, attachment))


@router.get(
    "/{key}/cards/{number}/attachments/{id}", summary="Download a file", url_name="attachment"
)
def download_attachment(request: ApiRequest, key: BoardKey, number: CardNumber, id: UUID):
    """The content, as something to keep: no browser runs it."""
    return download(visible_attachment(request.auth, key, number, id))


@router.delete(
    "/{key}/cards/{number}/attachments/{id}", response={204: None}, summary="Remove a file"
)
def detach_file(request: ApiRequest, key: BoardKey, number: CardNumber, id: UUID):
    """Take the file away for good."""
    card, attachment = editable_attachment(request.auth, key, number, id)
    card.detach(attachment, by=request.auth)
    return Status(204, None)


def _answer(card: Card, attachment: Attachment) -> AttachmentAnswer:
    where = {"key": card.board.key, "number": card.number, "id": attachment.pk}
    return AttachmentAnswer(
        id=attachment.pk,
        name=attachment.name,
        size=attachment.size,
        media_type=attachment.media_type,
        by=attachment.by.email,
        at=attachment.at,
        url=reverse("api:attachment", kwargs=where),
    )
