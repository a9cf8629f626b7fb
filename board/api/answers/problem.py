"""What the API says when it does not do what was asked: problem+json, as RFC 9457 has it."""

from http import HTTPStatus

from django.http import HttpResponse
from django.utils.translation import gettext as _
from pydantic import BaseModel, ConfigDict, Field

from board.api.answers.card import CardAnswer, card_answer
from board.api.values import example
from board.models import Card, Mode, Scope, StaleCard, WipLimitReached
from board.models.gate import Violation as Violated

MEDIA_TYPE = "application/problem+json"


class Problem(BaseModel):
    """Why it was not done; `detail` can be shown to a person, a program reads `code`."""

    model_config = example(
        type="urn:sluice:problem:not_found",
        title="Not found",
        status=404,
        detail="There is nothing here, or not for you.",
        code="not_found",
    )

    type: str
    title: str
    status: int
    detail: str
    code: str


class Mistake(BaseModel):
    field: str
    message: str


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


class CardLine(BaseModel):
    """A card, in short."""

    number: int
    key: str
    title: str
    age: int | None


class WipLimitProblem(Problem):
    """There is no room: the limits that refuse, the most specific first, and the ways out."""

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
        oldest={"number": 41, "key": "SLU-41", "title": "Paint the crane", "age": 9},
        swap_with={"number": 41, "key": "SLU-41", "title": "Paint the crane", "age": 9},
        may_override=False,
    )

    violations: list[ViolationAnswer]
    oldest: CardLine | None = Field(description="The oldest card behind the first limit.")
    swap_with: CardLine | None = Field(description="A card that yours may change places with.")
    may_override: bool = Field(description="Whether you may pass all of them by giving a reason.")


class StaleCardProblem(Problem):
    """The card has moved on since you looked."""

    model_config = ConfigDict(json_schema_extra=None)

    card: CardAnswer


def said(problem: Problem) -> HttpResponse:
    return HttpResponse(problem.model_dump_json(), status=problem.status, content_type=MEDIA_TYPE)


def plain(status: int, code: str, detail: str) -> Problem:
    return Problem(**_head(status, code, detail))


def wrong_input(errors: list[tuple[str, str]], code: str = "invalid") -> InputProblem:
    mistakes = [Mistake(field=field, message=message) for field, message in errors]
    words = " ".join(f"{each.field}: {each.message}" for each in mistakes)
    return InputProblem(**_head(HTTPStatus.UNPROCESSABLE_ENTITY, code, words), errors=mistakes)


def wip_limit_reached(refusal: WipLimitReached) -> WipLimitProblem:
    ways_out = refusal.explanation
    return WipLimitProblem(
        **_head(HTTPStatus.CONFLICT, refusal.code, refusal.message),
        violations=[_violation(each) for each in refusal.violations],
        oldest=_line(ways_out.oldest),
        swap_with=_line(ways_out.swap_with),
        may_override=ways_out.may_override,
    )


def stale_card(refusal: StaleCard) -> StaleCardProblem:
    return StaleCardProblem(
        **_head(HTTPStatus.CONFLICT, refusal.code, refusal.message),
        card=card_answer(refusal.card),
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


def _line(card: Card | None) -> CardLine | None:
    if card is None:
        return None
    return CardLine(number=card.number, key=card.key, title=card.title, age=card.age)


def of_status(status: int) -> Problem:
    """For an error that never reached an operation: no such address, wrong method, breakdown."""
    words: dict[int, str] = {
        HTTPStatus.BAD_REQUEST: _("The request cannot be read."),
        HTTPStatus.NOT_FOUND: _("There is nothing here, or not for you."),
        HTTPStatus.METHOD_NOT_ALLOWED: _("This address does not take this method."),
        HTTPStatus.INTERNAL_SERVER_ERROR: _("Something broke here; it was noted."),
    }
    phrase = HTTPStatus(status).phrase
    return plain(status, phrase.lower().replace(" ", "_"), words.get(status, phrase))
