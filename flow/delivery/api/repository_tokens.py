"""Tokens of a repository: a pipeline delivers with one, for this repository alone."""

from typing import Annotated

from django.shortcuts import get_object_or_404
from ninja import Router, Status
from pydantic import StringConstraints

from board.api.answers.pages import Page, PageNumber, page_of
from board.api.tokens import ApiRequest
from board.api.values import Id, Line, RequestBody, example
from flow.delivery.access import led_repository
from flow.delivery.api.set_up_answers import (
    RepositoryTokenAnswer,
    RepositoryTokenMade,
    token_answer,
)
from flow.delivery.models import RepositoryToken

router = Router(tags=["Delivery"], by_alias=True)


class NewRepositoryToken(RequestBody):
    model_config = example(name="deploy.yml")

    name: Annotated[Line, StringConstraints(max_length=80)]


@router.get(
    "/repositories/{id}/tokens",
    response=Page[RepositoryTokenAnswer],
    summary="Tokens of a repository",
)
def list_repository_tokens(request: ApiRequest, id: Id, page: PageNumber = 1):
    """List the valid tokens. Leads only."""
    tokens = led_repository(request.auth, id).tokens.valid()
    return page_of(Page[RepositoryTokenAnswer], tokens, page, token_answer)


@router.post(
    "/repositories/{id}/tokens",
    response={201: RepositoryTokenMade},
    summary="A new token",
)
def issue_repository_token(request: ApiRequest, id: Id, asked: NewRepositoryToken):
    """It can only deliver for this repository, and is shown once. Leads only."""
    repository = led_repository(request.auth, id)
    secret = RepositoryToken.issue(repository, name=asked.name)
    token = repository.tokens.with_secret(secret).get()
    return Status(201, RepositoryTokenMade(id=token.pk, name=token.name, token=secret))


@router.delete(
    "/repositories/{id}/tokens/{token_id}", response={204: None}, summary="Revoke a token"
)
def revoke_repository_token(request: ApiRequest, id: Id, token_id: Id):
    """Leads only."""
    get_object_or_404(led_repository(request.auth, id).tokens.valid(), pk=token_id).revoke()
    return Status(204, None)
