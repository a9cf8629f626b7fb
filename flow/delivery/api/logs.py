"""The operation for the log of git."""

from collections.abc import Iterator
from hashlib import sha256
from http import HTTPStatus

from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Router, Status
from pydantic import BaseModel

from board.api.answers import problem
from board.api.values import Id
from flow.delivery.access import delivering_repository
from flow.delivery.api.callers import DeliveringRequest
from flow.delivery.api.lenient import DELIVERERS
from flow.delivery.gitlog import LogTooLarge, in_parts
from flow.delivery.models import Delivery, Door
from flow.delivery.tasks import ring

router = Router(tags=["Delivery"])

BLOCK = 64 * 1024


class LogAccepted(BaseModel):
    """A log was kept, in parts; a task applies them."""

    parts: int


@router.post(
    "/repositories/{id}/log",
    auth=DELIVERERS,
    response={202: LogAccepted, 415: problem.Problem},
    summary="Send the log of git",
)
def report_log(request: DeliveringRequest, id: Id):
    """The text of `git log --first-parent -m --numstat`, as text/plain, however long. It completes
    what is known of changes: their files, their lines, their order."""
    repository = delivering_repository(request.auth, id)
    if request.content_type != "text/plain":
        words = _("Send the text of the log as text/plain.")
        return problem.response(problem.plain(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "not_text", words))
    parts = 0
    try:
        with transaction.atomic():
            for part in in_parts(_blocks(request)):
                parts += 1
                key = sha256(part).hexdigest()
                Delivery.receive(repository, Door.LOG, key=key, body=part)
    except LogTooLarge:
        words = _("One commit of this log is too large.")
        return problem.response(
            problem.plain(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too_large", words)
        )
    ring()
    return Status(202, LogAccepted(parts=parts))


def _blocks(request: HttpRequest) -> Iterator[bytes]:
    while block := request.read(BLOCK):
        yield block
