"""Teams, repositories and components: whose code it is, and what can be deployed alone."""

from typing import Annotated

from django.conf import settings
from django.shortcuts import get_object_or_404
from ninja import Router, Status
from pydantic import Field, StringConstraints

from board.access import led_board, visible_boards
from board.api import naming
from board.api.answers.pages import Page, PageNumber, page_of
from board.api.queries import Query
from board.api.tokens import ApiRequest
from board.api.values import Id, Line, Reference, RequestBody, RowId, example, length_of
from board.models.board.board import KEY
from flow.delivery.access import (
    led_component,
    led_repository,
    led_team,
    visible_component,
    visible_repository,
    visible_team,
)
from flow.delivery.api import answers, further
from flow.delivery.api.naming import team_called
from flow.delivery.applying import count_if_quick
from flow.delivery.models import Component, Provider, Repository, RepositoryToken, Team
from flow.delivery.tasks import ring

router = Router(tags=["Delivery"], by_alias=True)

OfComponentDays = Annotated[further.ComponentDays, Query(...)]
ComponentShown = further.widened(answers.ComponentAnswer, "ComponentShown")
Key = Annotated[str, StringConstraints(pattern=KEY)]
TeamName = Annotated[Line, StringConstraints(max_length=length_of(Team, "name"))]
ComponentName = Annotated[Line, StringConstraints(max_length=length_of(Component, "name"))]
RepositoryName = Annotated[
    Line,
    StringConstraints(max_length=length_of(Repository, "name"), pattern=r"^[^\s\x00]+$"),
]
Branch = Annotated[Line, StringConstraints(max_length=200)]
Glob = Annotated[Line, StringConstraints(max_length=300)]
Environment = Annotated[Line, StringConstraints(max_length=200)]
Address = Annotated[Line, StringConstraints(max_length=254)]


class NewTeam(RequestBody):
    model_config = example(name="Harbour", board="SLU", members=[], addresses=["ada@example.org"])

    name: TeamName
    board: Key
    members: Annotated[list[Address], Field(max_length=500)] = []
    addresses: Annotated[list[Address], Field(max_length=500)] = []


class TeamTerms(RequestBody):
    """What may be said of a team; what is not named stays as it is."""

    model_config = example(name="Dock office")

    name: TeamName = ""
    members: Annotated[list[Address], Field(max_length=500)] = []
    addresses: Annotated[list[Address], Field(max_length=500)] = []


class NewRepository(RequestBody):
    model_config = example(provider="github", name="acme/harbour", board="SLU")

    provider: Provider
    name: RepositoryName = Field(description="The full name that its provider gives it.")
    board: Key
    default_branch: Branch = "main"
    left_out: Annotated[list[Glob], Field(max_length=100)] = []


class RepositoryTerms(RequestBody):
    """What may be said of a repository; what is not named stays as it is."""

    model_config = example(left_out=["vendor/**"])

    name: RepositoryName = ""
    default_branch: Branch = "main"
    left_out: Annotated[list[Glob], Field(max_length=100)] = []


class NewComponent(RequestBody):
    model_config = example(name="api", repository=1, paths=["api/**"], team="Harbour")

    name: ComponentName
    repository: RowId
    paths: Annotated[list[Glob], Field(min_length=1, max_length=100)]
    team: Reference
    production: Annotated[list[Environment], Field(min_length=1, max_length=20)] = ["production"]


class ComponentTerms(RequestBody):
    """What may be said of a component; what is not named stays as it is."""

    model_config = example(paths=["api/**", "lib/**"])

    name: ComponentName = ""
    paths: Annotated[list[Glob], Field(min_length=1, max_length=100)] = ["**"]
    team: Reference = ""
    production: Annotated[list[Environment], Field(min_length=1, max_length=20)] = ["production"]


class NewRepositoryToken(RequestBody):
    model_config = example(name="deploy.yml")

    name: Annotated[Line, StringConstraints(max_length=80)]


