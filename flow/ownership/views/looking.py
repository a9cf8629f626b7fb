"""The pages of components and teams: the matrix, a pair, a component, a team, and those of a card."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from board.access import visible_board, visible_card
from board.http import SignedInRequest, signed_in
from flow.ownership.access import seen_boards, shown_part, shown_team
from flow.ownership.display.card import CardOwnership
from flow.ownership.display.pages import ComponentPicture, PairPicture, TeamPicture
from flow.ownership.display.picture import ComponentsPicture
from flow.ownership.forms import ExpectedForm, ReviewForm, StrikeForm


@require_safe
@signed_in
def index(request: SignedInRequest, key: str) -> HttpResponse:
    board = visible_board(request.user, key)
    with timezone.override(board.zone):
        picture, seen = ComponentsPicture(board), seen_boards(request.user)
        context = {
            "board": board,
            "picture": picture,
            "seen": seen,
            "on_us": [each for each in picture.waiting.on_us if each.card.board_id in seen],
            "addresses": picture.count.addresses if board.may_be_led else [],
        }
        return render(request, "flow/ownership/index.html", context)


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
    }
    return render(request, f"{template}#ownership" if request.htmx else template, context)
