"""The log of the experiments of a board, and each of them."""

from http import HTTPStatus
from typing import Any
from uuid import uuid4

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from board import spreadsheet
from board.access import editable_board, visible_board, visible_card
from board.forms.errors import wrong_in
from board.http import SignedInRequest, signed_in
from board.models import Board
from flow.experiments.access import editable_numbered, visible_numbered
from flow.experiments.forms import (
    FORM_NAMES,
    OF_A_TARGET,
    OPEN,
    ClosingForm,
    DecisionForm,
    LogForm,
    ObservationForm,
    PredictionForm,
)
from flow.experiments.models import Experiment
from flow.experiments.models.flagged import flag_of
from flow.experiments.models.process import USUAL_LENGTH, target_of
from flow.experiments.plot import plot
from flow.experiments.quarter import quarter_says
from flow.experiments.shown import ShownExperiment, one, shown

HEAD = (
    *("number", "state", "verdict", "sentence", "metric", "value", "control", "from", "to"),
    *("card", "flag", "decision", "learning", "next"),
)


@require_safe
@signed_in
def log(request: SignedInRequest, key: str) -> HttpResponse:
    board = visible_board(request.user, key)
    form = LogForm(request.GET)
    rows = _found(board, form)
    context = {
        "board": board,
        "form": form,
        "rows": rows,
        "query": request.GET.urlencode(),
        "quarter": quarter_says(board),
    }
    return render(request, "flow/experiments/log.html", context)


@require_safe
@signed_in
def log_csv(request: SignedInRequest, key: str) -> StreamingHttpResponse:
    board = visible_board(request.user, key)
    lines = [_line(row) for row in _found(board, LogForm(request.GET))]
    return _csv(HEAD, lines, f"{board.key} experiments")


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def new(request: SignedInRequest, key: str) -> HttpResponse:
    board = editable_board(request.user, key)
    target = request.GET.get("target", "")[:19]
    only = OF_A_TARGET if target else ()
    if request.method != "POST":
        today = board.day_of(timezone.now())
        initial = {"starts_on": today, "ends_on": today + USUAL_LENGTH, "target": target}
        initial["card"] = request.GET.get("card", "")[:10]
        form = PredictionForm(initial=initial, board=board, only=only)
        return _form(request, board, form, of_target=target)
    form = PredictionForm(request.POST, board=board, only=only)
    if form.is_valid():
        with wrong_in(form, FORM_NAMES):
            made = Experiment.predict(board, by=request.user, **form.cleaned_data)
            return redirect("experiment", board.key, made.number)
    return _form(request, board, form, status=422, of_target=target)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def edit(request: SignedInRequest, key: str, number: int) -> HttpResponse:
    experiment = editable_numbered(request.user, key, number)
    board, row = experiment.board, one(experiment)
    only = OPEN if row.lock is not None and not experiment.missing else ()
    if request.method != "POST":
        form = PredictionForm.of(experiment, only=only)
        return _form(request, board, form, experiment=experiment, row=row)
    form = PredictionForm(request.POST, board=board, only=only)
    if form.is_valid():
        with wrong_in(form, FORM_NAMES):
            experiment.revise(by=request.user, **form.cleaned_data)
            return redirect("experiment", board.key, number)
    return _form(request, board, form, experiment=experiment, row=row, status=422)


@require_safe
@signed_in
def show(request: SignedInRequest, key: str, number: int) -> HttpResponse:
    return _show(request, visible_numbered(request.user, key, number))


@require_safe
@signed_in
def of_card(request: SignedInRequest, key: str, number: int) -> HttpResponse:
    card = visible_card(request.user, key, number)
    experiments = Experiment.objects.of_card(card).with_nouns()
    rows = shown(card.board, list(experiments))
    template = "flow/experiments/card.html"
    context = {"board": card.board, "card": card, "rows": rows}
    return render(request, f"{template}#experiments" if request.htmx else template, context)


