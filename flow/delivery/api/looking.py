"""What was delivered on a board, and the measures of it."""

from dataclasses import asdict
from datetime import date, timedelta
from typing import Annotated, Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Router
from pydantic import BaseModel, Field

from board.access import visible_board
from board.api.answers.pages import Page, PageNumber, page_of
from board.api.queries import Query
from board.api.tokens import ApiRequest
from board.api.values import BIGGEST_ID, BoardKey, Day, Line
from board.models import Board
from flow.delivery.access import visible_repository
from flow.delivery.api import answers
from flow.delivery.models import (
    Change,
    Component,
    ComponentChange,
    Delivery,
    Deployment,
    Incident,
    Team,
)
from flow.delivery.readings import USUAL, Delivered, DeliveryScope, TrunkSigns
from flow.metrics.reports.window import EARLIEST, LONGEST, DayWindow

router = Router(tags=["Delivery"], by_alias=True)

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
RepositoryId = Annotated[int, Query(..., ge=1, le=BIGGEST_ID, description="Its id.")]


@router.get("/boards/{key}/delivery/dora", response=answers.DoraAnswer, summary="The five measures")
def show_dora(request: ApiRequest, key: BoardKey, asked: OfWhoseInDays):
    """Deployment frequency, change lead time, change fail rate, recovery time and rework rate."""
    board = visible_board(request.auth, key)
    window = _window(board, asked)
    measures = Delivered(_scope(board, asked), window).measures
    said: dict[str, Any] = {name: answers.figure_said(figure) for name, figure in measures.items()}
    return answers.DoraAnswer(first=window.first, last=window.last, **said)


@router.get(
    "/boards/{key}/delivery/sizes", response=answers.SizesAnswer, summary="Sizes of changes"
)
def show_sizes(request: ApiRequest, key: BoardKey, asked: OfWhoseInDays):
    """How large the changes are that came to production; without any deployment, to the trunk."""
    board = visible_board(request.auth, key)
    window = _window(board, asked)
    found = Delivered(_scope(board, asked), window).sizes
    return answers.SizesAnswer(first=window.first, last=window.last, **asdict(found))


@router.get("/boards/{key}/delivery/trunk", response=answers.TrunkAnswer, summary="The trunk")
def show_trunk(request: ApiRequest, key: BoardKey, asked: OfDays):
    """Whether the trunk is green now, and the signs that move before the five measures do."""
    board = visible_board(request.auth, key)
    window = _window(board, asked)
    signs = TrunkSigns(board, window)
    said: dict[str, Any] = {
        name: answers.figure_said(figure) for name, figure in signs.figures.items()
    }
    now = [
        answers.TrunkNow(repository=repository.name, state=state.colour, since=state.since)
        for repository, state in signs.now
    ]
    return answers.TrunkAnswer(first=window.first, last=window.last, now=now, **said)


@router.get(
    "/boards/{key}/delivery/deployments",
    response=Page[answers.DeploymentAnswer],
    summary="Deployments",
)
def list_deployments(request: ApiRequest, key: BoardKey, asked: OfWhose, page: PageNumber = 1):
    """The last one first, in every environment."""
    board = visible_board(request.auth, key)
    rows = Deployment.objects.shown_on(board).select_related("component")
    if components := _components(board, asked):
        rows = rows.filter(component__in=components)
    rows = rows.prefetch_related("incidents_caused").latest_first()
    return page_of(Page[answers.DeploymentAnswer], rows, page, answers.deployment_answer)


@router.get(
    "/boards/{key}/delivery/changes", response=Page[answers.ChangeAnswer], summary="Changes"
)
def list_changes(request: ApiRequest, key: BoardKey, asked: OfWhose, page: PageNumber = 1):
    """The last one first, with its cards, its components and when it came to production there."""
    board = visible_board(request.auth, key)
    rows = Change.objects.on_the_trunk().shown_on(board)
    if components := _components(board, asked):
        rows = rows.filter(in_components__component__in=components)
    rows = rows.prefetch_related(
        "cards__board", "in_components__component", "in_components__deployment"
    ).latest_first()
    return page_of(Page[answers.ChangeAnswer], rows, page, _of_board(board))


