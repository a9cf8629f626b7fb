"""Which days and which cards a request is about."""

from datetime import timedelta
from typing import Annotated

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from pydantic import BaseModel, Field

from board.access import visible_board
from board.api import lookup
from board.api.queries import Query
from board.api.tokens import ApiRequest
from board.api.values import Day, Line
from board.models import Board
from flow.metrics.ledger.digests import catch_up_if_quick
from flow.metrics.reports import DayWindow, Filters, Flow
from flow.metrics.reports.window import EARLIEST, LONGEST, USUAL

Which = Annotated[Line, Field(max_length=80)]


class CardFilter(BaseModel):
    """Only cards with these facts today: class of service, lane ..."""

    service_class: Which | None = Field(
        None, alias="class", description="Of this class of service: its name, kind or id."
    )
    lane: Which | None = Field(None, description="In this lane: its name or id.")
    label: Which | None = Field(None, description="With this label, by its name.")
    assignee: Which | None = Field(None, description="Of this member, by e-mail address.")


class CardsInWindow(CardFilter):
    """These cards, and the days that are asked about."""

    first: Day | None = Field(
        None, alias="from", description="The first day; without it, 90 days up to the last one."
    )
    last: Day | None = Field(None, alias="to", description="The last day; without it, yesterday.")


OfCards = Annotated[CardFilter, Query(...)]
OfCardsInWindow = Annotated[CardsInWindow, Query(...)]


def flow_of(request: ApiRequest, key: str, asked: CardFilter) -> Flow:
    """The flow that is asked about, of a board that this person may look at.

    What has just happened is digested before, where that is quick.
    """
    board = visible_board(request.auth, key)
    window = _window(board, asked) if isinstance(asked, CardsInWindow) else None
    filters = _filters(board, asked)
    catch_up_if_quick(board)
    return Flow(board, window, filters)


def _window(board: Board, asked: CardsInWindow) -> DayWindow:
    """Raises ValidationError for days that are in the wrong order, too many, or not over."""
    today = board.day_of(timezone.now())
    last = asked.last or today - timedelta(1)
    if not EARLIEST <= last <= today:
        raise ValidationError({"to": _("The last day is between 1970 and today.")})
    first = asked.first or max(EARLIEST, last - timedelta(USUAL - 1))
    if not EARLIEST <= first <= last:
        raise ValidationError({"from": _("The first day is between 1970 and the last day.")})
    if (last - first).days >= LONGEST:
        raise ValidationError(
            {"from": _("At most %(days)s days can be asked for at once.") % {"days": LONGEST}}
        )
    return DayWindow(first, last)


def _filters(board: Board, asked: CardFilter) -> Filters:
    """Raises ValidationError for a name that this board does not have."""
    emails = [asked.assignee] if asked.assignee else []
    people = lookup.members(board, emails, "assignee")
    return Filters(
        service_class=lookup.service_class(board, asked.service_class, "class")
        if asked.service_class
        else None,
        lane=lookup.lane(board, asked.lane) if asked.lane else None,
        label=lookup.label(board, asked.label) if asked.label else None,
        assignee=people[0] if people else None,
    )
