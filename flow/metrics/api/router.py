"""The flow of a board: one operation for each question."""

from functools import partial
from typing import Annotated, Any

from django.utils.translation import gettext as _
from ninja import Router

from board.api.answers.pages import PageNumber, page_of, page_of_items
from board.api.queries import Query
from board.api.tokens import ApiRequest
from board.api.values import BoardKey
from flow.metrics.api.answers.age import AgingAnswer, aging_card
from flow.metrics.api.answers.batches import BatchesAnswer, batches_answer
from flow.metrics.api.answers.blocked import BlockedAnswer, blocked_reason
from flow.metrics.api.answers.cumulative import CfdAnswer, CfdColumn, CfdDay
from flow.metrics.api.answers.cycle_time import CycleTimeAnswer, finished_card
from flow.metrics.api.answers.efficiency import EfficiencyAnswer, efficiency_answer
from flow.metrics.api.answers.forecast import ForecastAnswer, how_many_answer, when_answer
from flow.metrics.api.answers.pace import ExpectationAnswer, PaceAnswer, column_pace_answer
from flow.metrics.api.answers.throughput import ThroughputAnswer, ThroughputDay, xmr_limits
from flow.metrics.api.answers.values import by_p
from flow.metrics.api.answers.wip import WipAnswer, stability_answer, wip_day_answer
from flow.metrics.api.filters import OfCards, OfCardsInWindow, flow_of
from flow.metrics.definitions.forecast import LONGEST
from flow.metrics.reports import Flow

router = Router(tags=["Flow"], by_alias=True)

MOST_ITEMS = 5_000
A_MONTH = 30

Days = Annotated[
    int | None, Query(None, ge=0, le=LONGEST, description="How many cards in this number of days?")
]
Items = Annotated[
    int | None, Query(None, ge=0, le=MOST_ITEMS, description="When is this number of cards done?")
]


@router.get("/{key}/flow/cycle-time", response=CycleTimeAnswer, summary="Cycle time")
def show_cycle_time(
    request: ApiRequest, key: BoardKey, asked: OfCardsInWindow, page: PageNumber = 1
):
    """How many days the cards took that finished in the window, from start to finish, both
    counted; and each of them, the last one first."""
    flow = flow_of(request, key, asked)
    times = flow.cycle_times()
    answer = partial(
        CycleTimeAnswer,
        **_window(flow),
        mean=times.mean,
        percentiles=by_p(times.percentiles),
        too_few=times.too_few,
    )
    each = partial(finished_card, lead_time=flow.lead_time)
    return page_of(answer, flow.finished.latest_first(), page, each)


@router.get("/{key}/flow/aging", response=AgingAnswer, summary="Aging work")
def show_aging(request: ApiRequest, key: BoardKey, asked: OfCards, page: PageNumber = 1):
    """The cards in progress now, the oldest first, and how their age compares with that of finished
    cards when they left the same column."""
    flow = flow_of(request, key, asked)
    answer = partial(AgingAnswer, as_of=flow.as_of)
    return page_of_items(answer, flow.aging(), page, aging_card)


@router.get("/{key}/flow/cfd", response=CfdAnswer, summary="Cumulative flow")
def show_cfd(request: ApiRequest, key: BoardKey, asked: OfCardsInWindow):
    """How many cards had come to each column, or further, by the end of each day."""
    flow = flow_of(request, key, asked)
    cfd = flow.cfd()
    counts = zip(*(line.counts for line in cfd.lines), strict=True)
    return CfdAnswer(
        **_window(flow),
        columns=[CfdColumn(id=line.column, name=line.name) for line in cfd.lines],
        days=[
            CfdDay(day=day, counts=list(of_day), restated=restated)
            for day, of_day, restated in zip(cfd.days, counts, cfd.restated, strict=True)
        ],
    )


