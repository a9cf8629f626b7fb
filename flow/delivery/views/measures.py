"""The pages of the five measures of a board, the items of each, and the charts."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render

from board.http import SignedInRequest
from board.spreadsheet import lines
from flow.delivery.charts import ALL
from flow.delivery.display.asked import DeliveryAsked
from flow.delivery.display.behind import BEHIND, Behind
from flow.delivery.display.drawn import DeliveryChart
from flow.delivery.display.ledger import LedgerLine, by_day, lines_of
from flow.delivery.display.page import about_page, measures_page
from flow.delivery.display.tiles import NAMES, PATHS
from flow.delivery.models import Deployment
from flow.delivery.readings import moments
from flow.delivery.views.days import in_days
from flow.metrics.charts.palette import themes
from flow.metrics.charts.picture import png

A_PAGE = 100
CHARTS = {chart.name: chart for chart in ALL}
OF_PATHS = {path: name for name, path in PATHS.items()}


@in_days
def index(request: SignedInRequest, asked: DeliveryAsked) -> HttpResponse:
    context = about_page(asked) | {"measures": measures_page(asked)}
    return render(request, "flow/delivery/index.html", context)


@in_days
def deployments(request: SignedInRequest, asked: DeliveryAsked) -> HttpResponse:
    """All deployments of these days, in every environment."""
    page = Paginator(_deployments(asked).with_nouns(), A_PAGE).get_page(request.GET.get("page"))
    days = by_day(asked.board, lines_of(asked.board, page))
    context = about_page(asked) | {"page": page, "days": days}
    return render(request, "flow/delivery/deployments.html", context)


@in_days
def deployments_csv(_request: SignedInRequest, asked: DeliveryAsked) -> HttpResponse:
    deployments = _deployments(asked).with_nouns(most=None)
    rows = (line.cells for line in lines_of(asked.board, deployments, most=None))
    return _csv(f"{asked.board.key}-deployments", LedgerLine.HEAD, rows)


@in_days
def behind(request: SignedInRequest, asked: DeliveryAsked, name: str) -> HttpResponse:
    """Show the items of one of the five measures."""
    measure = _behind(asked, name)
    page = Paginator(measure.rows, A_PAGE).get_page(request.GET.get("page"))
    context = about_page(asked) | {
        "behind": measure,
        "page": page,
        "rows": [measure.row(each) for each in page],
        "others": [(NAMES[other], path) for other, path in PATHS.items()],
    }
    return render(request, "flow/delivery/behind.html", context)


@in_days
def behind_csv(_request: SignedInRequest, asked: DeliveryAsked, name: str) -> HttpResponse:
    measure = _behind(asked, name)
    rows = (measure.row(each).cells for each in measure.rows)
    return _csv(f"{asked.board.key}-{name}", measure.head, rows)


@in_days
def chart(request: SignedInRequest, asked: DeliveryAsked, name: str) -> HttpResponse:
    context = about_page(asked) | {"figure": _drawn(asked, name), "charts": ALL, "alone": True}
    return render(request, "flow/delivery/chart.html", context)


@in_days
def chart_data(_request: SignedInRequest, asked: DeliveryAsked, name: str) -> HttpResponse:
    figure = _drawn(asked, name)
    return JsonResponse({"spec": figure.chart.spec, "data": figure.data, "themes": themes()})


@in_days
def chart_csv(_request: SignedInRequest, asked: DeliveryAsked, name: str) -> HttpResponse:
    table = _drawn(asked, name).table
    return _csv(f"{asked.board.key}-{name}", table.head, table.rows)


@in_days
def chart_picture(_request: SignedInRequest, asked: DeliveryAsked, name: str) -> HttpResponse:
    figure = _drawn(asked, name)
    answer = HttpResponse(png(figure.chart, figure.data), content_type="image/png")
    answer["Content-Disposition"] = f'inline; filename="{asked.board.key}-{name}.png"'
    return answer


def _about(asked: DeliveryAsked) -> dict[str, Any]:
    return {"board": asked.board, "asked": asked, "form": asked.form, "window": asked.window}


def _deployments(asked: DeliveryAsked) -> Any:
    deployments = Deployment.objects.shown_on(asked.board).recorded_between(
        *moments(asked.board, asked.window)
    )
    if asked.component is not None or asked.team is not None:
        deployments = deployments.of_components(asked.shown)
    return deployments.latest_first()


def _behind(asked: DeliveryAsked, name: str) -> Behind:
    if name not in OF_PATHS:
        raise Http404
    return BEHIND[OF_PATHS[name]](asked)


def _drawn(asked: DeliveryAsked, name: str) -> DeliveryChart:
    if name not in CHARTS:
        raise Http404
    return DeliveryChart.of(asked, asked.scopes[0], CHARTS[name])


def _csv(name: str, head: Any, rows: Any) -> HttpResponse:
    answer = HttpResponse("".join(lines(head, rows)))
    answer["Content-Type"] = "text/csv; charset=utf-8"
    answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer
