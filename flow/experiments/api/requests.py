"""The bodies of requests about experiments."""

from datetime import datetime
from typing import Annotated, Any, Literal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from pydantic import Field, StringConstraints

from board.api.values import Count, Day, Expected, Line, Number, RequestBody, Text, example
from board.models import Board, Card
from flow.experiments.api.values import FigureName, Sentence, Story, Value
from flow.experiments.models.experiment import LONGEST_LEARNING, Decision, Method
from flow.experiments.verdicts import Better


class MetricAsked(RequestBody):
    """The metric, its unit, and the direction in which it gets better."""

    name: Annotated[Text, StringConstraints(max_length=200)] | None = None
    unit: Annotated[Text, StringConstraints(max_length=40)] | None = None
    better: Better | None = None
    source: FigureName | None = Field(
        default=None, description="A figure that Sluice observes by itself, once a day."
    )


class ExperimentAsked(RequestBody):
    """The fields of a prediction. A part that is missing makes it a draft; null takes a part away."""

    model_config = example(
        change="paying in three instalments",
        outcome="more finished bookings",
        reason="skippers stop at 1,240 € at once",
        metric={"name": "bookings finished", "unit": "%", "better": "more"},
        method="ab",
        baseline=41,
        success_at=46,
        failure_at=42,
        sample=400,
        starts_on="2026-11-26",
        ends_on="2026-12-10",
    )

    change: Sentence | None = None
    outcome: Sentence | None = None
    reason: Sentence | None = None
    metric: MetricAsked | None = None
    method: Method | None = None
    baseline: Value | None = None
    success_at: Value | None = None
    failure_at: Value | None = None
    sample: Number | None = Field(default=None, description="The cases of each variant.")
    starts_on: Day | None = None
    ends_on: Day | None = Field(default=None, description="7 days after `starts_on`, or later.")
    card: Number | None = Field(default=None, description="The number of a card of the board.")
    flag: Annotated[Line, StringConstraints(max_length=100)] | None = None
    target: Number | None = None
    confounders: Story | None = Field(default=None, description="Open to the end.")


class ExperimentRevision(ExperimentAsked):
    model_config = example(confounders="Winter tariffs begin", expected_revision=1)

    expected_revision: Expected = None


class ObservationAsked(RequestBody):
    """A total so far: hits of n cases, or a value. The latest of each variant counts."""

    model_config = example(id="2026-11-29", variant="treatment", n=178, hits=84)

    id: Annotated[Line, StringConstraints(max_length=200)] = Field(
        description="Made by the client; the same id again changes nothing."
    )
    at: datetime | None = Field(
        default=None, description="Up to when it counts; now, if it is left out."
    )
    variant: Literal["control", "treatment", "off", "on"] | None = None
    n: Count | None = None
    hits: Count | None = None
    value: Value | None = None


class ClosingAsked(RequestBody):
    model_config = example(stopped_early="The metric was counted wrongly")

    stopped_early: Sentence | None = Field(
        default=None, description="Why it stops before its last day."
    )


class DecisionAsked(RequestBody):
    model_config = example(decision="keep", learning="Skippers pay if they see the next rate.")

    decision: Decision
    learning: Annotated[Line, StringConstraints(max_length=LONGEST_LEARNING)]
    confounders: Story | None = None
    next: Sentence | None = None


def facts_of(board: Board, asked: ExperimentAsked) -> dict[str, Any]:
    """Return the named fields, by the fields of the model."""
    facts = {name: getattr(asked, name) for name in asked.model_fields_set}
    fields: dict[str, Any] = {}
    for name, value in facts.items():
        if name == "metric":
            fields |= _metric(value)
        elif name == "card":
            fields["card"] = _card(board, value)
        elif name in ("change", "outcome", "reason", "method", "flag", "confounders"):
            fields[name] = value or ""
        else:
            fields[name] = value
    return fields


def _metric(asked: MetricAsked | None) -> dict[str, str]:
    ours = {"name": "metric_name", "unit": "unit", "better": "better", "source": "source"}
    if asked is None:
        return dict.fromkeys(ours.values(), "")
    return {ours[name]: getattr(asked, name) or "" for name in asked.model_fields_set}


def _card(board: Board, number: int | None) -> Card | None:
    if number is None:
        return None
    card = board.cards.on_the_board().filter(number=number).first()
    if card is None:
        raise ValidationError({"card": _("There is no card %s on this board.") % number})
    return card


def moment_of(board: Board, at: datetime | None) -> datetime | None:
    """The moment; one without a zone is by the board's clock."""
    if at is None:
        return None
    if not 2000 <= at.year <= 2100:
        raise ValidationError({"at": _("Choose a day between 2000 and 2100.")})
    return at if at.tzinfo else at.replace(tzinfo=board.zone)
