"""A token: the secret by which a program shows what it may do."""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from board.models.name import NameField

if TYPE_CHECKING:
    from board.models.board.board import Board

SHOWN = 12  # characters of a secret that are kept as they are, to distinguish tokens


class TokenScope(models.TextChoices):
    """The rights of a token, among those of its owner."""

    ALL = "all", _("everything that I may do")
    LOOK = "look", _("view only")


class TokenQuerySet(models.QuerySet[Any]):
    def valid(self) -> Self:
        ends_later = Q(expires_at=None) | Q(expires_at__gt=timezone.now())
        return self.filter(ends_later, revoked_at=None)

    def with_secret(self, secret: str) -> Self:
        return self.filter(digest=digest_of(secret))

    def revoke(self) -> None:
        self.filter(revoked_at=None).update(revoked_at=timezone.now())


class Token(models.Model):
    """The common fields of all tokens; only a digest of the secret is stored.

    A token for one board opens no other; a read-only token makes a viewer of its owner.
    """

    MARK = "sluice_"  # what its secrets begin with, so that a leaked one is recognised

    name = NameField(_("name"), max_length=80, blank=True)
    prefix = models.CharField(
        max_length=SHOWN, blank=True, default="", db_default="", editable=False
    )
    digest = models.CharField(max_length=64, unique=True, editable=False)
    scope = models.CharField(
        max_length=4, choices=TokenScope, default=TokenScope.ALL, db_default=TokenScope.ALL
    )
    board = models.ForeignKey("board.Board", models.CASCADE, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True, editable=False)
    last_used_from = models.GenericIPAddressField(null=True, editable=False)
    revoked_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        abstract = True
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.name or f"{self.created_at:%Y-%m-%d}"

    @classmethod
    def write(cls, **facts: Any) -> str:
        """Store a new token; the secret is shown once and cannot be read again."""
        secret = f"{cls.MARK}{secrets.token_urlsafe(32)}"
        cls._default_manager.create(prefix=secret[:SHOWN], digest=digest_of(secret), **facts)
        return secret

    @property
    def has_expired(self) -> bool:
        return self.expires_at is not None and self.expires_at <= timezone.now()

    @property
    def is_view_only(self) -> bool:
        return self.scope == TokenScope.LOOK

    @property
    def is_for_everything(self) -> bool:
        return self.scope == TokenScope.ALL and self.board_id is None

    def opens(self, board: "Board") -> bool:
        return self.board_id is None or self.board_id == board.pk

    def note_use(self, address: str | None) -> None:
        """Note when and from where the token was used, to the minute: not each call costs a write."""
        now = timezone.now()
        if self.last_used_at is None or now - self.last_used_at >= timedelta(minutes=1):
            self.last_used_at, self.last_used_from = now, address or None
            self.save(update_fields=["last_used_at", "last_used_from"])

    def revoke(self) -> None:
        self.revoked_at = timezone.now()
        self.save(update_fields=["revoked_at"])


def end_after(days: int | None) -> datetime | None:
    """Return when a token of this many days ends; None for one that does not."""
    return timezone.now() + timedelta(days=days) if days else None


def digest_of(secret: str) -> str:
    """Return the SHA-256 in hex: the secret is 256 random bits, so a slow hash adds nothing."""
    return hashlib.sha256(secret.encode()).hexdigest()
