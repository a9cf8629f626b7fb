"""The errors of the API: problem+json, as RFC 9457 has it."""

from http import HTTPStatus
from typing import Annotated

from django.http import HttpResponse
from django.utils.translation import gettext as _
from pydantic import BaseModel, BeforeValidator, Field

from board.api.values import example
from board.models import LinkCycle

MEDIA_TYPE = "application/problem+json"


def _readable(value: str) -> str:
    """Escape incomplete characters, so that a value of the request can be quoted in an answer."""
    return value.encode("utf-8", "backslashreplace").decode()


Words = Annotated[str, BeforeValidator(_readable)]


class Problem(BaseModel):
    """Why it was not done; `detail` can be shown to a person, a program reads `code`."""

    model_config = example(
        type="urn:sluice:problem:not_found",
        title="Not found",
        status=404,
        detail="This does not exist, or you do not have access to it.",
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


def response(problem: Problem) -> HttpResponse:
    return HttpResponse(problem.model_dump_json(), status=problem.status, content_type=MEDIA_TYPE)


def plain(status: int, code: str, detail: str) -> Problem:
    return Problem(**problem_fields(status, code, detail))


def wrong_input(errors: list[tuple[str, str]], code: str = "invalid") -> InputProblem:
    mistakes = [Mistake(field=field, message=message) for field, message in errors]
    words = " ".join(f"{each.field}: {each.message}" for each in mistakes)
    return InputProblem(
        **problem_fields(HTTPStatus.UNPROCESSABLE_ENTITY, code, words), errors=mistakes
    )


def circle(refusal: LinkCycle) -> CircleProblem:
    return CircleProblem(
        **problem_fields(HTTPStatus.CONFLICT, refusal.code, refusal.message), path=refusal.way
    )


def of_status(status: int) -> Problem:
    """For an error that never reached an operation: no such address, wrong method, breakdown."""
    words: dict[int, str] = {
        HTTPStatus.BAD_REQUEST: _("The request cannot be read."),
        HTTPStatus.NOT_FOUND: _("This does not exist, or you do not have access to it."),
        HTTPStatus.METHOD_NOT_ALLOWED: _("This address does not support this method."),
        HTTPStatus.INTERNAL_SERVER_ERROR: _("Something went wrong here. The error was logged."),
        HTTPStatus.SERVICE_UNAVAILABLE: _(
            "This cannot be done right now, and nothing was changed. "
            "Send the same request again after Retry-After."
        ),
    }
    phrase = HTTPStatus(status).phrase
    return plain(status, phrase.lower().replace(" ", "_"), words.get(status, phrase))


def problem_fields(status: int, code: str, detail: str) -> dict:
    return {
        "type": f"urn:sluice:problem:{code}",
        "title": code.replace("_", " ").capitalize(),
        "status": status,
        "detail": detail,
        "code": code,
    }