@router.get(
    "/boards/{key}/delivery/incidents", response=Page[answers.IncidentAnswer], summary="Incidents"
)
def list_incidents(request: ApiRequest, key: BoardKey, asked: OfWhose, page: PageNumber = 1):
    """The last one first."""
    board = visible_board(request.auth, key)
    rows = Incident.objects.shown_on(board).select_related("component", "card__board")
    if components := _components(board, asked):
        rows = rows.filter(component__in=components)
    return page_of(Page[answers.IncidentAnswer], rows.latest_first(), page, answers.incident_answer)


@router.get(
    "/boards/{key}/delivery/waiting",
    response=Page[answers.WaitingAnswer],
    summary="Waiting to be deployed",
)
def list_waiting(request: ApiRequest, key: BoardKey, asked: OfWhose, page: PageNumber = 1):
    """Changes that are on the trunk and not in production, the oldest first."""
    board = visible_board(request.auth, key)
    rows = ComponentChange.objects.waiting().of_teams_of(board)
    if components := _components(board, asked):
        rows = rows.filter(component__in=components)
    rows = rows.select_related("change", "component").prefetch_related("change__cards__board")
    rows = rows.order_by("change__at", "pk")

    def tell(row: ComponentChange) -> answers.WaitingAnswer:
        return answers.WaitingAnswer(
            component=row.component.name,
            component_id=row.component_id,
            sha=row.change.sha,
            title=row.change.words,
            since=row.change.at,
            cards=[c.key for c in row.change.cards.all() if c.board_id == board.pk],
        )

    return page_of(Page[answers.WaitingAnswer], rows, page, tell)


@router.get("/deliveries", response=Page[answers.DeliveryAnswer], summary="Deliveries")
def list_deliveries(request: ApiRequest, repository: RepositoryId, page: PageNumber = 1):
    """What was delivered for a repository and what has become of it, the last one first."""
    found = visible_repository(request.auth, repository)
    rows = Delivery.objects.of(found).defer("body")
    return page_of(Page[answers.DeliveryAnswer], rows, page, answers.delivery_answer)


def _of_board(board: Board) -> Any:
    """Tell of a change what its board may see: another board's cards are not named."""

    def tell(change: Change) -> answers.ChangeAnswer:
        told = answers.change_answer(change)
        told.cards = [card.key for card in change.cards.all() if card.board_id == board.pk]
        return told

    return tell


def _components(board: Board, asked: Whose) -> list[Component]:
    """The components that are asked about; none where nobody asks for some."""
    if asked.component is None and asked.team is None:
        return []
    return _scope(board, asked).components or [Component(pk=0)]


def _scope(board: Board, asked: Whose) -> DeliveryScope:
    """Raises ValidationError for a component or team that the board does not have."""
    component = team = None
    if asked.team is not None:
        team = _named(list(Team.objects.of(board)), asked.team, "team")
    if asked.component is not None:
        components = list(Component.objects.of_teams_of(board))
        mine = [each for each in components if team is None or each.team_id == team.pk]
        component = _named(mine, asked.component, "component")
    return DeliveryScope(board, component, team)


def _named(things: list[Any], said: str, field: str) -> Any:
    named = [each for each in things if each.name.lower() == said.lower()]
    found = named or [each for each in things if str(each.pk) == said]
    if len(found) == 1:
        return found[0]
    if not found:
        words = _("This board has no %(field)s %(said)s.") % {"field": field, "said": said}
        raise ValidationError({field: words})
    ids = ", ".join(str(each.pk) for each in found)
    words = _("Several are called %(said)s. Name one by its id: %(ids)s.")
    raise ValidationError({field: words % {"said": said, "ids": ids}})


def _window(board: Board, asked: DaysAsked) -> DayWindow:
    yesterday = board.day_of(timezone.now()) - timedelta(1)
    return window_asked(board, asked.first, asked.last or yesterday, USUAL)


def window_asked(board: Board, said: date | None, last: date, usual: int) -> DayWindow:
    """From the day that was said, else so many days, up to the last one.

    Raises ValidationError for days that are in the wrong order, too many, or not over.
    """
    today = board.day_of(timezone.now())
    if not EARLIEST <= last <= today:
        raise ValidationError({"to": _("The last day is from 1970 on, and not after today.")})
    first = said or max(EARLIEST, last - timedelta(usual - 1))
    if not EARLIEST <= first <= last:
        raise ValidationError({"from": _("The first day is from 1970 on, and not after the last.")})
    if (last - first).days >= LONGEST:
        words = _("At most %(days)s days are told at once.") % {"days": LONGEST}
        raise ValidationError({"from": words})
    return DayWindow(first, last)
