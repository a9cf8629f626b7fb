"""The walk: show it, begin it, go on, and end it. Who leads moves it; the others follow."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import HttpResponseClientRedirect

from board.access import editable_board, visible_board
from board.http import SignedInRequest, pieces, signed_in
from board.models import Board
from flow.standup.access import editable_standup
from flow.standup.forms import ElsewhereForm, SkipForm, SpotForm
from flow.standup.models import Reader, Standup
from flow.standup.news import since_version
from flow.standup.stops import Spot
from flow.standup.tasks import ring
from flow.standup.walk import Walk
from flow.together.forms import LeadForm


@never_cache
@require_GET
@signed_in
def announcement(request: SignedInRequest, key: str) -> HttpResponse:
    """Return the announcement of a running standup on the page of the board."""
    board = visible_board(request.user, key)
    standup = Standup.objects.going_on(board)
    return render(request, "flow/standup/announcement.html", {"board": board, "standup": standup})


@never_cache
@require_GET
@signed_in
def show(request: SignedInRequest, key: str) -> HttpResponse:
    board = visible_board(request.user, key)
    standup = Standup.objects.going_on(board)
    if standup is None:
        return _before(request, board)
    column = ElsewhereForm(request.GET).column()
    walk = Walk(standup, board, request.user, timezone.now(), column)
    template = "flow/standup/walk.html#walk" if request.htmx else "flow/standup/walk.html"
    return render(request, template, {"board": board, "walk": walk})


@require_POST
@signed_in
def begin(request: SignedInRequest, key: str) -> HttpResponse:
    board = editable_board(request.user, key)
    now = timezone.now()
    standup = Standup.begin(board, by=request.user, since_version=since_version(board, now))
    if standup.column_id is None and standup.led_by_id == request.user.pk:
        _come_to(request, standup, Walk(standup, board, request.user, now).beginning)
    return redirect("standup", key=key)


@require_POST
@signed_in
def attend(request: SignedInRequest, key: str) -> HttpResponse:
    """A sign of life of an open page: it gets the walk if that has changed since."""
    board = visible_board(request.user, key)
    standup = Standup.objects.going_on(board)
    if standup is None:
        return _ended(request, board)
    if board.may_be_changed and standup.attend(request.user):
        standup = Standup.objects.going_on(board) or standup
    column = ElsewhereForm(request.POST).column()
    walk = Walk(standup, board, request.user, timezone.now(), column)
    if walk.tag == request.POST.get("seen"):
        return HttpResponse(status=204)
    if walk.leads and walk.has_gone_on:
        standup = _come_to(request, standup, walk.here)
        walk = Walk(standup, board, request.user, timezone.now(), column)
    return render(request, "flow/standup/walk.html#walk", {"board": board, "walk": walk})


@require_POST
@signed_in
def come(request: SignedInRequest, key: str) -> HttpResponse:
    standup = editable_standup(request.user, key)
    form = SpotForm(request.POST, board=standup.board)
    if form.is_valid():
        column, card = form.spot()
        standup.come_to(column, card, by=request.user)
    return walk_now(request, standup.board)


@require_POST
@signed_in
def skip(request: SignedInRequest, key: str) -> HttpResponse:
    """The card is skipped, and the walk goes on to the next one."""
    standup = editable_standup(request.user, key)
    walk = Walk(standup, standup.board, request.user, timezone.now())
    if SkipForm(request.POST).is_late(walk.here.number):
        return walk_now(request, standup.board)
    spot = walk.next_card or Spot(walk.here.stop, None)  # behind the last one is nothing
    standup = standup.skip(by=request.user)
    _come_to(request, standup, spot)
    return walk_now(request, standup.board)


@require_POST
@signed_in
def lead(request: SignedInRequest, key: str) -> HttpResponse:
    """Lead from now on; or, who leads, let somebody else."""
    standup = editable_standup(request.user, key)
    team = Walk(standup, standup.board, request.user, timezone.now()).team
    form = LeadForm(request.POST, team=team)
    if form.is_valid():
        standup.hand_over(form.cleaned_data["person"], by=request.user)
    elif standup.led_by_id != request.user.pk:
        standup.take_over(by=request.user)
    return walk_now(request, standup.board)


@require_POST
@signed_in
def end(request: SignedInRequest, key: str) -> HttpResponse:
    standup = editable_standup(request.user, key)
    standup.end()
    ring()
    return redirect("kept-standup", key=key, pk=standup.pk)


def _come_to(request: SignedInRequest, standup: Standup, spot: Spot) -> Standup:
    cards = standup.board.numbered_cards(spot.number) if spot.number else {}
    return standup.come_to(spot.stop.column, cards.get(spot.number or 0), by=request.user)


def walk_now(request: SignedInRequest, board: Board) -> HttpResponse:
    """The walk as it is now; a plain form gets the page."""
    standup = Standup.objects.going_on(board)
    if standup is None or not request.htmx:
        return redirect("standup", key=board.key)
    walk = Walk(standup, board, request.user, timezone.now())
    return pieces(request, "flow/standup/walk.html#step", {"board": board, "walk": walk})


def _ended(request: SignedInRequest, board: Board) -> HttpResponse:
    """No standup goes on; who has walked in one until now gets its summary."""
    last = Standup.objects.kept(board).first()
    if last is None or not request.POST.get("seen"):
        return _before(request, board)
    return HttpResponseClientRedirect(reverse("kept-standup", args=[board.key, last.pk]))


def _before(request: SignedInRequest, board: Board) -> HttpResponse:
    template = "flow/standup/before.html#walk" if request.htmx else "flow/standup/before.html"
    context = {
        "board": board,
        "last": Standup.objects.kept(board).first(),
        "wants": Reader.objects.wants(board, request.user),
    }
    return render(request, template, context)
