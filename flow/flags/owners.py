"""The owner of a flag: a member of its board who can change cards."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from board.api import lookup
from board.models import Board, Person, Role


def owner(board: Board, email: str) -> Person:
    """The member with this address; ValidationError for anybody else, and for a viewer."""
    [person] = lookup.members(board, [email], "owner")
    if board.role_of(person) == Role.VIEWER:
        words = _("%(person)s is a viewer of this board.") % {"person": person.short_name}
        raise ValidationError({"owner": words})
    return person
