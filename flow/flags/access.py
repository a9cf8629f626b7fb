"""To fetch is to be allowed, here as on the board."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from board.access import Caller, editable_board, led_board, visible_board
from board.models import Board
from board.models.people.membership import MAY_CHANGE
from flow.delivery.models import Incident
from flow.flags.models import Flag, FlagState, FlagToken
from flow.flags.models.flag_queries import FlagQuerySet


def visible_flags(board: Board) -> FlagQuerySet:
    """The flags of a board that was fetched, with all that pages and answers show of them."""
    return Flag.objects.of(board).in_full()


def visible_flag(person: Caller, key: str, flag: str) -> Flag:
    """A flag, for someone who may look at its board."""
    return _of(visible_board(person, key), flag)


def editable_flag(person: Caller, key: str, flag: str) -> Flag:
    """A flag, for someone who may change cards of its board."""
    return _of(editable_board(person, key), flag)


def switchable_state(person: Caller, key: str, flag: str, environment: str) -> FlagState:
    """Return the state of a flag in an environment, for a member or a lead; also on an archived
    board, where it can only be turned off.
    """
    board = visible_board(person, key)
    if board.seat not in MAY_CHANGE:
        raise PermissionDenied(_("You can view this board, but not change it."))
    own_flag = _of(board, flag)
    for state in own_flag.states.all():
        if state.environment.name == environment:
            state.flag = own_flag
            return state
    raise Http404


def open_incident(flag: Flag, pk: int) -> Incident:
    """An incident of a flag's component that is not restored."""
    for incident in flag.open_incidents():
        if incident.pk == pk:
            return incident
    raise Http404


def led_token(person: Caller, key: str, pk: int) -> FlagToken:
    """A flag token of the board that still works, for someone who may revoke it."""
    board = led_board(person, key)
    return get_object_or_404(FlagToken.objects.of(board), pk=pk)


def _of(board: Board, key: str) -> Flag:
    flag = get_object_or_404(visible_flags(board), key=key)
    flag.board = board
    return flag
