"""Change the e-mail address of a person: the new one is proved by mail, and both are notified.

The link holds the person and both addresses, signed: it is invalid when one of them has changed.
"""

from urllib.parse import urljoin

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMessage
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from board.models import Audited, AuditEntry, Person
from board.models.mail_budget import LINKS

SALT = "a new e-mail address"
LIFE = 24 * 60 * 60  # seconds


class AddressLinkEnded(Exception):
    """The link was used, is too old, is somebody else's, or the address is taken."""


def ask(person: Person, new: str) -> None:
    """Mail a link to the new address; only the person who has it already is notified that it is
    taken.
    """
    LINKS.check(person)
    AuditEntry.record(LINKS.kind, person=person, by=person, detail=new)
    taken = Person.objects.with_address(new).exists()
    words = signing.dumps([person.pk, person.email, new], salt=SALT)
    link = urljoin(settings.SITE_URL, reverse("new-address", args=[words]))
    _mail(new, _("Your new e-mail address"), "asked", {"link": link, "taken": taken})


def read(person: Person, words: str) -> str:
    """The new address that this person asked for."""
    try:
        pk, old, new = signing.loads(words, salt=SALT, max_age=LIFE)
    except (signing.BadSignature, ValueError):
        raise AddressLinkEnded from None
    if (pk, old) != (person.pk, person.email):
        raise AddressLinkEnded
    return new


def change(person: Person, new: str, *, request: HttpRequest) -> None:
    """The person has followed the link: the address is theirs, and proved."""
    old = person.email
    try:
        with transaction.atomic():
            person.change_address(new)
            person.prove_address()
            notify_both(person, old, by=person, request=request)
    except IntegrityError:
        person.refresh_from_db()
        raise AddressLinkEnded from None


def notify_both(person: Person, old: str, *, by: Person, request: HttpRequest) -> None:
    """Notify both addresses of the change, and record who made it."""
    new, kind = person.email, Audited.ADDRESS_CHANGED
    AuditEntry.record(kind, person=person, by=by, detail=f"{old} → {new}", request=request)
    for to in (old, new):
        _mail(to, _("Your e-mail address has changed"), "changed", {"old": old, "new": new})


def _mail(to: str, subject: str, what: str, facts: dict[str, object]) -> None:
    text = render_to_string(f"email/address_{what}.txt", facts | {"site": settings.SITE_URL})
    EmailMessage(subject, text, to=[to]).send()
