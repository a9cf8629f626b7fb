import secrets
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from board.models.event import Kind
from board.models.most import Most
from board.models.people.membership import Membership, Role
from board.models.people.person import Person
from board.models.people.token import digest_of
from board.models.refusals import NotPossible

if TYPE_CHECKING:
    from board.models.board.board import Board

NOT_OPEN = gettext_lazy("This invitation has been used or has expired. Ask for a new one.")
GOOD_FOR = timedelta(days=14)


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self) -> "InvitationQuerySet":
        return self.filter(accepted_at=None, expires_at__gt=timezone.now())

    def described(self) -> "InvitationQuerySet":
        """Select the board and the inviter of each invitation, too."""
        return self.select_related("board", "invited_by")

    def with_secret(self, secret: str) -> "InvitationQuerySet":
        return self.filter(digest=digest_of(secret))


class Invitation(models.Model):
    """A link that makes one person a member of a board; only a digest of its secret is stored."""

    board = models.ForeignKey("board.Board", models.CASCADE, related_name="invitations")
    role = models.CharField(max_length=6, choices=Role, default=Role.MEMBER)
    email = models.EmailField(blank=True)  # the invited address, if it is for one person only
    mailed = models.BooleanField(
        default=False, db_default=False
    )  # only that person has seen the link
    digest = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey("board.Person", models.PROTECT, related_name="+")
    expires_at = models.DateTimeField()
    # The person who has signed up with it, and will be a member when the address is proved.
    claimed_by = models.ForeignKey(
        "board.Person", models.SET_NULL, null=True, related_name="claimed_invitations"
    )
    accepted_by = models.ForeignKey("board.Person", models.PROTECT, null=True, related_name="+")
    accepted_at = models.DateTimeField(null=True, editable=False)

    objects = InvitationQuerySet.as_manager()

    MOST = Most(
        200,
        gettext_lazy(
            "A board has at most %(most)s open invitations. Withdraw one that is not needed."
        ),
    )

    class Meta:
        ordering = ["-expires_at"]

    def __str__(self) -> str:
        return f"{self.board}, {self.role}"

    @classmethod
    def issue(
        cls,
        board: "Board",
        *,
        role: Role = Role.MEMBER,
        email: str = "",
        mailed: bool = False,
        by: Person,
    ) -> str:
        """Issue an invitation; its secret is shown once and cannot be read again.

        The log does not say for whom it is, since nothing is ever deleted from the log.
        """
        secret = secrets.token_urlsafe(24)
        with board.turn(by=by) as turn:
            cls.MOST.check(turn.board.invitations.open().count())
            cls.objects.create(
                board=turn.board,
                role=role,
                email=email,
                mailed=mailed,
                digest=digest_of(secret),
                invited_by=by,
                expires_at=turn.at + GOOD_FOR,
            )
            turn.record(Kind.INVITED, role=role)
        return secret

    def withdraw(self, *, by: Person) -> None:
        """Withdraw the invitation, unless it was used."""
        with self.board.turn(by=by) as turn:
            gone, _each = Invitation.objects.filter(pk=self.pk, accepted_at=None).delete()
            if gone:
                turn.record(Kind.INVITATION_WITHDRAWN, role=self.role)

    def proves(self, email: str) -> bool:
        """Whether the link proves this address: it was mailed there and shown to nobody else."""
        return self.mailed and self.is_for(email)

    def is_for(self, email: str) -> bool:
        return self.email.lower() == email.lower()

    def claim(self, *, by: Person) -> None:
        """Reserve the invitation for a person who signs up, until their address is proved.

        A person who signed up with it earlier and has not proved an address yet gives way.
        """
        with transaction.atomic():
            invitation = Invitation.objects.select_for_update(of=["self"]).get(pk=self.pk)
            invitation.check_open()
            Person.objects.unproved().filter(pk=invitation.claimed_by_id).delete()
            invitation.claimed_by = by
            invitation.save(update_fields=["claimed_by"])

    def accept(self, *, by: Person) -> Membership:
        """Make this person a member. Raises NotPossible for a used, expired or other person's one.

        The board is locked before the invitation, as by every change of both.
        """
        with self.board.turn(by=by) as turn:
            held = Invitation.objects.select_for_update(of=["self"]).filter(pk=self.pk)
            if (invitation := held.first()) is None:
                raise NotPossible(NOT_OPEN)  # it was withdrawn
            invitation.check_open()
            if invitation.email:
                invitation.check_address_of(by)
            invitation.accepted_by, invitation.accepted_at = by, timezone.now()
            invitation.save(update_fields=["accepted_by", "accepted_at"])
            if invitation.proves(by.email) and not by.has_proved_address:
                by.prove_address()
            present = turn.board.memberships.filter(person=by).first()
            return present or self.board.add_member(by, Role(invitation.role), by=by)

    def check_open(self) -> None:
        if self.accepted_at or self.expires_at <= timezone.now():
            raise NotPossible(NOT_OPEN)

    def check_address_of(self, person: Person) -> None:
        if not self.is_for(person.email):
            raise NotPossible(_("This invitation is for %(email)s.") % {"email": self.email})
        if not (self.mailed or person.has_proved_address):
            raise NotPossible(
                _(
                    "Confirm your e-mail address first: "
                    "sign out and in again, and we will mail you a link."
                )
            )
