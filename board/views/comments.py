"""The views of comments on a card."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from board.access import editable_card, own_comment, visible_comment
from board.back import Back
from board.display.card.comments import page_with
from board.forms.card import ChangedCommentForm, CommentForm
from board.http import SignedInRequest, signed_in, terms_of
from board.views.answers import commented


@require_POST
@signed_in
def say(request: SignedInRequest, key: str, number: int) -> HttpResponse:
    card = editable_card(request.user, key, number)
    form = CommentForm(request.POST)
    if form.is_valid():
        text = form.cleaned_data["text"]
        comment = card.comment(text, by=request.user, terms=terms_of(request, form))
        card = comment.card
    return commented(request, form, card)


@require_GET
@signed_in
def show(request: SignedInRequest, key: str, number: int, pk: int) -> HttpResponse:
    """Redirect from a comment's own address to its place on the page of the card."""
    comment = visible_comment(request.user, key, number, pk)
    return redirect(page_with(comment))


@require_http_methods(["GET", "POST"])
@signed_in
def change(request: SignedInRequest, key: str, number: int, pk: int) -> HttpResponse:
    comment = own_comment(request.user, key, number, pk)
    card = comment.card
    said_now = request.POST if request.method == "POST" else None
    form = ChangedCommentForm(said_now, initial={"text": comment.text})
    if form.is_valid():
        text = form.cleaned_data["text"]
        comment = card.change_comment(comment, text, by=request.user)
        return commented(request, form, comment.card, comment=pk)
    template = "board/comment.html#answer" if request.htmx else "board/comment.html"
    context = {
        "board": card.board,
        "card": card,
        "comment": comment,
        "form": form,
        "back": Back.asked_in(request.POST or request.GET),
    }
    return render(request, template, context, status=422 if form.errors else 200)


@require_POST
@signed_in
def remove(request: SignedInRequest, key: str, number: int, pk: int) -> HttpResponse:
    comment = own_comment(request.user, key, number, pk)
    comment.card.remove_comment(comment, by=request.user)
    return commented(request, CommentForm(), comment.card)
