"""The audit trail: who signed in, with what, and who gave rights to whom."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from board.models.people.person import Person

KEPT = timedelta(days=365)
MOST_KEPT = 100_000  # entries; a million attempts to sign in must not fill the disk
LONGEST = 200


class Audited(models.TextChoices):
    SIGNED_IN = "signed_in", _("signed in")
    SIGN_IN_FAILED = "sign_in_failed", _("sign-in failed")
    PASSWORD_CHANGED = "password_changed", _("password changed")
    ADDRESS_CHANGED = "address_changed", _("address changed")
    FACTOR_ADDED = "factor_added", _("second factor added")
    FACTOR_REMOVED = "factor_removed", _("second factor removed")
    TOKEN_MADE = "token_made", _("token created")
    TOKEN_REVOKED = "token_revoked", _("token revoked")
    ROLE_GIVEN = "role_given", _("role granted")
    ROLE_TAKEN = "role_taken", _("role removed")
    ADMIN_LOOKED = "admin_looked", _("viewed in the admin")
    ADMIN_CHANGED = "admin_changed", _("changed in the admin")
    INVITATION_MAILED = "invitation_mailed", _("invitation mailed")
    LINK_MAILED = "link_mailed", _("link mailed")


class AuditEntryQuerySet(models.QuerySet["AuditEntry"]):
    def described(self) -> "AuditEntryQuerySet":
        """Return the entries, newest first, each with its person and the one who did it."""
        return self.select_related("person", "by").order_by("-pk")

    def about(self, words: str) -> "AuditEntryQuerySet":
        """Return the entries about, by or from a person or address that contains these words."""
        condition = models.Q(detail__icontains=words) | models.Q(address__icontains=words)
        for who in ("person", "by"):
            condition |= models.Q(**{f"{who}__email__icontains": words})
        return self.filter(condition)

    def to_forget(self, now: datetime) -> "AuditEntryQuerySet":
        """Return the entries that are a year old, and the oldest of those beyond the maximum."""
        last = self.order_by("-pk").values_list("pk", flat=True).first() or 0
        return self.filter(models.Q(at__lt=now - KEPT) | models.Q(pk__lte=last - MOST_KEPT))


class AuditEntry(models.Model):
    """One line of the audit trail; it is never changed, and deleted after a year."""

    at = models.DateTimeField(default=timezone.now, db_index=True)
    kind = models.CharField(max_length=20, choices=Audited)
    person = models.ForeignKey("board.Person", models.SET_NULL, null=True, related_name="+")
    by = models.ForeignKey("board.Person", models.SET_NULL, null=True, related_name="+")
    address = models.GenericIPAddressField(null=True)
    browser = models.CharField(max_length=LONGEST, blank=True)
    detail = models.CharField(max_length=LONGEST, blank=True)

    objects = AuditEntryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "audit entries"
        indexes = [models.Index(fields=["kind", "at"], name="audit_by_kind")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.kind}"

    @classmethod
    def record(
        cls,
        kind: Audited,
        *,
        person: "Person | None" = None,
        by: "Person | None" = None,
        detail: str = "",
        request: HttpRequest | None = None,
    ) -> None:
        """Record what happened to `person`, who did it, and where the request came from."""
        meta = request.META if request else {}
        cls.objects.create(
            kind=kind,
            person=person,
            by=by,
            address=meta.get("REMOTE_ADDR") or None,
            browser=_line(meta.get("HTTP_USER_AGENT", "")),
            detail=_line(detail),
        )


def _line(text: str) -> str:
    return "".join(each for each in text if each.isprintable())[:LONGEST]
