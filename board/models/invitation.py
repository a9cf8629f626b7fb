import secrets
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from board.models.event import Kind
from board.models.membership import Membership, Role
from board.models.refusals import NotPossible
from board.models.token import digest_of

if TYPE_CHECKING:
    from board.models.board import Board
    from board.models.person import Person

GOOD_FOR = timedelta(days=14)


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self) -> "InvitationQuerySet":
        return self.filter(accepted_at=None, expires_at__gt=timezone.now())

    def described(self) -> "InvitationQuerySet":
        """Each with its board and who invites."""
        return self.select_related("board", "invited_by")

    def with_secret(self, secret: str) -> "InvitationQuerySet":
        return self.filter(digest=digest_of(secret))


class Invitation(models.Model):
    """A link that makes one person a member of a board; only a digest of its secret is stored."""

    board = models.ForeignKey("board.Board", models.CASCADE, related_name="invitations")
    role = models.CharField(max_length=6, choices=Role, default=Role.MEMBER)
    email = models.EmailField(blank=True)  # for whom, if it is for somebody only
    digest = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey("board.Person", models.PROTECT, related_name="+")
    expires_at = models.DateTimeField()
    accepted_by = models.ForeignKey("board.Person", models.PROTECT, null=True, related_name="+")
    accepted_at = models.DateTimeField(null=True, editable=False)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-expires_at"]

    def __str__(self) -> str:
        return f"{self.board}, {self.role}"

    @classmethod
    def issue(
        cls, board: "Board", *, role: Role = Role.MEMBER, email: str = "", by: "Person"
    ) -> str:
        """A new invitation; its secret is told once and can't be read again.

        The log says that there is one and not for whom: nothing is ever taken out of it.
        """
        secret = secrets.token_urlsafe(24)
        with board.turn(by=by) as turn:
            cls.objects.create(
                board=turn.board,
                role=role,
                email=email,
                digest=digest_of(secret),
                invited_by=by,
                expires_at=turn.at + GOOD_FOR,
            )
            turn.record(Kind.INVITED, role=role)
        return secret

    def withdraw(self, *, by: "Person") -> None:
        """Take it back, unless somebody has used it."""
        with self.board.turn(by=by) as turn:
            gone, _each = Invitation.objects.filter(pk=self.pk, accepted_at=None).delete()
            if gone:
                turn.record(Kind.INVITATION_WITHDRAWN, role=self.role)

    def accept(self, *, by: "Person") -> Membership:
        """Make this person a member. Raises NotPossible if it was used, is late or is another's."""
        with transaction.atomic():
            invitation = Invitation.objects.select_for_update(of=["self"]).get(pk=self.pk)
            if invitation.accepted_at or invitation.expires_at <= timezone.now():
                raise NotPossible(_("This invitation was used or is too old. Ask for a new one."))
            if invitation.email and invitation.email.lower() != by.email.lower():
                raise NotPossible(
                    _("This invitation is for %(email)s.") % {"email": invitation.email}
                )
            invitation.accepted_by, invitation.accepted_at = by, timezone.now()
            invitation.save(update_fields=["accepted_by", "accepted_at"])
            present = invitation.board.memberships.filter(person=by).first()
            return present or invitation.board.add_member(by, Role(invitation.role), by=by)
