"""The set-up of a board's delivery, for its leads: repositories, components, teams, deliveries."""

from typing import Any

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from board.access import led_board
from board.forms.errors import tried
from board.http import SignedInRequest, signed_in
from board.models import Board
from flow.delivery import removal
from flow.delivery.access import (
    own_component,
    own_delivery,
    own_repository,
    own_team,
    own_token,
)
from flow.delivery.display.set_up import SetUp, ShownOnce
from flow.delivery.forms import (
    ComponentForm,
    RepositoryForm,
    RepositoryTokenForm,
    TeamForm,
)
from flow.delivery.models import Component, Repository, RepositoryToken, Team
from flow.delivery.tasks import count_soon, ring


@require_safe
@signed_in
def show(request: SignedInRequest, key: str) -> HttpResponse:
    return _page(request, led_board(request.user, key))


@require_POST
@signed_in
def connect(request: SignedInRequest, key: str) -> HttpResponse:
    """A new repository; its secret is shown in the answer, and not again."""
    board = led_board(request.user, key)
    form = RepositoryForm(request.POST)
    if form.is_valid():
        with tried(form):
            repository = Repository.connect(board, **form.cleaned_data, by=request.user)
            return _page(
                request,
                _board_now(request, key),
                shown_once=ShownOnce(repository, repository.secret),
            )
    return _page(request, board, repository_form=form)


@require_POST
@signed_in
def renew(request: SignedInRequest, key: str, pk: int) -> HttpResponse:
    """A new secret, shown in the answer; the old one works for a day."""
    board = led_board(request.user, key)
    repository = own_repository(board, pk)
    return _page(request, board, shown_once=ShownOnce(repository, repository.renew_secret()))


@require_POST
@signed_in
def disconnect(request: SignedInRequest, key: str, pk: int) -> HttpResponse:
    """All that it delivered is forgotten."""
    removal.disconnect(own_repository(led_board(request.user, key), pk))
    return redirect("delivery-set-up", key)


@require_POST
@signed_in
def issue(request: SignedInRequest, key: str, pk: int) -> HttpResponse:
    """A key for a pipeline, shown in the answer, and not again."""
    board = led_board(request.user, key)
    repository = own_repository(board, pk)
    form = RepositoryTokenForm(request.POST)
    if form.is_valid():
        with tried(form):
            token = RepositoryToken.issue(repository, name=form.cleaned_data["name"])
            return _page(request, board, shown_once=ShownOnce(repository, token=token))
    return _page(request, board, token_form=form)


@require_POST
@signed_in
def revoke(request: SignedInRequest, key: str, pk: int) -> HttpResponse:
    own_token(led_board(request.user, key), pk).revoke()
    return redirect("delivery-set-up", key)


@require_POST
@signed_in
def again(request: SignedInRequest, key: str, pk: int) -> HttpResponse:
    """Let a delivery be applied again."""
    own_delivery(led_board(request.user, key), pk).again()
    ring()
    return redirect("delivery-set-up", key)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def new_team(request: SignedInRequest, key: str) -> HttpResponse:
    board = led_board(request.user, key)
    form = TeamForm(request.POST or None, board=board)
    if form.is_valid() and _done(
        form, lambda cleaned: Team.make(board, cleaned.pop("name"), **cleaned)
    ):
        return redirect("delivery-set-up", key)
    return _form(request, board, form)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def team(request: SignedInRequest, key: str, pk: int) -> HttpResponse:
    board = led_board(request.user, key)
    own = own_team(board, pk)
    addresses = [each.address for each in own.addresses.all()]
    initial = {"name": own.name, "members": own.members.all(), "addresses": addresses}
    form = TeamForm(request.POST or None, board=board, initial=initial)
    if form.is_valid() and _done(form, lambda cleaned: own.revise(**cleaned)):
        return redirect("delivery-set-up", key)
    return _form(request, board, form, team=own)


@require_POST
@signed_in
def dissolve(request: SignedInRequest, key: str, pk: int) -> HttpResponse:
    """409 while it owns components."""
    own_team(led_board(request.user, key), pk).dissolve()
    return redirect("delivery-set-up", key)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def new_component(request: SignedInRequest, key: str) -> HttpResponse:
    board = led_board(request.user, key)
    form = ComponentForm(request.POST or None, board=board)

    def make(cleaned: dict[str, Any]) -> None:
        made = Component.make(cleaned.pop("repository"), cleaned.pop("name"), **cleaned)
        count_soon(made.repository)

    if form.is_valid() and _done(form, make):
        return redirect("delivery-set-up", key)
    return _form(request, board, form)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def component(request: SignedInRequest, key: str, pk: int) -> HttpResponse:
    board = led_board(request.user, key)
    own = own_component(board, pk)
    initial = {
        name: getattr(own, name) for name in ("name", "repository", "paths", "team", "production")
    }
    form = ComponentForm(request.POST or None, board=board, initial=initial)
    del form.fields["repository"]
    if form.is_valid() and _done(form, lambda cleaned: own.revise(**cleaned)):
        count_soon(own.repository)
        return redirect("delivery-set-up", key)
    return _form(request, board, form, component=own)


@require_POST
@signed_in
def remove(request: SignedInRequest, key: str, pk: int) -> HttpResponse:
    """Its deployments and incidents go with it; changes stay."""
    own = own_component(led_board(request.user, key), pk)
    removal.remove_component(own)
    count_soon(own.repository)
    return redirect("delivery-set-up", key)


def _done(form: Form, verb: Any) -> bool:
    """Whether the verb took what a valid form says; else the form says why not."""
    with tried(form):
        verb(dict(form.cleaned_data))
    return not form.errors


def _board_now(request: SignedInRequest, key: str) -> Board:
    """The board as it is now: its practice may have been switched on."""
    return led_board(request.user, key)


def _page(
    request: SignedInRequest, board: Board, shown_once: ShownOnce | None = None, **forms: Form
) -> HttpResponse:
    context = {
        "board": board,
        "set_up": SetUp(board),
        "shown_once": shown_once,
        "repository_form": RepositoryForm(),
        "token_form": RepositoryTokenForm(auto_id=False),
    } | forms
    with timezone.override(board.zone):
        status = 422 if forms else 200
        return render(request, "flow/delivery/set_up.html", context, status=status)


def _form(request: SignedInRequest, board: Board, form: Form, **about: Any) -> HttpResponse:
    context = {"board": board, "form": form} | about
    status = 422 if form.is_bound else 200
    return render(request, "flow/delivery/part.html", context, status=status)
