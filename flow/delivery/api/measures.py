"""The measures of delivery in some days: the five, sizes of changes, the trunk."""

from dataclasses import asdict
from typing import Any

from ninja import Router

from board.access import visible_board
from board.api.tokens import ApiRequest
from board.api.values import BoardKey
from flow.delivery.api.asked import OfDays, OfWhoseInDays, days_asked, scope_asked
from flow.delivery.api.figure_answers import (
    DoraAnswer,
    SizesAnswer,
    TrunkAnswer,
    TrunkNow,
    figure_fields,
)
from flow.delivery.readings import Delivered
from flow.delivery.trunk_signs import TrunkSigns

router = Router(tags=["Delivery"], by_alias=True)


@router.get("/boards/{key}/delivery/dora", response=DoraAnswer, summary="The five measures")
def show_dora(request: ApiRequest, key: BoardKey, asked: OfWhoseInDays):
    """Deployment frequency, change lead time, change fail rate, recovery time and rework rate."""
    board = visible_board(request.auth, key)
    window = days_asked(board, asked)
    measures = Delivered(scope_asked(board, asked), window).measures
    figures: dict[str, Any] = {name: figure_fields(figure) for name, figure in measures.items()}
    return DoraAnswer(first=window.first, last=window.last, **figures)


@router.get("/boards/{key}/delivery/sizes", response=SizesAnswer, summary="Sizes of changes")
def show_sizes(request: ApiRequest, key: BoardKey, asked: OfWhoseInDays):
    """How large the changes are that came to production; without any deployment, to the trunk."""
    board = visible_board(request.auth, key)
    window = days_asked(board, asked)
    counted = Delivered(scope_asked(board, asked), window).sizes
    return SizesAnswer(first=window.first, last=window.last, **asdict(counted))


@router.get("/boards/{key}/delivery/trunk", response=TrunkAnswer, summary="The trunk")
def show_trunk(request: ApiRequest, key: BoardKey, asked: OfDays):
    """Whether the trunk is green now, and the signs that move before the five measures do."""
    board = visible_board(request.auth, key)
    window = days_asked(board, asked)
    signs = TrunkSigns(board, window)
    figures: dict[str, Any] = {
        name: figure_fields(figure) for name, figure in signs.figures.items()
    }
    now = [
        TrunkNow(repository=repository.name, state=state.colour, since=state.since)
        for repository, state in signs.now
    ]
    return TrunkAnswer(first=window.first, last=window.last, now=now, **figures)
