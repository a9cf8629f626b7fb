"""One chart: its page, its data for the drawing, its table as CSV and its picture as PNG."""

from functools import partial

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render

from board.http import SignedInRequest
from board.spreadsheet import lines
from flow.metrics.charts import ALL, Chart, Question
from flow.metrics.charts.palette import themes
from flow.metrics.charts.picture import png
from flow.metrics.display.figure import DrawnChart
from flow.metrics.display.kept import Kept
from flow.metrics.display.need import sentences
from flow.metrics.reports.needs import need
from flow.metrics.views.decorators import question_of_a_board, unless_unchanged

COMING = ("how-many", "when")  # the charts that look ahead


@question_of_a_board
def show(request: SignedInRequest, kept: Kept, name: str) -> HttpResponse:
    chart = _chart(name)
    [figure] = kept.figures(name, alone=True)
    context = {
        "board": kept.form.board,
        "form": kept.form,
        "question": kept.question,
        "few": kept.few,
        "chart": chart,
        "figure": figure,
        "charts": ALL,
        "coming": name in COMING,
        "need": _need(kept) if name in COMING else None,
    }
    return render(request, "flow/chart.html", context)


@question_of_a_board
@unless_unchanged
def data(request: SignedInRequest, kept: Kept, name: str) -> HttpResponse:
    figure = _figure(kept, name)
    return JsonResponse({"spec": figure.chart.spec, "data": figure.data, "themes": themes()})


@question_of_a_board
@unless_unchanged
def table(request: SignedInRequest, kept: Kept, name: str) -> HttpResponse:
    figure = _figure(kept, name)
    answer = HttpResponse("".join(lines(figure.table.head, figure.table.rows)))
    answer["Content-Type"] = "text/csv; charset=utf-8"
    answer["Content-Disposition"] = f'attachment; filename="{_file(kept, name)}.csv"'
    return answer


@question_of_a_board
@unless_unchanged
def picture(request: SignedInRequest, kept: Kept, name: str) -> HttpResponse:
    figure = _figure(kept, name)
    drawn = kept.all({f"{name}.png": partial(png, figure.chart, figure.data)})
    answer = HttpResponse(drawn[f"{name}.png"], content_type="image/png")
    answer["Content-Disposition"] = f'inline; filename="{_file(kept, name)}.png"'
    return answer


def _figure(kept: Kept, name: str) -> DrawnChart:
    return kept.figure(_chart(name).name)


def _chart(name: str) -> Chart:
    """A chart of flow; those of other apps have pages of their own."""
    named = {chart.name: chart for chart in ALL}.get(name)
    if named is None:
        raise Http404
    return named


def _need(kept: Kept) -> list[str]:
    return kept.all({"need": partial(_sentences, kept.question)})["need"]


def _sentences(asked: Question) -> list[str]:
    return sentences(need(asked.how_many, asked.like.throughput(), asked.number), asked.until)


def _file(kept: Kept, name: str) -> str:
    return f"{kept.form.board.key}-{name}"
