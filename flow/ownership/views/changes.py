"""The views that people use for components: name the components of a card, exclude a release,
answer a review.
"""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from board.access import editable_board, editable_card, led_board
from board.http import SignedInRequest, signed_in
from flow.ownership.access import seen_boards, shown_part
from flow.ownership.display.card import CardOwnership
from flow.ownership.display.pages import ComponentPicture, PairPicture
from flow.ownership.display.picture import ComponentsPicture
from flow.ownership.forms import CoordinationForm, ExpectedForm, ReviewForm, StrikeForm
from flow.ownership.models import DecouplingCard, ExpectedTouch, OwnershipReview, StruckRelease
from flow.ownership.views.pages import components_page


@require_POST
@signed_in
def terms(request: SignedInRequest, key: str) -> HttpResponse:
    """Show and save the terms for coordinated releases."""
    board = led_board(request.user, key)
    form = CoordinationForm(request.POST, board=board)
    if form.is_valid() and form.keep(by=request.user):
        return redirect("ownership", key)
    return components_page(request, board, form)


@require_POST
@signed_in
def decouple(request: SignedInRequest, key: str, a: int, b: int) -> HttpResponse:
    """A card to take two components apart, with today's figures; while one is open, that one."""
    board = editable_board(request.user, key)
    if a == b:
        raise Http404
    picture = PairPicture(ComponentsPicture(board), shown_part(board, a), shown_part(board, b))
    made, _is_new = DecouplingCard.make(
        board,
        picture.a,
        picture.b,
        together=picture.together,
        degree=picture.degree,
        by=request.user,
    )
    return redirect("card", key, made.card.number)


@require_POST
@signed_in
def review(request: SignedInRequest, key: str, pk: int) -> HttpResponse:
    """The answers of the component's team to the four questions of this quarter."""
    board = editable_board(request.user, key)
    component = shown_part(board, pk)
    form = ReviewForm(request.POST)
    picture = ComponentPicture(ComponentsPicture(board), component)
    if form.is_valid() and picture.may_answer:
        quarter = picture.board_picture.quarter
        OwnershipReview.answer(component, quarter, by=request.user, **form.cleaned_data)
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
    context = {
        "board": card.board,
        "card": card,
        "form": form,
        "picture": CardOwnership(card),
        "seen": seen_boards(request.user),
    }
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
        "seen": seen_boards(request.user),
    }
    return render(request, "flow/ownership/card.html", context, status=422)


@require_POST
@signed_in
def count_again(request: SignedInRequest, key: str, number: int) -> HttpResponse:
    StruckRelease.count_again(editable_card(request.user, key, number))
    return redirect("ownership-of-card", key, number)
