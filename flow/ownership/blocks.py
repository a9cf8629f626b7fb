"""A block may name the team for which the card waits."""

from typing import Any

from django.core.exceptions import ValidationError
from django.forms import Field as FormField
from django.utils.translation import gettext as _
from pydantic import Field

from board.access import Caller, visible_boards
from board.api.values import RowId
from board.forms.fields import PartField
from board.models import Block, Board, Person
from board.terms_of_a_block import TermOfABlock
from flow.delivery.models import Team
from flow.ownership.models import TeamWait


def _seen(person: Caller) -> Any:
    boards = visible_boards(person).order_by().values("pk")
    return Team.objects.filter(board__in=boards).select_related("board")


def find(board: Board, person: Person, wanted: int) -> Team:
    """Raises ValidationError for a team that there is not, or not for this person."""
    team = _seen(person).filter(pk=wanted).first()
    if team is None:
        words = _("There is no team %(wanted)s, or you do not have access to it.") % {
            "wanted": wanted
        }
        raise ValidationError({"team": words})
    return team


def field(board: Board, person: Person) -> FormField | None:
    """The teams of the boards of this person; those of other boards first, for these are waited for."""
    teams = sorted(_seen(person), key=lambda team: (team.board_id == board.pk, team.name.lower()))
    if not teams:
        return None
    words = {
        team.pk: team.name if team.board_id == board.pk else f"{team.name} ({team.board.name})"
        for team in teams
    }
    return PartField(
        teams,
        words,
        label=_("Which team does it wait for?"),
        nothing=_("no team"),
        required=False,
    )


def keep(block: Block, team: Team) -> bool:
    return TeamWait.keep(block, team)


TEAM = TermOfABlock(
    asked=(
        RowId | None,
        Field(default=None, description="The id of the team for which the card waits."),
    ),
    find=find,
    field=field,
    keep=keep,
)
