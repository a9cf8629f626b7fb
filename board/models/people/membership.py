from django.db import models
from django.db.models import Case, Q, Value, When
from django.utils.translation import gettext_lazy as _

from board.models.most import Most


class Role(models.TextChoices):
    """The role of a person on a board; each role may do all that the one before it may."""

    VIEWER = "viewer", _("viewer")  # looks
    MEMBER = "member", _("member")  # changes cards
    LEAD = "lead", _("lead")  # changes the board itself


MAY_CHANGE = (Role.MEMBER, Role.LEAD)  # the roles that may change cards


def may_pass(role: Role | None, *, members_may: bool) -> bool:
    """Whether somebody in this role may pass a limit or another rule of the gate, with a reason."""
    return role == Role.LEAD or (role == Role.MEMBER and members_may)


def role_on(board: str = "") -> Case:
    """Return the role in force of a member of a board: on an archived board, viewer.

    `board` is the path to the board: "board__" from a card.
    """
    in_use = Q((f"{board}archived_at", None))
    return Case(When(in_use, then=f"{board}memberships__role"), default=Value(Role.VIEWER.value))


class Membership(models.Model):
    """The membership of a person in the team of a board."""

    board = models.ForeignKey("board.Board", models.CASCADE, related_name="memberships")
    person = models.ForeignKey("board.Person", models.CASCADE, related_name="memberships")
    role = models.CharField(_("role"), max_length=6, choices=Role, default=Role.MEMBER)
    since = models.DateTimeField(auto_now_add=True)

    MOST = Most(500, _("A board has at most %(most)s people."))
    MOST_ON_A_CARD = Most(50, _("At most %(most)s people work on a card."))

    class Meta:
        ordering = ["person__email"]
        constraints = [
            models.UniqueConstraint(
                fields=["board", "person"], name="a_person_has_one_role_on_a_board"
            ),
            models.CheckConstraint(
                condition=models.Q(role__in=Role.values),
                name="a_role_is_viewer_member_or_lead",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.get_role_display()}"
