"""Which days a question about ownership means: 90 of them, up to today."""

from datetime import date
from typing import Annotated

from django.utils import timezone

from board.api.queries import Query
from board.models import Board
from flow.delivery.api.asked import window_asked
from flow.delivery.api.further import ComponentDays
from flow.metrics.reports.window import DayWindow
from flow.ownership.readings import USUAL

OfOwnershipDays = Annotated[ComponentDays, Query(...)]


def days_asked(board: Board, first: date | None, last: date | None) -> DayWindow:
    """Today counts: what went together this morning is no half of anything.

    Raises ValidationError for days that are not possible.
    """
    return window_asked(board, first, last or board.day_of(timezone.now()), USUAL)
