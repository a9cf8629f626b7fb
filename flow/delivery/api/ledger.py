"""The ledger of a board: deployments, changes, incidents, waiting changes, deliveries."""

from typing import Annotated, Any

from ninja import Router

from board.access import visible_board
from board.api.answers.pages import Page, PageNumber, page_of
from board.api.queries import Query
from board.api.tokens import ApiRequest
from board.api.values import BIGGEST_ID, BoardKey
from board.models import Board
from flow.delivery.access import visible_repository
from flow.delivery.api.answers import (
    ChangeAnswer,
    DeploymentAnswer,
    IncidentAnswer,
    WaitingAnswer,
    change_answer,
    deployment_answer,
    incident_answer,
)
from flow.delivery.api.asked import OfWhose, components_asked
from flow.delivery.api.set_up_answers import DeliveryAnswer, delivery_answer
from flow.delivery.models import Change, ComponentChange, Delivery, Deployment, Incident

router = Router(tags=["Delivery"], by_alias=True)

RepositoryId = Annotated[int, Query(..., ge=1, le=BIGGEST_ID, description="Its id.")]


@router.get(
    "/boards/{key}/delivery/deployments",
    response=Page[DeploymentAnswer],
    summary="Deployments",
)
def list_deployments(request: ApiRequest, key: BoardKey, asked: OfWhose, page: PageNumber = 1):
    """The last one first, in every environment."""
    board = visible_board(request.auth, key)
    rows = Deployment.objects.shown_on(board).select_related("component")
    if components := components_asked(board, asked):
        rows = rows.filter(component__in=components)
    rows = rows.prefetch_related("incidents_caused").latest_first()
    return page_of(Page[DeploymentAnswer], rows, page, deployment_answer)


@router.get("/boards/{key}/delivery/changes", response=Page[ChangeAnswer], summary="Changes")
def list_changes(request: ApiRequest, key: BoardKey, asked: OfWhose, page: PageNumber = 1):
    """The last one first, with its cards, its components and when it came to production there."""
    board = visible_board(request.auth, key)
    rows = Change.objects.on_the_trunk().shown_on(board)
    if components := components_asked(board, asked):
        rows = rows.filter(in_components__component__in=components)
    rows = rows.prefetch_related(
        "cards__board", "in_components__component", "in_components__deployment"
    ).latest_first()
    return page_of(Page[ChangeAnswer], rows, page, _of_board(board))


@router.get("/boards/{key}/delivery/incidents", response=Page[IncidentAnswer], summary="Incidents")
def list_incidents(request: ApiRequest, key: BoardKey, asked: OfWhose, page: PageNumber = 1):
    """The last one first."""
    board = visible_board(request.auth, key)
    rows = Incident.objects.shown_on(board).select_related("component", "card__board")
    if components := components_asked(board, asked):
        rows = rows.filter(component__in=components)
    return page_of(Page[IncidentAnswer], rows.latest_first(), page, incident_answer)


@router.get(
    "/boards/{key}/delivery/waiting",
    response=Page[WaitingAnswer],
    summary="Waiting to be deployed",
)
def list_waiting(request: ApiRequest, key: BoardKey, asked: OfWhose, page: PageNumber = 1):
    """Changes that are on the trunk and not in production, the oldest first."""
    board = visible_board(request.auth, key)
    rows = ComponentChange.objects.waiting().of_teams_of(board)
    if components := components_asked(board, asked):
        rows = rows.filter(component__in=components)
    rows = rows.select_related("change", "component").prefetch_related("change__cards__board")
    rows = rows.order_by("change__at", "pk")

    def answer(row: ComponentChange) -> WaitingAnswer:
        return WaitingAnswer(
            component=row.component.name,
            component_id=row.component_id,
            sha=row.change.sha,
            title=row.change.words,
            since=row.change.at,
            cards=[c.key for c in row.change.cards.all() if c.board_id == board.pk],
        )

    return page_of(Page[WaitingAnswer], rows, page, answer)


@router.get("/deliveries", response=Page[DeliveryAnswer], summary="Deliveries")
def list_deliveries(request: ApiRequest, repository: RepositoryId, page: PageNumber = 1):
    """List the deliveries of a repository with their outcome, the last one first."""
    rows = Delivery.objects.of(visible_repository(request.auth, repository)).defer("body")
    return page_of(Page[DeliveryAnswer], rows, page, delivery_answer)


def _of_board(board: Board) -> Any:
    """Answer a change with the cards of this board alone: those of another board are not named."""

    def answer(change: Change) -> ChangeAnswer:
        whole = change_answer(change)
        whole.cards = [card.key for card in change.cards.all() if card.board_id == board.pk]
        return whole

    return answer
