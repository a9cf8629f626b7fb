"""What people say of components: what a card touches, what could have gone alone, four answers."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from board.access import editable_board, editable_card
from board.http import SignedInRequest, signed_in
from flow.ownership.access import seen_boards, shown_part
from flow.ownership.display.card import CardOwnership
from flow.ownership.display.pages import ComponentPicture, PairPicture
from flow.ownership.display.picture import ComponentsPicture
from flow.ownership.forms import ExpectedForm, ReviewForm, StrikeForm
from flow.ownership.models import DecouplingCard, ExpectedTouch, OwnershipReview, StruckRelease


@require_POST
@signed_in
def decouple(request: SignedInRequest, key: str, a: int, b: int) -> HttpResponse:
    """A card to take two components apart, with today's figures; while one is open, that one."""
    board = editable_board(request.user, key)
    if a == b:
        raise Http404
    picture = PairPicture(ComponentsPicture(board), shown_part(board, a), shown_part(board, b))
    card = DecouplingCard.make(
        board,
        picture.a,
        picture.b,
        together=picture.together,
        degree=picture.degree,
        by=request.user,
    )
    return redirect("card", key, card.number)


@require_POST
@signed_in
def review(request: SignedInRequest, key: str, pk: int) -> HttpResponse:
    """The answers of the component's team to the four questions of this quarter."""
    board = editable_board(request.user, key)
    found = shown_part(board, pk)
    form = ReviewForm(request.POST)
    picture = ComponentPicture(ComponentsPicture(board), found)
    if form.is_valid() and picture.may_answer:
        quarter = picture.board_picture.quarter
        OwnershipReview.answer(found, quarter, by=request.user, **form.cleaned_data)
        return redirect("ownership-component", key, pk)
    with timezone.override(board.zone):
        seen = seen_boards(request.user)
        context = {"board": board, "picture": picture, "form": form, "seen": seen}
        return render(request, "flow/ownership/component.html", context, status=422)


@require_POST
@signed_in
def expect(request: SignedInRequest, key: str, number: int) -> HttpResponse:
    card = editable_card(request.user, key, number)
    form = ExpectedForm(request.POST, board=card.board)
    if form.is_valid():
        ExpectedTouch.say(card, form.cleaned_data["components"], by=request.user)
        return redirect("card", key, number)
    context = {"board": card.board, "card": card, "form": form, "picture": CardOwnership(card)}
    return render(request, "flow/ownership/card.html", context, status=422)


@require_POST
@signed_in
def strike(request: SignedInRequest, key: str, number: int) -> HttpResponse:
    card = editable_card(request.user, key, number)
    form = StrikeForm(request.POST)
    if form.is_valid():
        StruckRelease.strike_off(card, reason=form.cleaned_data["reason"], by=request.user)
        return redirect("ownership-of-card", key, number)
    context = {
        "board": card.board,
        "card": card,
        "picture": CardOwnership(card),
        "form": ExpectedForm(board=card.board),
        "strike_form": form,
    }
    return render(request, "flow/ownership/card.html", context, status=422)


@require_POST
@signed_in
def count_again(request: SignedInRequest, key: str, number: int) -> HttpResponse:
    StruckRelease.count_again(editable_card(request.user, key, number))
    return redirect("ownership-of-card", key, number)
