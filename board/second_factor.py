"""A second factor of people: who must have one, and what is theirs."""

from collections.abc import Callable
from typing import Any

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from board.models import Person

FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
_SEEN = "second_factor"  # in the session, once it was there


def is_required_of(person: Person) -> bool:
    """Whether the site wants a second factor of this person: `SECOND_FACTOR`."""
    if settings.SECOND_FACTOR == "staff":
        return person.is_staff or person.is_superuser
    return settings.SECOND_FACTOR == "all"


def is_missing(request: Any) -> bool:
    """Whether the person must set up a second factor before anything else."""
    if not (request.user.is_authenticated and is_required_of(request.user)):
        return False
    if request.session.get(_SEEN):
        return False
    if not Authenticator.objects.filter(user=request.user, type__in=FACTORS).exists():
        return True
    request.session[_SEEN] = True
    return False


def take_away(person: Person) -> None:
    """Remove every second factor of a person who has lost it, and notify this person."""
    with transaction.atomic():
        Authenticator.objects.filter(user=person).delete()
        person.end_sessions()
        text = render_to_string("email/second_factor_gone.txt", {"site": settings.SITE_URL})
        EmailMessage(_("Your second factor was removed"), text, to=[person.email]).send()


class SecondFactors(DefaultMFAAdapter):
    """Allauth's; the last second factor stays where the site wants one."""

    def _get_site_name(self) -> str:
        return "Sluice"

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        others = Authenticator.objects.filter(user=authenticator.user, type__in=FACTORS)
        return (
            not is_required_of(authenticator.user) or others.exclude(pk=authenticator.pk).exists()
        )


class SecondFactorFirst:
    """Middleware: who must have a second factor and has none is led to where it is set up."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: Any, view: Any, args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        if settings.SECOND_FACTOR == "optional" or _is_open(request):
            return None
        if not is_missing(request):
            return None
        if request.htmx:
            return HttpResponseClientRedirect(reverse("mfa_index"))
        return redirect("mfa_index")


def _is_open(request: HttpRequest) -> bool:
    """The pages of accounts, and what asks for no session: health and the API."""
    match = request.resolver_match
    return match is None or match.url_name in _OPEN or match.route.startswith(("accounts/", "api/"))


_OPEN = {"alive", "ready", "signin_link"}
