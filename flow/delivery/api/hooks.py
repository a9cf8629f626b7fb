"""The hooks of the forges. A hook is checked, kept and answered; a task applies it."""

from hashlib import sha256
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import Router

from board.api.answers import problem
from board.api.renderer import Json
from flow.delivery.models import Delivery, Door, Provider, Repository
from flow.delivery.tasks import ring

router = Router(tags=["Delivery"])

LARGEST = 25 * 1024 * 1024  # bytes of a body: what GitHub sends at most
KINDS = {"application/json", "application/x-www-form-urlencoded"}


@router.post("/hooks/github/{handle}", auth=None, include_in_schema=False)
def github_hook(request: HttpRequest, handle: str):
    """Receive an event of GitHub, signed with the repository's secret."""
    repository = get_object_or_404(Repository.objects.at(Provider.GITHUB, handle[:64]))
    body = _body(request)
    if isinstance(body, HttpResponse):
        return body
    if not repository.has_signed(body, request.headers.get("X-Hub-Signature-256", "")):
        return _not_signed(repository)
    return _receive(
        repository,
        Door.GITHUB,
        body,
        event=request.headers.get("X-GitHub-Event", ""),
        identity=request.headers.get("X-GitHub-Delivery", ""),
    )


@router.post("/hooks/gitlab/{handle}", auth=None, include_in_schema=False)
def gitlab_hook(request: HttpRequest, handle: str):
    """Receive an event of GitLab, with the repository's secret in a header."""
    repository = get_object_or_404(Repository.objects.at(Provider.GITLAB, handle[:64]))
    body = _body(request)
    if isinstance(body, HttpResponse):
        return body
    if not repository.knows_secret(request.headers.get("X-Gitlab-Token", "")):
        return _not_signed(repository)
    return _receive(
        repository,
        Door.GITLAB,
        body,
        event=request.headers.get("X-Gitlab-Event", ""),
        identity=request.headers.get("Idempotency-Key", ""),
    )


def _body(request: HttpRequest) -> bytes | HttpResponse:
    """The body as it was sent, or why it is not taken; one that is too large is not read."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    if length.isdecimal() and int(length) > LARGEST:
        return _too_large()
    if request.content_type not in KINDS:
        words = _("Send JSON, or a form.")
        return problem.response(
            problem.plain(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "not_json_or_form", words)
        )
    body = request.read(LARGEST + 1)
    return _too_large() if len(body) > LARGEST else body


def _too_large() -> HttpResponse:
    words = _("The body is too large: 25 MB at most.")
    return problem.response(problem.plain(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too_large", words))


def _not_signed(repository: Repository) -> HttpResponse:
    repository.note_bad_signature()
    words = _("The signature is wrong. Compare the secret here and there.")
    return problem.response(problem.plain(HTTPStatus.UNAUTHORIZED, "bad_signature", words))


def _receive(
    repository: Repository, door: Door, body: bytes, *, event: str, identity: str
) -> HttpResponse:
    """A delivery is the same if its name is and it says the same."""
    key = f"{identity[:100]}:{sha256(body).hexdigest()}"
    delivery = Delivery.receive(repository, door, key=key, event=_readable(event), body=body)
    ring()
    answer = Json().render(
        HttpRequest(), {"id": delivery.pk, "state": delivery.state}, response_status=202
    )
    return HttpResponse(answer, status=HTTPStatus.ACCEPTED, content_type=Json.media_type)


def _readable(text: str) -> str:
    return "".join(letter for letter in text if letter.isprintable())
