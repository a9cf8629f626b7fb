"""A link that signs the owner of an embedded set-up in, once and for ten minutes.

`make run` prints it, so that nobody has to think of a password to look around. Opening it shows a
button and spends nothing, because programs open links too, to preview them; the button spends it.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.core import signing
from django.core.cache import cache
from django.core.exceptions import ObjectDoesNotExist
from django.urls import reverse

if TYPE_CHECKING:
    from board.models import Person

SALT = "one-time sign-in link"
LIFE = timedelta(minutes=10)


class SignInLinkEnded(Exception):
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
            raise SignInLinkEnded from None
        link = cls(person, words["nonce"])
        if link.is_spent:
            raise SignInLinkEnded
        return link

    @classmethod
    def again(cls, path: str) -> str | None:
        """The link to show again: itself while it is good, a new one when it is too old.

        None when it was used, or when its person can no longer sign in.
        """
        token = path.strip("/").rpartition("/")[2]
        words = signing.loads(token, salt=SALT)
        person = get_user_model().objects.filter(pk=words["person"], is_active=True).first()
        if person is None or cls(person, words["nonce"]).is_spent:
            return None
        try:
            signing.loads(token, salt=SALT, max_age=LIFE)
        except signing.SignatureExpired:
            return cls.path_for(person)
        return path

    @property
    def is_spent(self) -> bool:
        return self._mark in cache

    def spend(self) -> None:
        """Of two who spend it at once, one is too late."""
        if not cache.add(self._mark, "spent", timeout=LIFE.total_seconds()):
            raise SignInLinkEnded

    @property
    def _mark(self) -> str:
        return f"signin-link:{self.nonce}"
