"""The board that an import goes into; each of these raises CannotImport if there is none."""

from collections.abc import Mapping

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError
from django.http import Http404
from django.utils.translation import gettext as _

from board.access import led_board
from board.importers.problems import CannotImport
from board.models import Board, Person


def led(key: str, by: Person) -> Board:
    """The one with this key, for somebody who leads it."""
    try:
        return led_board(by, key)
    except (Http404, PermissionDenied):
        raise CannotImport(
            _("%(person)s leads no board %(key)s. Name somebody who does, or make a new board.")
            % {"person": by.email, "key": key}
        ) from None


def made(name: str, key: str, columns: Mapping[str, str], time_zone: str, by: Person) -> Board:
    """A new one."""
    if not columns:
        raise CannotImport(_("A new board needs columns, each with its stage: NAME:STAGE."))
    try:
        return Board.make(
            name, key=key, by=by, columns=list(columns.items()), time_zone=time_zone or "UTC"
        )
    except ValidationError as error:
        raise CannotImport(*error.messages) from error
    except IntegrityError as error:  # somebody made it since
        raise CannotImport(_("There is a board %(key)s already.") % {"key": key}) from error
