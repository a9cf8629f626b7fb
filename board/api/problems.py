"""Every error of the API becomes problem+json here, refusals too; no operation catches one."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.core.exceptions import (
    NON_FIELD_ERRORS,
    ObjectDoesNotExist,
    PermissionDenied,
    RequestDataTooBig,
    SuspiciousOperation,
    ValidationError,
)
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse, UnreadablePostError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError
from ninja.errors import ValidationError as Misread

from board.api.answers import gate_problem, problem, stale_problem
from board.api.rate import TooOften
from board.models import (
    GateRefusal,
    KeyUsedBefore,
    LinkCycle,
    NameTaken,
    NotHere,
    Refusal,
    StaleCard,
    StalePart,
)


def answer(api: NinjaAPI) -> None:
    """Let this API answer every error so."""
    for error, say in ANSWERS.items():
        api.add_exception_handler(error, say)


def put_into_words(response: HttpResponse) -> None:
    """Make problem+json of an error that is something else: no such address, wrong method."""
    if response["Content-Type"] != problem.MEDIA_TYPE:
        response.content = problem.of_status(response.status_code).model_dump_json()
        del response["Content-Encoding"]  # that of what stood here
        response["Content-Type"] = problem.MEDIA_TYPE
        response["Content-Length"] = str(len(response.content))  # that of the page is known already


def _not_signed_in(request: HttpRequest, error: Any) -> HttpResponse:
    words = _("Send a valid token: Authorization: Bearer TOKEN.")
    response = problem.response(problem.plain(HTTPStatus.UNAUTHORIZED, "not_signed_in", words))
    response["WWW-Authenticate"] = "Bearer"
    return response


def _forbidden(request: HttpRequest, error: PermissionDenied) -> HttpResponse:
    words = str(error) or _("You may not do that.")
    return problem.response(problem.plain(HTTPStatus.FORBIDDEN, "forbidden", words))


def _not_found(request: HttpRequest, error: Any) -> HttpResponse:
    words = _("This does not exist, or you do not have access to it.")
    return problem.response(problem.plain(HTTPStatus.NOT_FOUND, "not_found", words))


def _malformed(request: HttpRequest, error: Any) -> HttpResponse:
    words = _("The body is not JSON: %(why)s") % {"why": error.__cause__ or error}
    return problem.response(problem.plain(HTTPStatus.BAD_REQUEST, "malformed", words))


def _too_often(request: HttpRequest, error: TooOften) -> HttpResponse:
    words = _("This token sends too many requests. Wait %(wait)s s.") % {"wait": error.wait}
    response = problem.response(problem.plain(HTTPStatus.TOO_MANY_REQUESTS, "too_often", words))
    response["Retry-After"] = str(error.wait)
    return response


def _bad_request(request: HttpRequest, error: Any) -> HttpResponse:
    words = _("The request cannot be read.")
    return problem.response(problem.plain(HTTPStatus.BAD_REQUEST, "bad_request", words))


def _too_large(request: HttpRequest, error: Any) -> HttpResponse:
    words = _("The body is too large.")
    return problem.response(problem.plain(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too_large", words))


def _misread(request: HttpRequest, error: Misread) -> HttpResponse:
    """A request that is not what the operation takes; a wrong address names nothing at all."""
    if any(each["loc"][0] == "path" for each in error.errors):
        return _not_found(request, error)
    mistakes = [(_field(each["loc"]), _words(each)) for each in error.errors]
    return problem.response(problem.wrong_input(mistakes))


def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    if not hasattr(error, "error_dict"):
        error = ValidationError({NON_FIELD_ERRORS: error})
    mistakes = [
        ("body" if field == NON_FIELD_ERRORS else field, words)
        for field, messages in error.message_dict.items()
        for words in messages
    ]
    return problem.response(problem.wrong_input(mistakes))


def _refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    return problem.response(problem.plain(HTTPStatus.CONFLICT, refusal.code, refusal.message))


def _no_room(request: HttpRequest, refusal: GateRefusal) -> HttpResponse:
    return problem.response(gate_problem.refused_at_the_gate(refusal))


def _circle(request: HttpRequest, refusal: LinkCycle) -> HttpResponse:
    return problem.response(problem.circle(refusal))


def _stale(request: HttpRequest, refusal: StaleCard) -> HttpResponse:
    return problem.response(stale_problem.stale_card(refusal))


def _stale_part(request: HttpRequest, refusal: StalePart) -> HttpResponse:
    return problem.response(stale_problem.stale_part(refusal))


def _not_here(request: HttpRequest, refusal: NotHere) -> HttpResponse:
    if refusal.about in ("limit", "item"):
        return _not_found(request, refusal)
    mistake = (refusal.about or "body", refusal.message)
    return problem.response(problem.wrong_input([mistake], refusal.code))


def _name_taken(request: HttpRequest, refusal: NameTaken) -> HttpResponse:
    mistake = (refusal.about, refusal.message)
    return problem.response(problem.wrong_input([mistake], refusal.code))


def _key_used_before(request: HttpRequest, refusal: KeyUsedBefore) -> HttpResponse:
    mistake = ("Idempotency-Key", refusal.message)
    return problem.response(problem.wrong_input([mistake], refusal.code))


def _raced(request: HttpRequest, error: IntegrityError) -> HttpResponse:
    """Two requests at once wanted what only one can have; a constraint let one through."""
    constraint = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
    if constraint and constraint.startswith("board_board_key"):
        return problem.response(problem.wrong_input([("key", _("Another board has this key."))]))
    raise error


ANSWERS: dict[type[Exception], Callable[..., HttpResponse]] = {
    AuthenticationError: _not_signed_in,
    PermissionDenied: _forbidden,
    TooOften: _too_often,
    Http404: _not_found,
    ObjectDoesNotExist: _not_found,  # it was there when it was fetched
    HttpError: _malformed,
    UnreadablePostError: _bad_request,
    SuspiciousOperation: _bad_request,
    RequestDataTooBig: _too_large,
    Misread: _misread,
    ValidationError: _invalid,
    Refusal: _refused,
    GateRefusal: _no_room,
    StaleCard: _stale,
    LinkCycle: _circle,
    StalePart: _stale_part,
    NotHere: _not_here,
    NameTaken: _name_taken,
    KeyUsedBefore: _key_used_before,
    IntegrityError: _raced,
}


WORDS = {
    "model_type": gettext_lazy("Send a JSON object."),
    "missing": gettext_lazy("This is required."),
    "extra_forbidden": gettext_lazy("There is no such field."),
    "string_too_short": gettext_lazy("This cannot be empty."),
    "string_too_long": gettext_lazy("At most %(max_length)s characters."),
    "string_unicode": gettext_lazy("A text cannot contain an incomplete character."),
    "greater_than_equal": gettext_lazy("At least %(ge)s."),
    "less_than_equal": gettext_lazy("At most %(le)s."),
    "too_short": gettext_lazy("At least %(min_length)s."),
    "too_long": gettext_lazy("At most %(max_length)s."),
}


def _field(place: tuple[str | int, ...]) -> str:
    """The name of a field: ("body", "asked", "columns", 0, "name") is columns.0.name."""
    source, *path = place
    return ".".join(str(step) for step in (path[1:] if source == "body" else path)) or str(source)


def _words(mistake: dict[str, Any]) -> str:
    """The commonest mistakes in our words; the others come in words that can be read too."""
    ours = WORDS.get(mistake["type"])
    return str(ours) % mistake.get("ctx", {}) if ours else str(mistake["msg"])
