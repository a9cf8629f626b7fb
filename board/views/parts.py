"""The lanes, classes of service and labels of a board: one page, one verb a URL."""

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from board.access import led_board, led_class, led_label, led_lane, visible_board
from board.display.settings.parts import Parts
from board.forms.errors import tried
from board.http import SignedInRequest, signed_in
from board.models import Board
from board.settings_pages.parts import ArchiveLaneForm, ClassForm, LabelForm, LaneForm, LaneStepForm
from board.settings_pages.seen import status_of


@require_GET
@signed_in
def index(request: SignedInRequest, key: str) -> HttpResponse:
    return _page(request, visible_board(request.user, key))


@require_POST
@signed_in
def add_lane(request: SignedInRequest, key: str) -> HttpResponse:
    board = led_board(request.user, key)
    form = LaneForm(None, request.POST)
    if form.is_valid():
        with tried(form):
            board.add_lane(**form.cleaned_data, by=request.user)
    return _answer(request, board, form)


@require_POST
@signed_in
def rename_lane(request: SignedInRequest, key: str, pk: int) -> HttpResponse:
    lane = led_lane(request.user, key, pk)
    form = LaneForm(lane, request.POST)
    if form.is_valid():
        with tried(form):
            lane.board.rename_lane(lane, **form.cleaned_data, by=request.user)
    return _answer(request, lane.board, form)


@require_POST
@signed_in
def step_lane(request: SignedInRequest, key: str, pk: int) -> HttpResponse:
    """Move a lane up or down by one."""
    lane = led_lane(request.user, key, pk)
    form = LaneStepForm(request.POST)
    if not form.is_valid():
        return _page(request, lane.board, form)
    lane.board.line_up_lanes(form.order(lane), by=request.user)
    way = form.cleaned_data["way"]
    return redirect(
        reverse("parts", args=[key]) + f"?moved={pk}-{way}"
    )  # its button gets the focus


@require_POST
@signed_in
def archive_lane(request: SignedInRequest, key: str, pk: int) -> HttpResponse:
    lane = led_lane(request.user, key, pk)
    form = ArchiveLaneForm(lane, request.POST)
    if form.is_valid():
        with tried(form):
            lane.board.archive_lane(lane, **form.cleaned_data, by=request.user)
    return _answer(request, lane.board, form)


@require_POST
@signed_in
def revise_class(request: SignedInRequest, key: str, pk: int) -> HttpResponse:
    service_class = led_class(request.user, key, pk)
    form = ClassForm(service_class, request.POST)
    if form.is_valid():
        with tried(form):
            service_class.board.revise_class(service_class, **form.cleaned_data, by=request.user)
    return _answer(request, service_class.board, form)


@require_POST
@signed_in
def add_label(request: SignedInRequest, key: str) -> HttpResponse:
    board = led_board(request.user, key)
    form = LabelForm(None, request.POST)
    if form.is_valid():
        with tried(form):
            board.add_label(**form.cleaned_data, by=request.user)
    return _answer(request, board, form)


@require_POST
@signed_in
def rename_label(request: SignedInRequest, key: str, pk: int) -> HttpResponse:
    label = led_label(request.user, key, pk)
    form = LabelForm(label, request.POST)
    if form.is_valid():
        with tried(form):
            label.board.rename_label(label, **form.cleaned_data, by=request.user)
    return _answer(request, label.board, form)


@require_POST
@signed_in
def remove_label(request: SignedInRequest, key: str, pk: int) -> HttpResponse:
    label = led_label(request.user, key, pk)
    label.board.remove_label(label, by=request.user)
    return redirect("parts", key=key)


def _answer(request: SignedInRequest, board: Board, form: forms.BaseForm) -> HttpResponse:
    return _page(request, board, form) if form.errors else redirect("parts", key=board.key)


def _page(
    request: SignedInRequest, board: Board, wrong: forms.BaseForm | None = None
) -> HttpResponse:
    context = {
        "board": board,
        "parts": Parts(board, wrong),
        "page": "parts",
        "moved": request.GET.get("moved", ""),
    }
    status = status_of(wrong) if wrong else 200
    return render(request, "settings/parts.html", context, status=status)
