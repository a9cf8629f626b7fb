from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import CommandError, CommandParser
from django.core.validators import validate_email
from django.urls import reverse

from board.management.migrated import MigratedCommand
from board.models import Board, Invitation, NotPossible, Person, Role


class Command(MigratedCommand):
    help = "Invite somebody to a board; prints the path of the link, good once and for 14 days."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", help="for whom it is")
        parser.add_argument("--board", metavar="KEY", help="needed if there are several")
        parser.add_argument("--role", choices=Role.values, default=Role.MEMBER.value)

    def handle(self, *, email: str, board: str | None, role: str, **_options: Any) -> None:
        try:
            validate_email(email)
        except ValidationError:
            raise CommandError(f"{email} is not an e-mail address.") from None
        to = _board(board)
        try:
            secret = Invitation.issue(to, role=Role(role), email=email, by=_lead_of(to))
        except NotPossible as no:
            raise CommandError(no.message) from None
        self.stdout.write(reverse("invitation", args=[secret]))


def _board(key: str | None) -> Board:
    boards = Board.objects.filter(key=key.upper()) if key else Board.objects.open()
    if not boards:
        raise CommandError(f"There is no board {key}." if key else "There is no board yet.")
    if len(boards) > 1:
        raise CommandError("Say to which board: --board KEY.")
    return boards[0]


def _lead_of(board: Board) -> Person:
    """Return the person who invites: the first of the board's leads; there always is one."""
    lead = board.memberships.filter(role=Role.LEAD).select_related("person").order_by("pk")[0]
    return lead.person
