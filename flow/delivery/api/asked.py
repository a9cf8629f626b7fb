"""The question about the delivery of a board: the days, the component or team."""

from datetime import date, timedelta
from typing import Annotated, Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from pydantic import BaseModel, Field

from board.api.queries import Query
from board.api.values import Day, Line
from board.models import Board
from flow.delivery.models import Component, Team
from flow.delivery.readings import USUAL, DeliveryScope
from flow.metrics.reports.window import EARLIEST, LONGEST, DayWindow

Which = Annotated[Line, Field(max_length=80)]


class DaysAsked(BaseModel):
    """The days that are asked about, both counted."""

    first: Day | None = Field(
        None, alias="from", description="The first day; without it, 28 days up to the last one."
    )
    last: Day | None = Field(None, alias="to", description="The last day; without it, yesterday.")


class Whose(BaseModel):
    """Only what is of this component, or of this team."""

    component: Which | None = Field(None, description="Its name or id.")
    team: Which | None = Field(None, description="Its name or id.")


class WhoseInDays(DaysAsked, Whose):
    """These days, and whose delivery."""


OfDays = Annotated[DaysAsked, Query(...)]
OfWhose = Annotated[Whose, Query(...)]
OfWhoseInDays = Annotated[WhoseInDays, Query(...)]


def components_asked(board: Board, asked: Whose) -> list[Component]:
    """The components that are asked about; none where nobody asks for some."""
    if asked.component is None and asked.team is None:
        return []
    return scope_asked(board, asked).components or [Component(pk=0)]


def scope_asked(board: Board, asked: Whose) -> DeliveryScope:
    """Raises ValidationError for a component or team that the board does not have."""
    component = team = None
    if asked.team is not None:
        team = _named(list(Team.objects.of(board)), asked.team, "team")
    if asked.component is not None:
        components = list(Component.objects.of_teams_of(board))
        mine = [each for each in components if team is None or each.team_id == team.pk]
        component = _named(mine, asked.component, "component")
    return DeliveryScope(board, component, team)


def _named(things: list[Any], wanted: str, field: str) -> Any:
    named = [each for each in things if each.name.lower() == wanted.lower()]
    meant = named or [each for each in things if str(each.pk) == wanted]
    if len(meant) == 1:
        return meant[0]
    if not meant:
        words = _("This board has no %(field)s %(wanted)s.") % {"field": field, "wanted": wanted}
        raise ValidationError({field: words})
    ids = ", ".join(str(each.pk) for each in meant)
    words = _("Several are called %(wanted)s. Name one by its id: %(ids)s.")
    raise ValidationError({field: words % {"wanted": wanted, "ids": ids}})


def days_asked(board: Board, asked: DaysAsked) -> DayWindow:
    yesterday = board.day_of(timezone.now()) - timedelta(1)
    return window_asked(board, asked.first, asked.last or yesterday, USUAL)


def window_asked(board: Board, first_asked: date | None, last: date, usual: int) -> DayWindow:
    """From the first day that was asked for, else `usual` days, up to the last one.

    Raises ValidationError for days that are in the wrong order, too many, or not over.
    """
    today = board.day_of(timezone.now())
    if not EARLIEST <= last <= today:
        raise ValidationError({"to": _("The last day is from 1970 on, and not after today.")})
    first = first_asked or max(EARLIEST, last - timedelta(usual - 1))
    if not EARLIEST <= first <= last:
        raise ValidationError({"from": _("The first day is from 1970 on, and not after the last.")})
    if (last - first).days >= LONGEST:
        words = _("At most %(days)s days are answered at once.") % {"days": LONGEST}
        raise ValidationError({"from": words})
    return DayWindow(first, last)
