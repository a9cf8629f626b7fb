"""The signals of libraries about sign-ins go into the audit trail."""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authentication_failed as factor_failed
from allauth.mfa.signals import authenticator_added, authenticator_removed
from django.contrib.auth.signals import user_logged_in, user_login_failed
from django.http import HttpRequest

from board.models import Audited, AuditEntry, Person


def listen() -> None:
    user_logged_in.connect(_signed_in, dispatch_uid="audit")
    user_login_failed.connect(_failed, dispatch_uid="audit")
    factor_failed.connect(_factor_failed, dispatch_uid="audit")
    authenticator_added.connect(_factor_added, dispatch_uid="audit")
    authenticator_removed.connect(_factor_removed, dispatch_uid="audit")


def _signed_in(request: HttpRequest, user: Person, **_: Any) -> None:
    AuditEntry.record(Audited.SIGNED_IN, person=user, request=request)


def _failed(credentials: dict[str, Any], request: HttpRequest | None = None, **_: Any) -> None:
    address = str(credentials.get("email") or credentials.get("username") or "")
    person = Person.objects.with_address(address).first() if address.isprintable() else None
    AuditEntry.record(Audited.SIGN_IN_FAILED, person=person, detail=address, request=request)


def _factor_failed(request: HttpRequest, user: Person, **_: Any) -> None:
    factor = "second factor"
    AuditEntry.record(Audited.SIGN_IN_FAILED, person=user, detail=factor, request=request)


def _factor_added(
    request: HttpRequest, user: Person, authenticator: Authenticator, **_: Any
) -> None:
    kind = Audited.FACTOR_ADDED
    AuditEntry.record(kind, person=user, by=user, detail=authenticator.type, request=request)


def _factor_removed(
    request: HttpRequest, user: Person, authenticator: Authenticator, **_: Any
) -> None:
    kind = Audited.FACTOR_REMOVED
    AuditEntry.record(kind, person=user, by=user, detail=authenticator.type, request=request)
