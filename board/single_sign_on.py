"""Sign-in by an OpenID Connect issuer: `OIDC_ISSUER` and what belongs to it.

The issuer says whose e-mail address it is, and that it is proved. Somebody here who has proved the
same address is that person; nobody else is. Who is new comes in like everybody: by an invitation, an
open site, or a domain that the set-up allows.
"""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any, NoReturn
from urllib.parse import urlencode

from allauth.account import app_settings as account
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.flows.reauthentication import get_reauthentication_flows
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount, SocialLogin
from allauth.socialaccount.providers.openid_connect import views as allauth
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from requests import RequestException

from board.accounts import claim, invitation_of
from board.models import Audited, AuditEntry, Person


class SingleSignOn(DefaultSocialAccountAdapter):
    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Refuse whom the site does not let in by the issuer, in words."""
        email = _proved_email(sociallogin)
        if sociallogin.state.get("process") == "connect":
            _refuse(request, _("Sign in with it instead: accounts are connected by their address."))
        if email is None:
            _refuse(request, _("It does not confirm your e-mail address."))
        if settings.OIDC_DOMAINS and _domain_of(email) not in settings.OIDC_DOMAINS:
            _refuse(request, _("Addresses of your domain cannot sign in here."), email)

    def authenticate_by_email(self, sociallogin: SocialLogin) -> tuple[Person, str] | None:
        """The person with the proved address of the issuer, if it is proved here, too."""
        email = _proved_email(sociallogin)
        if email is None:
            return None
        Person.objects.unproved().with_address(email).delete()  # somebody only claimed it
        person = Person.objects.with_address(email).first()
        return (person, email) if person and person.has_proved_address else None

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return bool(settings.OIDC_DOMAINS) or super().is_open_for_signup(request, sociallogin)

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: Any) -> Person:
        person = sociallogin.user
        person.email = _proved_email(sociallogin) or ""
        person.name = str(data.get("name") or "")[:150]
        return person

    def save_user(self, request: HttpRequest, sociallogin: SocialLogin, form: Any = None) -> Person:
        """The new person, with the address that the issuer has proved; both or nothing."""
        with transaction.atomic():
            person = super().save_user(request, sociallogin, form)
            if invitation := invitation_of(request):
                claim(invitation, request, by=person)
            person.prove_address()
        return person


def login(request: HttpRequest, provider_id: str) -> HttpResponse:
    return _reached(allauth.login, request, provider_id)


def callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    return _reached(allauth.callback, request, provider_id)


def signed_in_lately(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For what a forgotten open window must not do.

    Who has a password, an app or a key is asked for it by Allauth. Who has only the issuer signs in
    there again, unless they did so just now.
    """

    @wraps(view)
    def asked(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method != "POST" or not _only_the_issuer_knows(request.user):
            return view(request, *args, **kwargs)
        if time.time() - _last_sign_in(request) < account.REAUTHENTICATION_TIMEOUT:
            return view(request, *args, **kwargs)
        messages.info(
            request, _("Sign in again first, so that we know that it is you; then try again.")
        )
        again = reverse("openid_connect_login", kwargs={"provider_id": "sso"})
        asked_for = {"next": request.path, "auth_params": "prompt=login"}
        return redirect(f"{again}?{urlencode(asked_for)}")

    return asked


def _only_the_issuer_knows(person: Person) -> bool:
    """Whether the issuer alone can say that it is this person."""
    if not settings.OIDC_ISSUER or get_reauthentication_flows(person):
        return False
    return SocialAccount.objects.filter(user=person).exists()


def _last_sign_in(request: HttpRequest) -> float:
    records = get_authentication_records(request, request.user)
    return max((record["at"] for record in records), default=0)


def _reached(view: Any, request: HttpRequest, provider_id: str) -> HttpResponse:
    """Return the answer of Allauth, or a page that says that the issuer cannot be reached."""
    try:
        return view(request, provider_id=provider_id)
    except RequestException:
        sentence = _(
            "It cannot be reached at the moment. Sign in with your password, or try again."
        )
        return _refusal(request, sentence, status=503)


def _proved_email(sociallogin: SocialLogin) -> str | None:
    for address in sociallogin.email_addresses:
        if address.verified is True:
            return address.email.lower()
    return None


def _domain_of(email: str | None) -> str:
    return (email or "").rpartition("@")[2]


def _refuse(request: HttpRequest, words: str, email: str | None = None) -> NoReturn:
    AuditEntry.record(Audited.SIGN_IN_FAILED, detail=f"single sign-on {email}", request=request)
    raise ImmediateHttpResponse(_refusal(request, words, status=403))


def _refusal(request: HttpRequest, words: str, *, status: int) -> HttpResponse:
    return render(request, "account/sso_refused.html", {"words": words}, status=status)
