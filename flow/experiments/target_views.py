"""The target of a board: where it is to be, where it is, and the five questions."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from board.access import editable_board, visible_board
from board.forms.errors import wrong_in
from board.http import SignedInRequest, signed_in
from flow.experiments.access import editable_obstacle, editable_target, open_target
from flow.experiments.forms import FORM_NAMES, EndForm, ObstacleForm, TargetForm
from flow.experiments.kata import TargetShown, past_targets
from flow.experiments.models import Target, TargetObstacle
from flow.experiments.models.process import USUAL_LENGTH

DONE_WITH: dict[str, dict[str, Any]] = {
    "take": {"taken": True},
    "let_go": {"taken": False},
    "overcome": {"overcome": True},
    "again": {"overcome": False},
}


@require_safe
@signed_in
def targets(request: SignedInRequest, key: str) -> HttpResponse:
    board = visible_board(request.user, key)
    target = open_target(board)
    context = {
        "board": board,
        "shown": TargetShown.of(target) if target else None,
        "target": target,
        "past": past_targets(board),
        "obstacle": ObstacleForm(),
    }
    return render(request, "flow/experiments/targets.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def new_target(request: SignedInRequest, key: str) -> HttpResponse:
    board = editable_board(request.user, key)
    if request.method != "POST":
        first = board.day_of(timezone.now()) + USUAL_LENGTH
        return _form(request, board, TargetForm(initial={"by_day": first}))
    form = TargetForm(request.POST)
    if form.is_valid():
        with wrong_in(form, FORM_NAMES):
            Target.choose(
                board, form.cleaned_data.pop("metric"), by=request.user, **form.cleaned_data
            )
            return redirect("targets", board.key)
    return _form(request, board, form, status=422)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def edit_target(request: SignedInRequest, key: str, pk: int) -> HttpResponse:
    target = editable_target(request.user, key, pk)
    if request.method != "POST":
        return _form(request, target.board, TargetForm.of(target), target=target)
    form = TargetForm.of(target, request.POST)
    if form.is_valid():
        with wrong_in(form, FORM_NAMES):
            target.revise(by=request.user, **form.cleaned_data)
            return redirect("targets", key)
    return _form(request, target.board, form, status=422, target=target)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def end_target(request: SignedInRequest, key: str, pk: int) -> HttpResponse:
    target = editable_target(request.user, key, pk)
    shown = TargetShown.of(target)
    form = EndForm(
        request.POST or None, initial={"became": "reached" if shown.is_met else "missed"}
    )
    if request.method == "POST" and form.is_valid():
        target.end(form.cleaned_data["became"], by=request.user, note=form.cleaned_data["note"])
        return redirect("targets", key)
    status = 422 if form.is_bound else 200
    context = {"target": target, "shown": shown, "is_end": True}
    return _form(request, target.board, form, status=status, **context)


@require_POST
@signed_in
def add_obstacle(request: SignedInRequest, key: str, pk: int) -> HttpResponse:
    target = editable_target(request.user, key, pk)
    form = ObstacleForm(request.POST)
    if form.is_valid():
        with wrong_in(form, FORM_NAMES):
            TargetObstacle.add(target, by=request.user, **form.cleaned_data)
            return redirect("targets", key)
    return _form(request, target.board, form, status=422, target=target, is_obstacle=True)


@require_POST
@signed_in
def change_obstacle(request: SignedInRequest, key: str, pk: int, obstacle: int) -> HttpResponse:
    obstacle_here = editable_obstacle(request.user, key, pk, obstacle)
    done = request.POST.get("do", "")
    if done == "remove":
        obstacle_here.remove(by=request.user)
    elif done in DONE_WITH:
        obstacle_here.revise(by=request.user, **DONE_WITH[done])
    return redirect("targets", key)


def _form(
    request: SignedInRequest, board: Any, form: Any, status: int = 200, **facts: Any
) -> HttpResponse:
    context = {"board": board, "form": form, **facts}
    return render(request, "flow/experiments/target_form.html", context, status=status)