@router.get("/teams", response=Page[answers.TeamAnswer], summary="Teams")
def list_teams(request: ApiRequest, page: PageNumber = 1):
    """The teams of your boards."""
    teams = Team.objects.filter(board__in=visible_boards(request.auth).order_by().values("pk"))
    teams = teams.select_related("board").prefetch_related("members", "addresses")
    return page_of(Page[answers.TeamAnswer], teams, page, answers.team_answer)


@router.post("/teams", response={201: answers.TeamAnswer}, summary="Make a team")
def make_team(request: ApiRequest, asked: NewTeam):
    """People of a board, and the addresses under which they commit. Leads only."""
    board = led_board(request.auth, asked.board)
    team = Team.make(
        board,
        asked.name,
        members=naming.members(board, asked.members, "members"),
        addresses=asked.addresses,
    )
    return Status(201, answers.team_answer(team))


@router.get("/teams/{id}", response=answers.TeamAnswer, summary="A team")
def show_team(request: ApiRequest, id: Id):
    return answers.team_answer(visible_team(request.auth, id))


@router.patch("/teams/{id}", response=answers.TeamAnswer, summary="Change a team")
def change_team(request: ApiRequest, id: Id, asked: TeamTerms):
    """What is named is changed. Leads only."""
    team = led_team(request.auth, id)
    said = asked.model_dump(exclude_unset=True)
    if "members" in said:
        said["members"] = naming.members(team.board, asked.members, "members")
    return answers.team_answer(team.revise(**said))


@router.delete("/teams/{id}", response={204: None}, summary="Dissolve a team")
def dissolve_team(request: ApiRequest, id: Id):
    """409 while it owns components. Leads only."""
    led_team(request.auth, id).dissolve()
    return Status(204, None)


@router.get("/repositories", response=Page[answers.RepositoryAnswer], summary="Repositories")
def list_repositories(request: ApiRequest, page: PageNumber = 1):
    """The repositories of your boards."""
    boards = visible_boards(request.auth).order_by().values("pk")
    repositories = Repository.objects.filter(board__in=boards).select_related("board")
    return page_of(Page[answers.RepositoryAnswer], repositories, page, answers.repository_answer)


@router.post(
    "/repositories", response={201: answers.RepositoryMade}, summary="Connect a repository"
)
def connect_repository(request: ApiRequest, asked: NewRepository):
    """The answer has its secret, told once, and where its provider is to send its hooks. Leads only."""
    board = led_board(request.auth, asked.board)
    repository = Repository.connect(
        board,
        provider=asked.provider,
        name=asked.name,
        by=request.auth,
        default_branch=asked.default_branch,
        left_out=asked.left_out,
    )
    return Status(201, _made(repository))


@router.get("/repositories/{id}", response=answers.RepositoryAnswer, summary="A repository")
def show_repository(request: ApiRequest, id: Id):
    return answers.repository_answer(visible_repository(request.auth, id))


@router.patch(
    "/repositories/{id}", response=answers.RepositoryAnswer, summary="Change a repository"
)
def change_repository(request: ApiRequest, id: Id, asked: RepositoryTerms):
    """What is named is changed. Leads only."""
    repository = led_repository(request.auth, id)
    repository.revise(**asked.model_dump(exclude_unset=True))
    _count(repository)
    return answers.repository_answer(repository)


@router.delete("/repositories/{id}", response={204: None}, summary="Disconnect a repository")
def disconnect_repository(request: ApiRequest, id: Id):
    """All that it delivered is forgotten. Leads only."""
    led_repository(request.auth, id).delete()
    return Status(204, None)


@router.post(
    "/repositories/{id}/secret", response={201: answers.SecretAnswer}, summary="A new secret"
)
def renew_secret(request: ApiRequest, id: Id):
    """The old one works for a day. Leads only."""
    repository = led_repository(request.auth, id)
    secret = repository.renew_secret()
    return Status(
        201,
        answers.SecretAnswer(
            id=repository.pk,
            secret=secret,
            hook_url=_hook_url(repository),
            old_secret_until=repository.old_secret_until,
        ),
    )


