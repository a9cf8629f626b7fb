import hashlib
import secrets
from datetime import timedelta

from django.db import models
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from board.models.compiled import Compiled
from board.models.person import Person


class ApiTokenQuerySet(models.QuerySet["ApiToken"]):
    def valid(self) -> "ApiTokenQuerySet":
        return self.filter(revoked_at=None, person__is_active=True)

    def with_secret(self, secret: str) -> "ApiTokenQuerySet":
        return self.filter(digest=digest_of(secret))


class ApiToken(models.Model):
    """A key to the API for one person; only a digest of it is stored."""

    person = models.ForeignKey("board.Person", models.CASCADE, related_name="api_tokens")
    name = models.CharField(_("name"), max_length=80, blank=True)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    last_used_at = models.DateTimeField(null=True, editable=False)
    revoked_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("API token")

    def __str__(self) -> str:
        return self.name or f"{self.created_at:%Y-%m-%d}"

    @classmethod
    def issue(cls, person, *, name: str = "") -> str:
        """A new token for this person; the secret is told once and can't be read again."""
        secret = f"sluice_{secrets.token_urlsafe(32)}"
        cls.objects.create(person=person, name=name, digest=digest_of(secret))
        return secret

    @classmethod
    def holder(cls, secret: str) -> Person | None:
        """Whose token this is, in one statement; None if it is no token or not good any more."""
        for person in HOLDER.objects(digest_of(secret)):
            cls(pk=person.token, last_used_at=person.token_used_at).note_use()
            return person
        return None

    def note_use(self) -> None:
        """Remember that the token was used, to the minute: a busy program costs no write a call."""
        now = timezone.now()
        if self.last_used_at is None or now - self.last_used_at >= timedelta(minutes=1):
            self.last_used_at = now
            self.save(update_fields=["last_used_at"])

    def revoke(self) -> None:
        self.revoked_at = timezone.now()
        self.save(update_fields=["revoked_at"])


HOLDER = Compiled(
    lambda digest: Person.objects.filter(
        is_active=True, api_tokens__digest=digest, api_tokens__revoked_at=None
    ).annotate(token=F("api_tokens__pk"), token_used_at=F("api_tokens__last_used_at"))
)


def digest_of(secret: str) -> str:
    """SHA-256 in hex: the secret is 256 random bits, so a slow hash would add nothing."""
    return hashlib.sha256(secret.encode()).hexdigest()
