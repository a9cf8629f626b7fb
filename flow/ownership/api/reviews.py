"""The four questions of a quarter."""

from datetime import datetime
from typing import Annotated

from ninja import Router, Status
from pydantic import BaseModel, Field, StringConstraints

from board.api.tokens import ApiRequest
from board.api.values import Id, RequestBody, Switch, Text, example
from flow.delivery.access import visible_component
from flow.ownership.access import reviewed_component
from flow.ownership.models import OwnershipReview
from flow.ownership.models.review import QUARTER

router = Router(tags=["Ownership"], by_alias=True)


class NewReview(RequestBody):
    model_config = example(
        quarter="2026-Q4",
        deploys_alone=False,
        owns_layers=True,
        owns_contracts=False,
        answers_incidents=True,
        note="Billing waits for the api",
    )

    quarter: Annotated[str, StringConstraints(pattern=QUARTER)]
    deploys_alone: Switch
    owns_layers: Switch
    owns_contracts: Switch
    answers_incidents: Switch
    note: Annotated[Text, StringConstraints(max_length=5000)] = ""


class ReviewAnswer(BaseModel):
    component: str
    component_id: int
    team: str
    quarter: str = Field(description="As 2026-Q4.")
    deploys_alone: bool
    owns_layers: bool
    owns_contracts: bool
    answers_incidents: bool
    note: str
    answered_at: datetime


class ReviewsAnswer(BaseModel):
    items: list[ReviewAnswer]


@router.get("/components/{id}/reviews", response=ReviewsAnswer, summary="Reviews of a component")
def list_reviews(request: ApiRequest, id: Id):
    """List the reviews of its team, the last quarter first."""
    component = visible_component(request.auth, id)
    rows = OwnershipReview.objects.of(component)[:400]
    return ReviewsAnswer(items=[_review(component.name, component.team.name, row) for row in rows])


@router.post(
    "/components/{id}/reviews",
    response={200: ReviewAnswer, 201: ReviewAnswer},
    summary="Answer the four questions of a quarter",
)
def review_component(request: ApiRequest, id: Id, asked: NewReview):
    """Kept for the component's team and the quarter; a second answer replaces it (200)."""
    component = reviewed_component(request.auth, id)
    review, is_new = OwnershipReview.answer(component, by=request.auth, **asked.model_dump())
    answer = _review(component.name, component.team.name, review)
    return Status(201 if is_new else 200, answer)


def _review(component: str, team: str, review: OwnershipReview) -> ReviewAnswer:
    return ReviewAnswer(
        component=component,
        component_id=review.component_id,
        team=team,
        quarter=review.quarter,
        deploys_alone=review.deploys_alone,
        owns_layers=review.owns_layers,
        owns_contracts=review.owns_contracts,
        answers_incidents=review.answers_incidents,
        note=review.note,
        answered_at=review.answered_at,
    )
