"""To fetch is to be allowed, here as on the board."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from board.access import Caller, editable_board, visible_board
from board.models import Board
from flow.experiments.models import Experiment, Target, TargetObstacle

BIGGEST_ID = 2**63 - 1
BIGGEST_NUMBER = 2**31 - 1


def visible_experiment(person: Caller, key: str, pk: int) -> Experiment:
    """The experiment, for someone who may look at its board."""
    return _of(visible_board(person, key), pk)


def editable_experiment(person: Caller, key: str, pk: int) -> Experiment:
    """The experiment, for someone who may change cards of its board."""
    return _of(editable_board(person, key), pk)


def visible_numbered(person: Caller, key: str, number: int) -> Experiment:
    """The experiment with this number, for someone who may look at its board."""
    return _numbered(visible_board(person, key), number)


def editable_numbered(person: Caller, key: str, number: int) -> Experiment:
    """The experiment with this number, for someone who may change cards of its board."""
    return _numbered(editable_board(person, key), number)


def _numbered(board: Board, number: int) -> Experiment:
    if number > BIGGEST_NUMBER:
        raise Http404
    experiment = get_object_or_404(Experiment.objects.of(board).with_nouns(), number=number)
    experiment.board = board
    return experiment


def _of(board: Board, pk: int) -> Experiment:
    if pk > BIGGEST_ID:
        raise Http404
    experiment = get_object_or_404(Experiment.objects.of(board).with_nouns(), pk=pk)
    experiment.board = board
    return experiment


def visible_target(person: Caller, key: str, pk: int) -> Target:
    """The target, for someone who may look at its board."""
    return _target(visible_board(person, key), pk)


def editable_target(person: Caller, key: str, pk: int) -> Target:
    """The target, for someone who may change cards of its board."""
    return _target(editable_board(person, key), pk)


def editable_obstacle(person: Caller, key: str, pk: int, obstacle: int) -> TargetObstacle:
    """An obstacle of the target, for someone who may change cards of its board."""
    if obstacle > BIGGEST_ID:
        raise Http404
    target = editable_target(person, key, pk)
    obstacle_here = get_object_or_404(target.obstacles, pk=obstacle)
    obstacle_here.target = target
    return obstacle_here


def open_target(board: Board) -> Target | None:
    """The open target of a board that was fetched by its getter."""
    target = Target.objects.of(board).open().with_people().first()
    if target is not None:
        target.board = board
    return target


def _target(board: Board, pk: int) -> Target:
    if pk > BIGGEST_ID:
        raise Http404
    target = get_object_or_404(Target.objects.of(board).with_people(), pk=pk)
    target.board = board
    return target
