"""The board that an import goes into; each of these raises CannotImport if there is none."""

from collections.abc import Iterable, Mapping, Sequence

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError
from django.http import Http404
from django.utils.translation import gettext as _

from board.access import led_board
from board.importers.problems import CannotImport
from board.models import Board, Person, Role


def led(key: str, by: Person) -> Board:
    """The one with this key, for somebody who leads it."""
    try:
        return led_board(by, key)
    except (Http404, PermissionDenied):
        raise CannotImport(
            _(
                "%(person)s is not a lead of a board %(key)s. Name a lead of it, or create a new board."
            )
            % {"person": by.email, "key": key}
        ) from None


def made(
    name: str,
    key: str,
    columns: Mapping[str, str],
    time_zone: str,
    by: Person,
    lanes: Sequence[str] = (),
) -> Board:
    """A new one."""
    if not columns:
        raise CannotImport(_("A new board needs columns, each with its stage: NAME:STAGE."))
    try:
        return Board.make(
            name,
            key=key,
            by=by,
            columns=list(columns.items()),
            lanes=lanes,
            time_zone=time_zone or "UTC",
        )
    except ValidationError as error:
        raise CannotImport(*error.messages) from error
    except IntegrityError as error:  # somebody made it since
        raise CannotImport(_("There is a board %(key)s already.") % {"key": key}) from error


def add_people(board: Board, addresses: Iterable[str], by: Person) -> None:
    """Make those of these people members who have an account and are not yet on the board."""
    wanted = {address.lower() for address in addresses if address}
    here = {email.lower() for email in board.memberships.values_list("person__email", flat=True)}
    for address in sorted(wanted - here):
        if person := Person.objects.filter(email__iexact=address, is_active=True).first():
            board.add_member(person, Role.MEMBER, by=by)
