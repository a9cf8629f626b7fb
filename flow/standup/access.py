"""To fetch is to be allowed: the standups of a board, starting from the person."""

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from board.access import Caller, editable_board, visible_board
from board.models import Board, NotPossible
from flow.standup.models import Action, Standup


def going_standup(board: Board) -> Standup:
    """The standup that is running; raise NotPossible for a step of one that has ended."""
    standup = Standup.objects.going_on(board)
    if standup is None:
        raise NotPossible(_("No standup is running here. Start one."))
    standup.board = board
    return standup


def editable_standup(person: Caller, key: str) -> Standup:
    """The standup that goes on, for someone who may change the board's cards."""
    return going_standup(editable_board(person, key))


def kept_standup(person: Caller, key: str, pk: int) -> Standup:
    """A standup that has ended, for someone who may look at the board."""
    board = visible_board(person, key)
    standup = get_object_or_404(Standup.objects.kept(board), pk=pk)
    standup.board = board
    return standup


def editable_action(person: Caller, key: str, pk: int) -> Action:
    """An action of a standup, for someone who may change the board's cards."""
    board = editable_board(person, key)
    action = get_object_or_404(Action.objects.of_board(board), pk=pk)
    action.standup.board = board
    return action
