"""A board is not deleted while components tie it to another board: their history would go with it."""

from django.utils.translation import gettext as _

from board.models import Board
from board.models.words import isolated
from flow.delivery.models import Component

FEW = 5  # components that are named


def why(board: Board) -> str:
    """Why components keep this board; "" if they do not."""
    here = Component.objects.of_repositories_of(board).owned_elsewhere()
    if here:
        words = _(
            "Teams of other boards own components of its repositories: %(components)s. Give them to a "
            "team of this board, or delete them first."
        )
        return words % {"components": _named(here)}
    there = Component.objects.of_teams_of(board).owned_elsewhere()
    if there:
        words = _(
            "Its teams own components of repositories of other boards: %(components)s. Let a lead there "
            "give them to another team first."
        )
        return words % {"components": _named(there)}
    return ""


def _named(components: list[Component]) -> str:
    names = [
        _("%(component)s of %(repository)s")
        % {"component": isolated(each.name), "repository": isolated(each.repository.name)}
        for each in components[:FEW]
    ]
    return ", ".join(names + ["…"] * (len(components) > FEW))
