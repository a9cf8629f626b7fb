"""A file of a card as an answer: something to keep, never something that runs in a page of ours."""

from django.http import FileResponse

from board.models import Attachment

NOTHING_RUNS = (
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox"
)


def download(attachment: Attachment) -> FileResponse:
    """The content under the name that it came with; its type is what it is, HTML is plain text."""
    answer = FileResponse(
        attachment.file.open("rb"),
        as_attachment=True,
        filename=attachment.name,
        content_type=attachment.media_type,
    )
    return _harmless(answer, attachment)


def picture(attachment: Attachment) -> FileResponse:
    """A picture, for a page to show: the browser keeps it, and asks each time whether it may."""
    answer = FileResponse(attachment.file.open("rb"), content_type=attachment.media_type)
    answer["Cache-Control"] = "private, no-cache"
    answer["ETag"] = mark_of(attachment)
    return _harmless(answer, attachment)


def mark_of(attachment: Attachment) -> str:
    """What tells a content from others; it never changes."""
    return f'"{attachment.pk.hex}"'


def _harmless(answer: FileResponse, attachment: Attachment) -> FileResponse:
    answer["Content-Length"] = str(attachment.size)
    answer["Content-Security-Policy"] = NOTHING_RUNS
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    return answer
