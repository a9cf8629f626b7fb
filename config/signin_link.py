"""A link that signs the owner of an embedded set-up in, once and for ten minutes.

`make run` prints it, so that nobody has to think of a password to look around. Opening it shows a
button and spends nothing, because programs open links too, to preview them; the button spends it.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import get_user_model, login
from django.core import signing
from django.core.cache import cache
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

if TYPE_CHECKING:
    from board.models import Person

SALT = "one-time sign-in link"
LIFE = timedelta(minutes=10)


class NoLongerGood(Exception):
    """The link was used, is too old, or was never one of ours."""


@dataclass(frozen=True)
class SigninLink:
    person: Person
    nonce: str

    @classmethod
    def path_for(cls, person: Person) -> str:
        """The path of a new link for this person."""
        words = {"person": person.pk, "nonce": secrets.token_urlsafe(12)}
        return reverse("signin_link", args=[signing.dumps(words, salt=SALT)])

    @classmethod
    def read(cls, token: str) -> SigninLink:
        try:
            words = signing.loads(token, salt=SALT, max_age=LIFE)
            person = get_user_model().objects.get(pk=words["person"], is_active=True)
        except (signing.BadSignature, ObjectDoesNotExist):
            raise NoLongerGood from None
        link = cls(person, words["nonce"])
        if link.is_spent:
            raise NoLongerGood
        return link

    @property
    def is_spent(self) -> bool:
        return self._mark in cache

    def spend(self) -> None:
        """Of two who spend it at once, one is too late."""
        if not cache.add(self._mark, "spent", timeout=LIFE.total_seconds()):
            raise NoLongerGood

    @property
    def _mark(self) -> str:
        return f"signin-link:{self.nonce}"


@never_cache
@require_http_methods(["GET", "POST"])
def signin_link(request: HttpRequest, token: str) -> HttpResponse:
    if not settings.EMBEDDED:
        raise Http404
    try:
        link = SigninLink.read(token)
        if request.method == "POST":
            return sign_in_by(link, request)
    except NoLongerGood:
        return render(request, "account/signin_link_gone.html", status=410)
    return render(request, "account/signin_link.html", {"person": link.person})


def sign_in_by(link: SigninLink, request: HttpRequest) -> HttpResponse:
    link.spend()
    login(request, link.person, backend=settings.AUTHENTICATION_BACKENDS[0])
    UserSession.objects.create_from_request(request)
    return redirect(resolve_url(settings.LOGIN_REDIRECT_URL))
