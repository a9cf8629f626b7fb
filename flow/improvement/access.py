"""To fetch is to be allowed: the retrospectives of a board, starting from the person."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from board.access import Caller, editable_board, visible_board
from board.models import Board
from flow.improvement.models import ImprovementAction, Note, Retrospective

BIGGEST_ID = 2**63 - 1


def visible_retrospective(person: Caller, key: str, pk: int) -> Retrospective:
    """The retrospective, for someone who may look at its board."""
    return _of(visible_board(person, key), pk)


def editable_retrospective(person: Caller, key: str, pk: int) -> Retrospective:
    """The retrospective, for someone who may change the board's cards."""
    return _of(editable_board(person, key), pk)


def own_note(person: Caller, key: str, pk: int, note: int, secret: str) -> Note:
    """Return a note for the holder of its key. 404 if it is not there, 403 with another key."""
    retrospective = editable_retrospective(person, key, pk)
    if note > BIGGEST_ID:
        raise Http404
    own = get_object_or_404(Note.objects.of(retrospective), pk=note)
    own.retrospective = retrospective
    if not own.is_opened_by(secret):
        raise PermissionDenied(_("Only the key of a note lets it be changed."))
    return own


def editable_action(person: Caller, key: str, pk: int) -> ImprovementAction:
    """An action of a retrospective, for someone who may change the board's cards."""
    board = editable_board(person, key)
    if pk > BIGGEST_ID:
        raise Http404
    return get_object_or_404(
        ImprovementAction.objects.of_board(board).select_related("card"), pk=pk
    )


def _of(board: Board, pk: int) -> Retrospective:
    if pk > BIGGEST_ID:
        raise Http404
    retrospective = get_object_or_404(Retrospective.objects.of(board), pk=pk)
    retrospective.board = board
    return retrospective
