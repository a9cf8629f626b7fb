"""The card templates of a board, and the cards that recur from them: one verb a URL."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from board.access import led_board, led_recurrence, led_template, visible_board
from board.forms.errors import tried
from board.http import SignedInRequest, signed_in
from board.models import Board
from board.settings_pages.card_templates import (
    CardTemplateForm,
    RecurrenceForm,
    RecurrenceSwitchForm,
    shown,
)
from board.settings_pages.seen import status_of


@require_GET
@signed_in
def index(request: SignedInRequest, key: str) -> HttpResponse:
    return _page(request, visible_board(request.user, key))


@require_http_methods(["GET", "POST"])
@signed_in
def add(request: SignedInRequest, key: str) -> HttpResponse:
    board = led_board(request.user, key)
    form = CardTemplateForm(board, None, request.POST or None)
    if form.is_valid():
        with tried(form):
            board.add_card_template(**form.cleaned_data, by=request.user)
            return redirect("card-templates", key)
    return _form(request, board, form)


@require_http_methods(["GET", "POST"])
@signed_in
def change(request: SignedInRequest, key: str, pk: int) -> HttpResponse:
    template = led_template(request.user, key, pk)
    form = CardTemplateForm(template.board, template, request.POST or None)
    if form.is_valid():
        with tried(form):
            template.board.revise_card_template(template, **form.cleaned_data, by=request.user)
            return redirect("card-templates", key)
    return _form(request, template.board, form)


@require_POST
@signed_in
def remove(request: SignedInRequest, key: str, pk: int) -> HttpResponse:
    template = led_template(request.user, key, pk)
    form = RecurrenceSwitchForm({"on": "false"})
    if form.is_valid():
        with tried(form):
            template.board.remove_card_template(template, by=request.user)
    return _answer(request, template.board, form)


@require_POST
@signed_in
def add_recurrence(request: SignedInRequest, key: str) -> HttpResponse:
    board = led_board(request.user, key)
    form = _new_recurrence(board, request.POST)
    if form.is_valid():
        with tried(form):
            board.add_recurrence(**form.facts(), by=request.user)
    return _answer(request, board, form)


@require_http_methods(["GET", "POST"])
@signed_in
def change_recurrence(request: SignedInRequest, key: str, pk: int) -> HttpResponse:
    recurrence = led_recurrence(request.user, key, pk)
    board = recurrence.board
    today = board.day_of(timezone.now())
    form = RecurrenceForm(board, request.POST or None, today=today, part=recurrence)
    if form.is_valid():
        with tried(form):
            board.revise_recurrence(recurrence, **form.facts(), by=request.user)
            return redirect("card-templates", key)
    context = {"board": board, "page": "card-templates", "form": form, "recurrence": recurrence}
    return render(request, "settings/recurring_card.html", context, status=status_of(form))


@require_POST
@signed_in
def switch_recurrence(request: SignedInRequest, key: str, pk: int) -> HttpResponse:
    recurrence = led_recurrence(request.user, key, pk)
    form = RecurrenceSwitchForm(request.POST)
    if form.is_valid():
        with tried(form):
            recurrence.board.revise_recurrence(recurrence, is_on=form.is_on(), by=request.user)
    return _answer(request, recurrence.board, form)


@require_POST
@signed_in
def remove_recurrence(request: SignedInRequest, key: str, pk: int) -> HttpResponse:
    recurrence = led_recurrence(request.user, key, pk)
    recurrence.board.remove_recurrence(recurrence, by=request.user)
    return redirect("card-templates", key)


def _new_recurrence(board: Board, data: Any = None) -> RecurrenceForm:
    return RecurrenceForm(board, data, today=board.day_of(timezone.now()))


def _answer(request: SignedInRequest, board: Board, form: Any) -> HttpResponse:
    return _page(request, board, form) if form.errors else redirect("card-templates", board.key)


def _page(request: SignedInRequest, board: Board, wrong: Any = None) -> HttpResponse:
    context = {
        "board": board,
        "page": "card-templates",
        "templates": board.card_templates.in_full(),
        "recurrences": shown(list(board.recurrences.in_full()), board),
        "form": wrong if isinstance(wrong, RecurrenceForm) else _new_recurrence(board),
        "wrong": wrong if isinstance(wrong, RecurrenceSwitchForm) else None,
    }
    status = status_of(wrong) if wrong else 200
    return render(request, "settings/card_templates.html", context, status=status)


def _form(request: SignedInRequest, board: Board, form: CardTemplateForm) -> HttpResponse:
    context = {"board": board, "page": "card-templates", "form": form}
    return render(request, "settings/card_template.html", context, status=status_of(form))