@router.get(
    "/repositories/{id}/tokens",
    response=Page[answers.RepositoryTokenAnswer],
    summary="Tokens of a repository",
)
def list_repository_tokens(request: ApiRequest, id: Id, page: PageNumber = 1):
    """Those that work. Leads only."""
    tokens = led_repository(request.auth, id).tokens.valid()
    return page_of(Page[answers.RepositoryTokenAnswer], tokens, page, answers.token_answer)


@router.post(
    "/repositories/{id}/tokens", response={201: answers.RepositoryTokenMade}, summary="A new token"
)
def issue_repository_token(request: ApiRequest, id: Id, asked: NewRepositoryToken):
    """It can only deliver for this repository, and is told once. Leads only."""
    repository = led_repository(request.auth, id)
    secret = RepositoryToken.issue(repository, name=asked.name)
    token = repository.tokens.with_secret(secret).get()
    return Status(201, answers.RepositoryTokenMade(id=token.pk, name=token.name, token=secret))


@router.delete(
    "/repositories/{id}/tokens/{token_id}", response={204: None}, summary="Revoke a token"
)
def revoke_repository_token(request: ApiRequest, id: Id, token_id: Id):
    """Leads only."""
    get_object_or_404(led_repository(request.auth, id).tokens.valid(), pk=token_id).revoke()
    return Status(204, None)


@router.get("/components", response=Page[answers.ComponentAnswer], summary="Components")
def list_components(request: ApiRequest, page: PageNumber = 1):
    """The components of the repositories and the teams of your boards."""
    boards = visible_boards(request.auth).order_by().values("pk")
    found = Component.objects.filter(repository__board__in=boards) | Component.objects.filter(
        team__board__in=boards
    )
    return page_of(Page[answers.ComponentAnswer], found.distinct(), page, answers.component_answer)


@router.post("/components", response={201: answers.ComponentAnswer}, summary="Make a component")
def make_component(request: ApiRequest, asked: NewComponent):
    """What can be deployed alone: paths of a repository, owned by one team. Leads only."""
    repository = led_repository(request.auth, asked.repository)
    component = Component.make(
        repository,
        asked.name,
        paths=asked.paths,
        team=team_called(request.auth, asked.team, repository.board),
        production=asked.production,
    )
    _count(repository)
    return Status(201, answers.component_answer(component))


@router.get("/components/{id}", response=ComponentShown, summary="A component")
def show_component(request: ApiRequest, id: Id, asked: OfComponentDays):
    """Apps add what they know of it in the days that are asked about."""
    component = visible_component(request.auth, id)
    facts = answers.component_answer(component).model_dump()
    return facts | further.told(component, asked, by=request.auth)


@router.patch("/components/{id}", response=answers.ComponentAnswer, summary="Change a component")
def change_component(request: ApiRequest, id: Id, asked: ComponentTerms):
    """What is named is changed; what was delivered is counted again. Leads only."""
    component = led_component(request.auth, id)
    said = asked.model_dump(exclude_unset=True)
    if "team" in said:
        said["team"] = team_called(request.auth, asked.team, component.repository.board)
    component.revise(**said)
    _count(component.repository)
    return answers.component_answer(component)


@router.delete("/components/{id}", response={204: None}, summary="Remove a component")
def remove_component(request: ApiRequest, id: Id):
    """Its deployments and incidents go with it; changes stay. Leads only."""
    component = led_component(request.auth, id)
    component.remove()
    _count(component.repository)
    return Status(204, None)


def _count(repository: Repository) -> None:
    """Count again what has changed: at once if that is quick, else by a task."""
    count_if_quick(repository)
    ring()


def _made(repository: Repository) -> answers.RepositoryMade:
    return answers.RepositoryMade(
        **answers.repository_facts(repository),
        secret=repository.secret,
        hook_url=_hook_url(repository),
    )


def _hook_url(repository: Repository) -> str:
    """Where its provider is to send its hooks; none for another place, which has a token."""
    if repository.provider == Provider.OTHER:
        return ""
    path = f"/api/v1/hooks/{repository.provider}/{repository.handle}"
    return f"{settings.SITE_URL}{path}"
