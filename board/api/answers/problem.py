"""What the API says when it does not do what was asked: problem+json, as RFC 9457 has it."""

from http import HTTPStatus
from typing import Annotated, Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from board.api.answers.board import BoardAnswer, ColumnAnswer, board_answer, column_answer
from board.api.answers.card import CardAnswer, card_answer
from board.api.answers.limit import LimitAnswer, limit_answers
from board.api.values import example
from board.models import (
    Board,
    Card,
    GateRefusal,
    LinkCycle,
    Mode,
    Objection,
    Scope,
    StaleCard,
    StalePart,
    TooLarge,
)
from board.models.limit.gate import Violation as Violated
from board.models.limit.tally import Tally
from board.models.swarm import Why

MEDIA_TYPE = "application/problem+json"


def _readable(value: str) -> str:
    """What was sent may come back in our words: half a character as its escape."""
    return value.encode("utf-8", "backslashreplace").decode()


Words = Annotated[str, BeforeValidator(_readable)]


class Problem(BaseModel):
    """Why it was not done; `detail` can be shown to a person, a program reads `code`."""

    model_config = example(
        type="urn:sluice:problem:not_found",
        title="Not found",
        status=404,
        detail="There is nothing here, or nothing that you may see.",
        code="not_found",
    )

    type: str
    title: str
    status: int
    detail: Words
    code: str


class Mistake(BaseModel):
    field: Words
    message: Words


class InputProblem(Problem):
    """Something that was sent cannot be: which field, and why."""

    model_config = example(
        type="urn:sluice:problem:invalid",
        title="Invalid",
        status=422,
        detail="column: This board has no column Nowhere.",
        code="invalid",
        errors=[{"field": "column", "message": "This board has no column Nowhere."}],
    )

    errors: list[Mistake]


class CircleProblem(Problem):
    """A card would wait for itself."""

    model_config = example(
        type="urn:sluice:problem:link_cycle",
        title="Link cycle",
        status=409,
        detail="SLU-3 would wait for itself: SLU-3, SLU-7, SLU-3.",
        code="link_cycle",
        path=["SLU-3", "SLU-7", "SLU-3"],
    )

    path: list[str | None] = Field(
        description="The keys of the cards from the one that waits back to itself; null is hidden."
    )


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
    """What an app objects to."""

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


class StaleCardProblem(Problem):
    """The card has moved on since you looked."""

    model_config = ConfigDict(json_schema_extra=None)

    card: CardAnswer


class StalePartProblem(Problem):
    """A part of the board, or the board, has changed since you looked."""

    model_config = ConfigDict(json_schema_extra=None)

    board: BoardAnswer | None = Field(description="For `stale_board` and `stale_lane`.")
    column: ColumnAnswer | None = Field(description="For `stale_column`.")
    limit: LimitAnswer | None = Field(
        description="For `stale_limit`; null if there is none any more."
    )
    part: dict[str, Any] | None = Field(description="What an app keeps: for `stale_flag`.")


def said(problem: Problem) -> HttpResponse:
    return HttpResponse(problem.model_dump_json(), status=problem.status, content_type=MEDIA_TYPE)


def plain(status: int, code: str, detail: str) -> Problem:
    return Problem(**_head(status, code, detail))


def wrong_input(errors: list[tuple[str, str]], code: str = "invalid") -> InputProblem:
    mistakes = [Mistake(field=field, message=message) for field, message in errors]
    words = " ".join(f"{each.field}: {each.message}" for each in mistakes)
    return InputProblem(**_head(HTTPStatus.UNPROCESSABLE_ENTITY, code, words), errors=mistakes)


def refused_at_the_gate(refusal: GateRefusal) -> GateProblem:
    ways_out = refusal.explanation
    return GateProblem(
        **_head(HTTPStatus.CONFLICT, refusal.code, refusal.message),
        violations=[_violation(each) for each in refusal.violations],
        too_large=[_too_large(each) for each in refusal.too_large],
        objections=[_objection(each) for each in refusal.objections],
        oldest=_line(ways_out.oldest),
        swap_with=_line(ways_out.swap_with),
        may_override=ways_out.may_override,
        swarm=[SwarmLine(number=each.card.number, why=each.why) for each in ways_out.swarm],
    )


def stale_card(refusal: StaleCard) -> StaleCardProblem:
    return StaleCardProblem(
        **_head(HTTPStatus.CONFLICT, refusal.code, refusal.message),
        card=card_answer(refusal.card),
    )


def stale_part(refusal: StalePart) -> StalePartProblem:
    """The board, the column or the limit as it is now; of a lane the board tells."""
    thing = refusal.thing
    board = thing if isinstance(thing, Board) else getattr(thing, "board", None)
    column = limit = None
    if board and refusal.kind == "column":
        tally = Tally.of_all(board)
        column = column_answer(board, board.shape.columns[thing.pk], tally)
    if board and refusal.kind == "limit":
        [limit] = limit_answers(board, [thing])
    return StalePartProblem(
        **_head(HTTPStatus.CONFLICT, refusal.code, refusal.message),
        board=board_answer(board) if board and not (column or limit) else None,
        column=column,
        limit=limit,
        part=getattr(thing, "told", None),
    )


def circle(refusal: LinkCycle) -> CircleProblem:
    return CircleProblem(
        **_head(HTTPStatus.CONFLICT, refusal.code, refusal.message), path=refusal.way
    )


def _head(status: int, code: str, detail: str) -> dict:
    return {
        "type": f"urn:sluice:problem:{code}",
        "title": code.replace("_", " ").capitalize(),
        "status": status,
        "detail": detail,
        "code": code,
    }


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


def _too_large(found: TooLarge) -> TooLargeAnswer:
    card, is_made = found.card, found.card.pk is not None
    return TooLargeAnswer(
        number=card.number if is_made else None,
        key=card.key if is_made else None,
        scenarios=found.scenarios,
        most=found.rule.most_scenarios,
        fits=card.fits,
        target_days=found.rule.target_days,
        may_override=found.may_override,
        split=_split_url(card) if found.can_be_split else None,
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


def of_status(status: int) -> Problem:
    """For an error that never reached an operation: no such address, wrong method, breakdown."""
    words: dict[int, str] = {
        HTTPStatus.BAD_REQUEST: _("The request cannot be read."),
        HTTPStatus.NOT_FOUND: _("There is nothing here, or nothing that you may see."),
        HTTPStatus.METHOD_NOT_ALLOWED: _("This address does not support this method."),
        HTTPStatus.INTERNAL_SERVER_ERROR: _("Something broke here; the error was logged."),
        HTTPStatus.SERVICE_UNAVAILABLE: _(
            "This cannot be done right now, and nothing was changed. "
            "Send the same request again after Retry-After."
        ),
    }
    phrase = HTTPStatus(status).phrase
    return plain(status, phrase.lower().replace(" ", "_"), words.get(status, phrase))
