"""The answers of the API to a refusal of the gate: the rules that refuse, and the alternatives."""

from http import HTTPStatus
from typing import Any

from django.urls import reverse
from pydantic import BaseModel, Field

from board.api.answers.problem import Problem, problem_fields
from board.api.values import example
from board.models import Card, GateRefusal, Mode, Objection, Scope, TooLarge
from board.models.limit.gate import Violation as Violated
from board.models.swarm import Why


class ViolationAnswer(BaseModel):
    """A limit that refuses."""

    limit: int = Field(description="Its id.")
    name: str
    scope: Scope
    count: int = Field(description="How many cards count there now.")
    maximum: int
    mode: Mode
    may_override: bool = Field(description="Whether you may pass it by giving a reason.")
    version: int = Field(description="To be named in `limit_versions` when you do.")
    person: str | None = Field(description="Whose limit, if it counts for each person.")


class TooLargeAnswer(BaseModel):
    """A card that is too large to start."""

    number: int | None = Field(description="None for a card that is not made yet.")
    key: str | None
    scenarios: int
    most: int | None = Field(description="How many scenarios a card may start with.")
    fits: bool = Field(description="Whether somebody said that it fits in `target_days`.")
    target_days: int | None
    may_override: bool = Field(description="Whether a reason and `passes` let you start it.")
    split: str | None = Field(description="Where to split it, if it can be split.")


class ObjectionAnswer(BaseModel):
    """The objection of an app."""

    number: int | None
    code: str = Field(description="To be named in `passes`.")
    sentence: str
    facts: dict[str, Any]


class SwarmLine(BaseModel):
    """A card in progress to finish instead."""

    number: int
    why: Why = Field(description="Past its pace, blocked, or in the last column before done.")


class CardLine(BaseModel):
    """A card, in short."""

    number: int
    key: str
    title: str
    age: int | None


class GateProblem(Problem):
    """The gate refuses: limits (the most specific first), sizes, objections; and the ways out.

    `code` is that of the first rule that refuses, in this order.
    """

    model_config = example(
        type="urn:sluice:problem:wip_limit_reached",
        title="Wip limit reached",
        status=409,
        detail="Review is full, 3 of 3. Oldest there: SLU-41, 9 days. Finish or move one, or swap.",
        code="wip_limit_reached",
        violations=[
            {
                "limit": 7,
                "name": "Review",
                "scope": "column",
                "count": 3,
                "maximum": 3,
                "mode": "refuse",
                "may_override": False,
                "version": 2,
                "person": None,
            }
        ],
        too_large=[],
        objections=[],
        oldest={"number": 41, "key": "SLU-41", "title": "Paint the crane", "age": 9},
        swap_with={"number": 41, "key": "SLU-41", "title": "Paint the crane", "age": 9},
        may_override=False,
        swarm=[{"number": 41, "why": "aged"}],
    )

    violations: list[ViolationAnswer]
    too_large: list[TooLargeAnswer]
    objections: list[ObjectionAnswer]
    oldest: CardLine | None = Field(description="The oldest card behind the first limit.")
    swap_with: CardLine | None = Field(description="A card that yours may change places with.")
    may_override: bool = Field(description="Whether you may pass all of them by giving a reason.")
    swarm: list[SwarmLine] = Field(description="What to finish first, where a limit refuses.")


def refused_at_the_gate(refusal: GateRefusal) -> GateProblem:
    ways_out = refusal.explanation
    return GateProblem(
        **problem_fields(HTTPStatus.CONFLICT, refusal.code, refusal.message),
        violations=[_violation(each) for each in refusal.violations],
        too_large=[_too_large(each) for each in refusal.too_large],
        objections=[_objection(each) for each in refusal.objections],
        oldest=_line(ways_out.oldest),
        swap_with=_line(ways_out.swap_with),
        may_override=ways_out.may_override,
        swarm=[SwarmLine(number=each.card.number, why=each.why) for each in ways_out.swarm],
    )


def _violation(violated: Violated) -> ViolationAnswer:
    limit = violated.limit
    return ViolationAnswer(
        limit=limit.pk,
        name=limit.title,
        scope=limit.scope,
        count=violated.count,
        maximum=limit.maximum,
        mode=Mode(limit.mode),
        may_override=violated.may_override,
        version=limit.version,
        person=violated.person.email if violated.person else None,
    )


def _too_large(too_large: TooLarge) -> TooLargeAnswer:
    card, is_made = too_large.card, too_large.card.pk is not None
    return TooLargeAnswer(
        number=card.number if is_made else None,
        key=card.key if is_made else None,
        scenarios=too_large.scenarios,
        most=too_large.rule.most_scenarios,
        fits=card.fits,
        target_days=too_large.rule.target_days,
        may_override=too_large.may_override,
        split=_split_url(card) if too_large.can_be_split else None,
    )


def _split_url(card: Card) -> str:
    return reverse("api:split-card", kwargs={"key": card.board.key, "number": card.number})


def _objection(objection: Objection) -> ObjectionAnswer:
    return ObjectionAnswer(
        number=objection.card.number if objection.card.pk else None,
        code=objection.code,
        sentence=objection.sentence,
        facts=dict(objection.facts),
    )


def _line(card: Card | None) -> CardLine | None:
    if card is None:
        return None
    return CardLine(number=card.number, key=card.key, title=card.title, age=card.age)
