"""The flags of a board as an audit, one of them with its switches, and those of a card."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from board.access import visible_board, visible_card
from board.http import SignedInRequest, signed_in
from board.models import Board
from board.spreadsheet import lines
from flow.flags.access import switchable_state, visible_flag, visible_flags
from flow.flags.address import address
from flow.flags.display import FlagHistoryLine, FlagOfCard, FlagPicture, FlagRow
from flow.flags.facts import facts_of
from flow.flags.forms import SwitchForm
from flow.flags.models import Flag, FlagEntry, FlagKind, FlagStage, FlagToken
from flow.flags.models.flag_queries import FlagQuerySet
from flow.flags.summary import summary

A_PAGE = 100
A_WEEK = timedelta(days=7)


@require_safe
@signed_in
def index(request: SignedInRequest, key: str) -> HttpResponse:
    board = visible_board(request.user, key)
    now = timezone.now()
    today = board.day_of(now)
    asked = {name: request.GET.get(name, "").replace("\x00", "")[:100] for name in FILTER}
    page = Paginator(_asked_for(board, asked), A_PAGE).get_page(request.GET.get("page"))
    turned = FlagEntry.objects.switched_since(board, now - A_WEEK)[:12]
    context = {
        "board": board,
        "rows": _rows(board, page, today),
        "page": page,
        "summary": (whole := summary(board, today)),
        "average": round(whole.average_age_days or 0),
        "asked": asked,
        "query": urlencode({name: words for name, words in asked.items() if words}),
        "stages": FlagStage.choices,
        "kinds": FlagKind.choices,
        "turned": [FlagHistoryLine(entry) for entry in turned],
        "address": address(),
        "tokens": FlagToken.objects.of(board)[:20],
    }
    return render(request, "flow/flags/list.html", context)


@require_safe
@signed_in
def table(request: SignedInRequest, key: str) -> HttpResponse:
    """The same as CSV, filtered alike: all of them."""
    board = visible_board(request.user, key)
    today = board.day_of(timezone.now())
    asked = {name: request.GET.get(name, "").replace("\x00", "")[:100] for name in FILTER}
    rows = (row.cells for row in _rows(board, _asked_for(board, asked), today))
    answer = HttpResponse("".join(lines(FlagRow.HEAD, rows)))
    answer["Content-Type"] = "text/csv; charset=utf-8"
    answer["Content-Disposition"] = f'attachment; filename="{board.key}-flags.csv"'
    return answer


@require_safe
@signed_in
def of_card(request: SignedInRequest, key: str, number: int) -> HttpResponse:
    """The flags that a card is for, and the one that it removes."""
    card = visible_card(request.user, key, number)
    board = card.board
    flags = visible_flags(board).of_card(card)
    for flag in flags:
        flag.board = board
    today = board.day_of(timezone.now())
    context = {"board": board, "card": card, "flags": [FlagOfCard(f, card, today) for f in flags]}
    template = "flow/flags/card.html"
    return render(request, f"{template}#flags" if request.htmx else template, context)


@require_safe
@signed_in
def show(request: SignedInRequest, key: str, flag: str) -> HttpResponse:
    return _page(request, visible_flag(request.user, key, flag))


@require_POST
@signed_in
def switch(request: SignedInRequest, key: str, flag: str, environment: str) -> HttpResponse:
    """On, off, or for another share."""
    state = switchable_state(request.user, key, flag, environment)
    form = SwitchForm(request.POST)
    if form.is_valid() and form.apply_to(state, by=request.user):
        return redirect("flag", key, flag)
    return _page(request, visible_flag(request.user, key, flag), form=form)


FILTER = ("q", "stage", "kind", "only")


def _asked_for(board: Board, asked: dict[str, str]) -> FlagQuerySet:
    flags = visible_flags(board)
    flags = flags.about(asked["q"]) if asked["q"] else flags
    flags = flags.of_stage(asked["stage"]) if asked["stage"] in FlagStage.values else flags
    flags = flags.of_kind(asked["kind"]) if asked["kind"] in FlagKind.values else flags
    if asked["only"] == "late":
        return flags.overdue(board.day_of(timezone.now()))
    return flags.living() if asked["only"] == "living" else flags


def _rows(board: Board, flags: Iterable[Flag], today: date) -> list[FlagRow]:
    rows = [FlagRow(flag, today) for flag in flags]
    for row in rows:
        row.flag.board = board
    return rows


def _page(request: SignedInRequest, flag: Flag, form: SwitchForm | None = None) -> HttpResponse:
    context: dict[str, Any] = {
        "board": flag.board,
        "flag": flag,
        "picture": FlagPicture(flag, flag.board.day_of(timezone.now())),
        "form": form,
        "incidents": flag.open_incidents(),
        "facts": list(facts_of(flag)),
        "may_switch": flag.board.seat in ("member", "lead"),
    }
    return render(request, "flow/flags/flag.html", context, status=422 if form else 200)
