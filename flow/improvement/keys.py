"""The keys of a person's own notes, in a cookie of the meeting's pages and nowhere else."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from board.models.words import is_number
from flow.improvement.models import Retrospective

MOST = 60  # a cookie holds about 4,000 characters
A_DAY = 24 * 60 * 60


def keys_of(request: HttpRequest, retrospective: Retrospective) -> dict[int, str]:
    """Return the keys in the cookie, by the id of the note; what cannot be read is left out."""
    cookie = request.COOKIES.get(_name(retrospective), "")
    pairs = (each.partition(".") for each in cookie.split("~"))
    return {int(pk): key for pk, _dot, key in pairs if is_number(pk)}


def give(
    response: HttpResponse, request: HttpRequest, retrospective: Retrospective, note: int, key: str
) -> HttpResponse:
    """Add a key to the cookie, which is for the pages of this meeting and lasts two days."""
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
