"""The operations for flag tokens: list, create, revoke."""

from typing import Annotated

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.utils.translation import gettext as _
from ninja import Router, Status
from pydantic import StringConstraints

from board.access import led_board, visible_board
from board.api.answers.pages import Page, page_of_all
from board.api.tokens import ApiRequest
from board.api.values import BoardKey, Id, Line, RequestBody, Switch, example, length_of
from board.models import Board
from board.models.name import compared
from flow.flags.access import led_token
from flow.flags.api.answers import FlagTokenAnswer, IssuedToken, token_facts
from flow.flags.models import Environment, FlagToken

router = Router(tags=["Flags"])


class TokenToMake(RequestBody):
    model_config = example(environment="production", name="web", public=False)

    environment: Annotated[Line, StringConstraints(max_length=40)]
    name: Annotated[Line, StringConstraints(max_length=length_of(FlagToken, "name"))]
    public: Switch = False


@router.get("/{key}/flag-tokens", response=Page[FlagTokenAnswer], summary="Flag tokens")
def list_flag_tokens(request: ApiRequest, key: BoardKey):
    """The tokens that work, the last first; their secrets are not kept."""
    tokens = FlagToken.objects.of(visible_board(request.auth, key))
    return page_of_all(
        Page[FlagTokenAnswer], [FlagTokenAnswer(**token_facts(each)) for each in tokens]
    )


@router.post("/{key}/flag-tokens", response={201: IssuedToken}, summary="Create a flag token")
def make_flag_token(request: ApiRequest, key: BoardKey, asked: TokenToMake):
    """A token that evaluates the flags of one environment; its secret is shown once. Leads only."""
    board = led_board(request.auth, key)
    token, secret = FlagToken.issue(
        board,
        _environment(board, asked.environment),
        name=asked.name,
        public=asked.public,
        by=request.auth,
    )
    return Status(201, IssuedToken(**token_facts(token), token=secret))


@router.delete("/{key}/flag-tokens/{id}", response={204: None}, summary="Revoke a flag token")
def revoke_flag_token(request: ApiRequest, key: BoardKey, id: Id):
    """Leads only."""
    led_token(request.auth, key, id).revoke()
    return HttpResponse(status=204)


def _environment(board: Board, name: str) -> Environment:
    for each in Environment.objects.kept_of(board):
        if compared(each.name) == compared(name):
            return each
    words = _("This board has no environment %(name)s.") % {"name": name}
    raise ValidationError({"environment": words})
