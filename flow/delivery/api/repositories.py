"""Repositories: whose code is counted, by which secret their provider delivers."""

from typing import Annotated

from django.conf import settings
from ninja import Router, Status
from pydantic import Field, StringConstraints

from board.access import led_board, visible_boards
from board.api.answers.pages import Page, PageNumber, page_of
from board.api.tokens import ApiRequest
from board.api.values import Id, Line, RequestBody, example, length_of
from board.models.board.board import KEY
from flow.delivery import removal
from flow.delivery.access import led_repository, visible_repository
from flow.delivery.api.set_up_answers import (
    RepositoryAnswer,
    RepositoryMade,
    SecretAnswer,
    repository_answer,
    repository_facts,
)
from flow.delivery.models import Provider, Repository
from flow.delivery.tasks import count_requested

router = Router(tags=["Delivery"], by_alias=True)

Key = Annotated[str, StringConstraints(pattern=KEY)]
RepositoryName = Annotated[
    Line,
    StringConstraints(max_length=length_of(Repository, "name"), pattern=r"^[^\s\x00]+$"),
]
Branch = Annotated[Line, StringConstraints(max_length=200)]
Glob = Annotated[Line, StringConstraints(max_length=300)]


class NewRepository(RequestBody):
    model_config = example(provider="github", name="acme/harbour", board="SLU")

    provider: Provider
    name: RepositoryName = Field(description="The full name that its provider gives it.")
    board: Key
    default_branch: Branch = "main"
    left_out: Annotated[list[Glob], Field(max_length=100)] = []


class RepositoryTerms(RequestBody):
    """Fields of a repository; a field that is not named stays as it is."""

    model_config = example(left_out=["vendor/**"])

    name: RepositoryName = ""
    default_branch: Branch = "main"
    left_out: Annotated[list[Glob], Field(max_length=100)] = []


@router.get("/repositories", response=Page[RepositoryAnswer], summary="Repositories")
def list_repositories(request: ApiRequest, page: PageNumber = 1):
    """The repositories of your boards."""
    boards = visible_boards(request.auth).order_by().values("pk")
    repositories = Repository.objects.filter(board__in=boards).select_related("board")
    return page_of(Page[RepositoryAnswer], repositories, page, repository_answer)


@router.post("/repositories", response={201: RepositoryMade}, summary="Connect a repository")
def connect_repository(request: ApiRequest, asked: NewRepository):
    """The answer has its secret, shown once, and where its provider is to send its hooks. Leads only."""
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


@router.get("/repositories/{id}", response=RepositoryAnswer, summary="A repository")
def show_repository(request: ApiRequest, id: Id):
    return repository_answer(visible_repository(request.auth, id))


@router.patch("/repositories/{id}", response=RepositoryAnswer, summary="Change a repository")
def change_repository(request: ApiRequest, id: Id, asked: RepositoryTerms):
    """Change the named fields. Leads only."""
    repository = led_repository(request.auth, id)
    repository.revise(**asked.model_dump(exclude_unset=True))
    count_requested(repository)
    return repository_answer(repository)


@router.delete("/repositories/{id}", response={204: None}, summary="Disconnect a repository")
def disconnect_repository(request: ApiRequest, id: Id):
    """All that it delivered is forgotten. Leads only."""
    removal.disconnect(led_repository(request.auth, id))
    return Status(204, None)


@router.post("/repositories/{id}/secret", response={201: SecretAnswer}, summary="A new secret")
def renew_secret(request: ApiRequest, id: Id):
    """The old one works for a day. Leads only."""
    repository = led_repository(request.auth, id)
    secret = repository.renew_secret()
    return Status(
        201,
        SecretAnswer(
            id=repository.pk,
            secret=secret,
            hook_url=_hook_url(repository),
            old_secret_until=repository.old_secret_until,
        ),
    )


def _made(repository: Repository) -> RepositoryMade:
    return RepositoryMade(
        **repository_facts(repository),
        secret=repository.secret,
        hook_url=_hook_url(repository),
    )


def _hook_url(repository: Repository) -> str:
    """Where its provider is to send its hooks; none for another place, which has a token."""
    if repository.provider == Provider.OTHER:
        return ""
    path = f"/api/v1/hooks/{repository.provider}/{repository.handle}"
    return f"{settings.SITE_URL}{path}"