@require_safe
@signed_in
def observations_csv(request: SignedInRequest, key: str, number: int) -> StreamingHttpResponse:
    experiment = visible_numbered(request.user, key, number)
    seen = experiment.observations.in_order()
    head = ("id", "at", "variant", "n", "hits", "value")
    lines = [
        (each.external_id, each.at.isoformat(), each.variant, each.n, each.hits, each.total.result)
        for each in seen
    ]
    return _csv(head, lines, f"{key} experiment {number}")


@require_POST
@signed_in
def observe(request: SignedInRequest, key: str, number: int) -> HttpResponse:
    experiment = editable_numbered(request.user, key, number)
    form = ObservationForm(request.POST)
    if form.is_valid():
        cleaned = form.cleaned_data
        with wrong_in(form, FORM_NAMES):
            experiment.observe(cleaned.pop("key"), by=request.user, **cleaned)
            return redirect("experiment", key, number)
    return _show(request, experiment, observing=form)


@require_POST
@signed_in
def close(request: SignedInRequest, key: str, number: int) -> HttpResponse:
    experiment = editable_numbered(request.user, key, number)
    form = ClosingForm(request.POST)
    if not form.is_valid():
        return _show(request, experiment, closing=form)
    experiment.close(by=request.user, **form.cleaned_data)
    return redirect("experiment", key, number)


@require_POST
@signed_in
def decide(request: SignedInRequest, key: str, number: int) -> HttpResponse:
    experiment = editable_numbered(request.user, key, number)
    form = DecisionForm(request.POST)
    if form.is_valid():
        with wrong_in(form, FORM_NAMES):
            experiment.decide(by=request.user, **form.cleaned_data)
            return redirect("experiment", key, number)
    return _show(request, experiment, deciding=form)


@require_POST
@signed_in
def rerun(request: SignedInRequest, key: str, number: int) -> HttpResponse:
    again = editable_numbered(request.user, key, number).rerun(by=request.user)
    return redirect("experiment", key, again.number)


def _show(request: SignedInRequest, experiment: Experiment, **wrong: Any) -> HttpResponse:
    """The page of an experiment; an invalid form is shown with its errors."""
    row = one(experiment)
    seen = list(experiment.observations.in_order())
    first = ObservationForm(initial={"key": str(uuid4())})
    context = {
        "board": experiment.board,
        "row": row,
        "experiment": experiment,
        "explanation": row.explanation,
        "seen": seen[::-1],
        "plot": plot(experiment, seen),
        "flag": flag_of(experiment),
        "target": target_of(experiment),
        "observing": wrong.get("observing", first),
        "closing": wrong.get("closing", ClosingForm()),
        "deciding": wrong.get("deciding", DecisionForm()),
        "wrong": wrong,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK
    return render(request, "flow/experiments/experiment.html", context, status=status)


def _form(
    request: SignedInRequest, board: Board, form: PredictionForm, status: int = 200, **facts: Any
) -> HttpResponse:
    context = {"board": board, "form": form, **facts}
    return render(request, "flow/experiments/form.html", context, status=status)


def _found(board: Board, form: LogForm) -> list[ShownExperiment]:
    """The experiments that were asked for, the last first; what is odd asks for nothing."""
    form.is_valid()
    asked = form.cleaned_data
    experiments = Experiment.objects.of(board).with_nouns().saying(asked.get("q", ""))
    if verdict := asked.get("verdict"):
        experiments = experiments.with_verdict(verdict)
    rows = shown(board, list(experiments))
    return [row for row in rows if asked.get("state", "") in ("", row.state)]


def _line(row: ShownExperiment) -> tuple[Any, ...]:
    each, reading = row.experiment, row.reading
    return (
        each.number,
        row.state.value,
        each.verdict,
        each.sentence,
        each.metric_name,
        reading.value if reading else None,
        reading.control if reading else None,
        each.starts_on or "",
        each.ends_on or "",
        each.card or "",
        each.flag,
        each.decision,
        each.learning,
        each.next_step,
    )


def _csv(head: Any, lines: Any, name: str) -> StreamingHttpResponse:
    answer = StreamingHttpResponse(spreadsheet.lines(head, lines))
    answer["Content-Type"] = "text/csv; charset=utf-8"
    answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer
