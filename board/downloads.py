"""A file of a card as an answer: to download, never to run in a page of Sluice."""

from django.core.files.base import File
from django.http import FileResponse

from board.models import Attachment
from board.models.card.thumbnail import MEDIA_TYPE

NOTHING_RUNS = (
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox"
)


def download(attachment: Attachment) -> FileResponse:
    """Return the content under its name, with the type that its content says; HTML is plain text."""
    answer = FileResponse(
        attachment.file.open("rb"),
        as_attachment=True,
        filename=attachment.name,
        content_type=attachment.media_type,
    )
    return _harmless(answer, attachment.size)


def picture(attachment: Attachment) -> FileResponse:
    """Return a picture for a page. The browser keeps it, and asks each time whether it still may."""
    answer = FileResponse(attachment.file.open("rb"), content_type=attachment.media_type)
    return _harmless(_asked_again(answer, attachment), attachment.size)


def thumbnail(attachment: Attachment, small: "File[bytes]") -> FileResponse:
    """Return a picture drawn small, as a picture for a page."""
    answer = FileResponse(small, content_type=MEDIA_TYPE)
    return _harmless(_asked_again(answer, attachment), small.size)


def mark_of(attachment: Attachment) -> str:
    """Return the ETag of a content, which never changes."""
    return f'"{attachment.pk.hex}"'


def _asked_again(answer: FileResponse, attachment: Attachment) -> FileResponse:
    answer["Cache-Control"] = "private, no-cache"
    answer["ETag"] = mark_of(attachment)
    return answer


def _harmless(answer: FileResponse, size: int) -> FileResponse:
    answer["Content-Length"] = str(size)
    answer["Content-Security-Policy"] = NOTHING_RUNS
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    return answer
