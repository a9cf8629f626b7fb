"""The pages of components and teams: the matrix, a pair, a component, a team, and those of a card."""

from functools import cache
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from board.access import visible_board, visible_card
from board.http import SignedInRequest, signed_in
from board.models import Board
from flow.delivery.display.kept import KeptPage
from flow.ownership.access import seen_boards, shown_part, shown_team
from flow.ownership.display.card import CardOwnership
from flow.ownership.display.kept import state_of_components
from flow.ownership.display.pages import ComponentPicture, PairPicture, TeamPicture
from flow.ownership.display.picture import ComponentsPicture
from flow.ownership.forms import CoordinationForm, ExpectedForm, ReviewForm, StrikeForm


@require_safe
@signed_in
def index(request: SignedInRequest, key: str) -> HttpResponse:
    return components_page(request, visible_board(request.user, key))


def components_page(
    request: SignedInRequest, board: Board, terms_form: CoordinationForm | None = None
) -> HttpResponse:
    """Show the matrix and the lists below it, as they are kept; 422 with a form that was refused."""
    seen = seen_boards(request.user)

    @cache
    def facts() -> dict[str, Any]:
        picture = ComponentsPicture(board)
        return {
            "board": board,
            "picture": picture,
            "seen": seen,
            "seen_stamp": sorted(seen),
            "on_us": [each for each in picture.waiting.on_us if each.card.board_id in seen],
            "addresses": picture.count.addresses if board.may_be_led else [],
            "terms_form": terms_form or CoordinationForm(board=board),
        }

    with timezone.override(board.zone):
        state = state_of_components(board, seen)
        page = KeptPage("flow/ownership/_components.html", state)
        fill = page.made if terms_form else page.filled
        context = {
            "board": board,
            "days": KeptPage("flow/ownership/_days.html", state).filled(facts),
            "components": fill(facts, request),
        }
        status = 422 if terms_form else 200
        return render(request, "flow/ownership/index.html", context, status=status)


@require_safe
@signed_in
def pair(request: SignedInRequest, key: str, a: int, b: int) -> HttpResponse:
    board = visible_board(request.user, key)
    if a == b:
        raise Http404
    picture = PairPicture(ComponentsPicture(board), shown_part(board, a), shown_part(board, b))
    with timezone.override(board.zone):
        return render(request, "flow/ownership/pair.html", {"board": board, "picture": picture})


@require_safe
@signed_in
def component(request: SignedInRequest, key: str, pk: int) -> HttpResponse:
    board = visible_board(request.user, key)
    picture = ComponentPicture(ComponentsPicture(board), shown_part(board, pk))
    with timezone.override(board.zone):
        context = {
            "board": board,
            "picture": picture,
            "form": ReviewForm(initial=picture.answers),
            "seen": seen_boards(request.user),
        }
        return render(request, "flow/ownership/component.html", context)


@require_safe
@signed_in
def team(request: SignedInRequest, key: str, pk: int) -> HttpResponse:
    board = visible_board(request.user, key)
    picture = TeamPicture(ComponentsPicture(board), shown_team(board, pk))
    with timezone.override(board.zone):
        seen = seen_boards(request.user)
        waited_for = [each for each in picture.waited_for if each.card.board_id in seen]
        context = {"board": board, "picture": picture, "seen": seen, "waited_for": waited_for}
        return render(request, "flow/ownership/team.html", context)


@require_safe
@signed_in
def of_card(request: SignedInRequest, key: str, number: int) -> HttpResponse:
    card = visible_card(request.user, key, number)
    picture = CardOwnership(card)
    template = "flow/ownership/card.html"
    context = {
        "board": card.board,
        "card": card,
        "picture": picture,
        "form": ExpectedForm(board=card.board, initial={"components": picture.expected_ids}),
        "strike_form": StrikeForm(),
        "seen": seen_boards(request.user),
    }
    return render(request, f"{template}#ownership" if request.htmx else template, context)