@router.get("/{key}/flow/throughput", response=ThroughputAnswer, summary="Throughput")
def show_throughput(request: ApiRequest, key: BoardKey, asked: OfCardsInWindow):
    """How many cards were finished on each day that counts, and what of that is out of the
    ordinary (an XmR chart; its baseline is the window)."""
    flow = flow_of(request, key, asked)
    throughput = flow.throughput()
    return ThroughputAnswer(
        **_window(flow),
        total=throughput.total,
        mean=throughput.mean,
        limits=xmr_limits(throughput.limits),
        signals=throughput.signals,
        days=[
            ThroughputDay(day=day, count=count)
            for day, count in zip(throughput.days, throughput.counts, strict=True)
        ],
    )


@router.get("/{key}/flow/wip", response=WipAnswer, summary="Work in progress")
def show_wip(request: ApiRequest, key: BoardKey, asked: OfCardsInWindow):
    """Show the work in progress at the end of each day, its total age, its changes, and the limit
    in force.
    """
    flow = flow_of(request, key, asked)
    return WipAnswer(
        **_window(flow),
        days=[wip_day_answer(day) for day in flow.wip()],
        stability=stability_answer(flow.stability()),
    )


@router.get("/{key}/flow/batches", response=BatchesAnswer, summary="Size of cards")
def show_batches(request: ApiRequest, key: BoardKey, asked: OfCardsInWindow):
    """How small the cards are: finished within the target days, started without scenarios, split,
    and refused as too large to start (each card once a day)."""
    flow = flow_of(request, key, asked)
    return batches_answer(flow.batches(), **_window(flow))


@router.get("/{key}/flow/efficiency", response=EfficiencyAnswer, summary="Flow efficiency")
def show_efficiency(request: ApiRequest, key: BoardKey, asked: OfCardsInWindow):
    """How much of the time between start and finish the finished cards did not wait."""
    flow = flow_of(request, key, asked)
    return efficiency_answer(flow.efficiency(), **_window(flow))


@router.get("/{key}/flow/blocked", response=BlockedAnswer, summary="What blocked")
def show_blocked(request: ApiRequest, key: BoardKey, asked: OfCardsInWindow):
    """For each reason how long it kept the finished cards between start and finish."""
    flow = flow_of(request, key, asked)
    items = [blocked_reason(reason) for reason in flow.blocked()]
    return BlockedAnswer(**_window(flow), items=items)


@router.get("/{key}/flow/pace", response=PaceAnswer, summary="Pace")
def show_pace(request: ApiRequest, key: BoardKey, asked: OfCardsInWindow):
    """By which ages the finished cards had left each column, and what the board goes by."""
    flow = flow_of(request, key, asked)
    board = flow.board
    return PaceAnswer(
        **_window(flow),
        columns=[column_pace_answer(column) for column in flow.pace().columns],
        sle=ExpectationAnswer(
            percent=board.sle_percent, days=board.sle_days, is_automatic=board.sle_is_automatic
        ),
    )


@router.get("/{key}/flow/forecast", response=ForecastAnswer, summary="Forecast")
def show_forecast(
    request: ApiRequest,
    key: BoardKey,
    asked: OfCardsInWindow,
    days: Days = None,
    items: Items = None,
):
    """How many cards in `days` days, and when `items` cards are done, if the days to come are
    like those of the window. Day 1 is the next one after today that counts. Without either, 30
    days are forecast. The chances are exact, not drawn."""
    flow = flow_of(request, key, asked)
    if days is None and items is None:
        days = A_MONTH
    is_known = flow.throughput().total > 0
    forecast = None if items is None else flow.when(items)
    words = ""
    if not is_known:
        words = _("Nothing was finished in these days, so there is no forecast.")
    elif forecast and forecast.beyond:
        facts = {"percents": ", ".join(f"{p} %" for p in forecast.beyond)}
        words = _("With %(percents)s it is more than ten years away.") % facts
    return ForecastAnswer(
        **_window(flow),
        words=words,
        how_many=None if days is None else how_many_answer(flow.how_many(days)),
        when=None if forecast is None else when_answer(forecast),
    )


def _window(flow: Flow) -> dict[str, Any]:
    return {"as_of": flow.as_of, "first": flow.window.first, "last": flow.window.last}
