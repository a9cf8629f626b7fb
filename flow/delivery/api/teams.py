"""Teams: people of a board, and the addresses under which they commit."""

from typing import Annotated

from ninja import Router, Status
from pydantic import Field, StringConstraints

from board.access import led_board, visible_boards
from board.api import lookup
from board.api.answers.pages import Page, PageNumber, page_of
from board.api.tokens import ApiRequest
from board.api.values import Id, Line, RequestBody, example, length_of
from board.models.board.board import KEY
from flow.delivery.access import led_team, visible_team
from flow.delivery.api.set_up_answers import TeamAnswer, team_answer
from flow.delivery.models import Team

router = Router(tags=["Delivery"], by_alias=True)

Key = Annotated[str, StringConstraints(pattern=KEY)]
TeamName = Annotated[Line, StringConstraints(max_length=length_of(Team, "name"))]
Address = Annotated[Line, StringConstraints(max_length=254)]


class NewTeam(RequestBody):
    model_config = example(name="Harbour", board="SLU", members=[], addresses=["ada@example.org"])

    name: TeamName
    board: Key
    members: Annotated[list[Address], Field(max_length=500)] = []
    addresses: Annotated[list[Address], Field(max_length=500)] = []


class TeamTerms(RequestBody):
    """Fields of a team; a field that is not named stays as it is."""

    model_config = example(name="Dock office")

    name: TeamName = ""
    members: Annotated[list[Address], Field(max_length=500)] = []
    addresses: Annotated[list[Address], Field(max_length=500)] = []


@router.get("/teams", response=Page[TeamAnswer], summary="Teams")
def list_teams(request: ApiRequest, page: PageNumber = 1):
    """The teams of your boards."""
    teams = Team.objects.filter(board__in=visible_boards(request.auth).order_by().values("pk"))
    teams = teams.select_related("board").prefetch_related("members", "addresses")
    return page_of(Page[TeamAnswer], teams, page, team_answer)


@router.post("/teams", response={201: TeamAnswer}, summary="Create a team")
def make_team(request: ApiRequest, asked: NewTeam):
    """People of a board, and the addresses under which they commit. Leads only."""
    board = led_board(request.auth, asked.board)
    team = Team.make(
        board,
        asked.name,
        members=lookup.members(board, asked.members, "members"),
        addresses=asked.addresses,
    )
    return Status(201, team_answer(team))


@router.get("/teams/{id}", response=TeamAnswer, summary="A team")
def show_team(request: ApiRequest, id: Id):
    return team_answer(visible_team(request.auth, id))


@router.patch("/teams/{id}", response=TeamAnswer, summary="Change a team")
def change_team(request: ApiRequest, id: Id, asked: TeamTerms):
    """Change the named fields. Leads only."""
    team = led_team(request.auth, id)
    fields = asked.model_dump(exclude_unset=True)
    if "members" in fields:
        fields["members"] = lookup.members(team.board, asked.members, "members")
    return team_answer(team.revise(**fields))


@router.delete("/teams/{id}", response={204: None}, summary="Dissolve a team")
def dissolve_team(request: ApiRequest, id: Id):
    """409 while it owns components. Leads only."""
    led_team(request.auth, id).dissolve()
    return Status(204, None)
