"""To fetch is to be allowed: what of another board may be named, and to whom."""

from collections.abc import Iterable

from django.http import Http404
from django.utils.translation import gettext as _

from board.access import Caller, editable_board, visible_boards
from board.models import Board
from flow.delivery.access import own_team, visible_component
from flow.delivery.models import Component, Team
from flow.ownership.readings import components_of


def reviewed_component(person: Caller, pk: int) -> Component:
    """The component, for a member of the board of the team that owns it."""
    component = visible_component(person, pk)
    try:
        editable_board(person, component.team.board.key)
    except Http404:  # somebody of its repository's board: they see it
        editable_board(person, component.repository.board.key)
    return component


def names_of_teams(person: Caller, teams: Iterable[int]) -> list[str]:
    """The names of these teams, sorted; those of boards that somebody does not see have none."""
    wanted = set(teams)
    if not wanted:
        return []
    boards = visible_boards(person).order_by().values("pk")
    seen = Team.objects.filter(pk__in=wanted, board__in=boards)
    names = sorted(seen.values_list("name", flat=True))
    return names + [_("another team")] * (len(wanted) > len(names))


def seen_boards(person: Caller) -> set[int]:
    """The ids of the boards that this person sees."""
    return set(visible_boards(person).order_by().values_list("pk", flat=True))


def shown_part(board: Board, pk: int) -> Component:
    """A component that a board which was fetched shows: of its teams, or of its repositories."""
    parts = {each.pk: each for each in components_of(board)}
    if pk not in parts:
        raise Http404
    return parts[pk]


def shown_team(board: Board, pk: int) -> Team:
    """A team of a board which was fetched."""
    return own_team(board, pk)
