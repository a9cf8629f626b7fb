"""To fetch is to be allowed: what of another board may be named, and to whom."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from board.access import Caller, visible_boards
from flow.delivery.models import Team


def names_of_teams(person: Caller, teams: Iterable[int]) -> list[str]:
    """The names of these teams, sorted; those of boards that somebody does not see have none."""
    wanted = set(teams)
    if not wanted:
        return []
    boards = visible_boards(person).order_by().values("pk")
    seen = Team.objects.filter(pk__in=wanted, board__in=boards)
    names = sorted(seen.values_list("name", flat=True))
    return names + [_("another team")] * (len(wanted) > len(names))
