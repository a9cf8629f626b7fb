"""The credentials of a person: the address, whether it is confirmed, sessions and tokens.

The address is `Person.email` and nothing else; Allauth's row for it says whether it is proved. A row
for another address means nothing, wherever it comes from.
"""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import models, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import salted_hmac

if TYPE_CHECKING:
    from board.models.people.person import Person

TIME_TO_PROVE = timedelta(days=7)


class PersonQuerySet(models.QuerySet["Person"]):
    def with_address(self, email: str) -> "PersonQuerySet":
        """Return the people with this e-mail address, in any case."""
        return self.filter(email__iexact=email)

    def unproved(self) -> "PersonQuerySet":
        """Return the accounts that were asked for and whose address was never proved."""
        return self.filter(last_login=None, is_staff=False, memberships=None).exclude(
            emailaddress__verified=True
        )

    def forget_unproved(self) -> None:
        """Delete accounts whose address was not proved in time."""
        self.unproved().filter(date_joined__lt=timezone.now() - TIME_TO_PROVE).delete()


class PersonCredentials(models.Model):
    """A side of Person: its address, its sessions and tokens."""

    if TYPE_CHECKING:  # Allauth's side of the relations
        emailaddress_set: Any
        usersession_set: Any

    # Sessions that began under another number have ended.
    session_generation = models.PositiveIntegerField(default=0, db_default=0, editable=False)

    class Meta:
        abstract = True

    @property
    def has_proved_address(self: "Person") -> bool:
        return self.emailaddress_set.filter(email=self.email.lower(), verified=True).exists()

    def prove_address(self: "Person") -> None:
        """Note that the address is proved: the person followed a link that was sent there.

        An invitation that waited for the proof is accepted now.
        """
        email, rows = self.email.lower(), self.emailaddress_set
        with transaction.atomic():
            rows.exclude(email=email).delete()
            rows.model.objects.filter(email=email).exclude(user=self).delete()
            rows.update_or_create(email=email, defaults={"verified": True, "primary": True})
            for invitation in self.claimed_invitations.open():
                invitation.accept(by=self)

    def change_address(self: "Person", email: str) -> None:
        """Change the address; the new one is not proved, and the sessions and tokens of the old end."""
        with transaction.atomic():
            if not self.name:  # then boards show the address
                self.show_new_name(by=self)
            self.email = email
            self.save(update_fields=["email"])
            self.emailaddress_set.all().delete()
            self.end_access()

    def end_access(self: "Person") -> None:
        """End every session and token of this person."""
        self.api_tokens.revoke()
        self.end_sessions()

    def end_sessions(self: "Person") -> None:
        self.usersession_set.all().delete()
        self.session_generation = F("session_generation") + 1
        self.save(update_fields=["session_generation"])
        self.refresh_from_db(fields=["session_generation"])

    def _get_session_auth_hash(self: "Person", secret: str | None = None) -> str:
        """Return Django's hash, and another one for each later generation of sessions."""
        if not self.session_generation:
            return super()._get_session_auth_hash(secret=secret)
        signed = f"{self.password}:{self.session_generation}"
        salt = "sluice.session_generation"
        return salted_hmac(salt, signed, secret=secret, algorithm="sha256").hexdigest()
