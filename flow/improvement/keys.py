"""The keys of somebody's own notes, kept by their browser alone: a cookie of the meeting's pages."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from board.models.words import is_number
from flow.improvement.models import Retrospective

MOST = 60  # a cookie holds about 4,000 characters
A_DAY = 24 * 60 * 60


def keys_of(request: HttpRequest, retrospective: Retrospective) -> dict[int, str]:
    """The keys that this browser holds, by the id of the note; what is odd is left out."""
    said = request.COOKIES.get(_name(retrospective), "")
    pairs = (each.partition(".") for each in said.split("~"))
    return {int(pk): key for pk, _dot, key in pairs if is_number(pk)}


def give(
    response: HttpResponse, request: HttpRequest, retrospective: Retrospective, note: int, key: str
) -> HttpResponse:
    """Let the browser keep one more key, for the pages of this meeting and for two days."""
    keys = keys_of(request, retrospective) | {note: key}
    last = list(keys.items())[-MOST:]
    response.set_cookie(
        _name(retrospective),
        "~".join(f"{pk}.{kept}" for pk, kept in last),
        max_age=2 * A_DAY,
        path=reverse("retrospective", args=[retrospective.board.key, retrospective.pk]),
        secure=request.is_secure(),
        httponly=True,
        samesite="Strict",
    )
    return response


def _name(retrospective: Retrospective) -> str:
    return f"notes-{retrospective.pk}"
