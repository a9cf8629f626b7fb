"""A browser that has signed somebody in is known: strangers' guesses do not lock it out."""

import secrets

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from board.models import Person

COOKIE = "known_browser"
LIFE = 180 * 24 * 60 * 60  # seconds


def of(request: HttpRequest, email: str) -> str:
    """Return the cookie value of a browser that has signed in with this address; "" for others."""
    try:
        pk, nonce = signing.loads(request.COOKIES.get(COOKIE, ""), salt=COOKIE, max_age=LIFE)
    except (signing.BadSignature, ValueError, TypeError):
        return ""
    known = Person.objects.with_address(email).filter(pk=pk).exists()
    return nonce if known else ""


def remember(response: HttpResponse, person: Person) -> None:
    response.set_cookie(
        COOKIE,
        signing.dumps([person.pk, secrets.token_urlsafe(12)], salt=COOKIE),
        max_age=LIFE,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
        path="/accounts/",
    )
