"""Between the web and the board: the caller, the terms, and what a page answers to a refusal."""

import json
from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from hashlib import sha256
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import render, resolve_url
from django_htmx.http import HttpResponseClientRedirect
from django_htmx.middleware import HtmxDetails

from board.display.card.conflict import Conflict
from board.display.card.refusal import RefusalPicture
from board.display.page.sight import Sight
from board.models import Board, ChangedMeanwhile, KeyUsedBefore, Person, Refusal, Terms

LONGEST_KEY = 200
DRAWS = "Sluice-Draws"  # what an answer draws: pieces of the "page", or the "dialog" again


class SignedInRequest(HttpRequest):
    """A request of somebody who signed in."""

    user: Person
    htmx: HtmxDetails


View = Callable[..., HttpResponseBase]


def signed_in(view: View) -> View:
    """For people who signed in; others are sent to do that, and come back to a page."""

    @wraps(view)
    def asked(request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        if request.htmx:
            back = request.htmx.current_url_abs_path or resolve_url("boards")
            return HttpResponseClientRedirect(redirect_to_login(back).url)
        safe = request.method in ("GET", "HEAD")
        return redirect_to_login(request.get_full_path() if safe else _page_above(request.path))

    return asked


def asked_with(request: HttpRequest) -> dict[str, str]:
    """The key that distinguishes a retry from a new request, and a fingerprint of the request."""
    key = request.headers.get("Idempotency-Key", "").strip()[:LONGEST_KEY]
    if not key.isprintable() or not key:
        return {}
    fields = sorted((n, v) for n, v in request.POST.lists() if n != "csrfmiddlewaretoken")
    asked = json.dumps(["POST", request.path, fields])
    return {"key": key, "fingerprint": sha256(asked.encode()).hexdigest()}


def sight_of(request: SignedInRequest, board: Board) -> Sight:
    """Return the filter and sizes of the page that asks, from its address."""
    if not request.htmx or request.method == "GET":
        return Sight(board, request.GET)
    return Sight(board, QueryDict(urlsplit(request.htmx.current_url or "").query))


def terms_of(request: HttpRequest, form: Any) -> Terms:
    """The terms that came with a valid form; a page that draws for itself shows the counts."""
    terms: Terms = form.terms(**asked_with(request))
    return replace(terms, shows_counts=bool(getattr(request, "htmx", False)))


def pieces(
    request: HttpRequest,
    template: str,
    context: dict[str, Any],
    *,
    status: int = 200,
    of: str = "page",
) -> HttpResponse:
    """An answer to a page that draws for itself; a header says so, and the page believes no other."""
    answer = render(request, template, context, status=status)
    answer[DRAWS] = of
    return answer


class Refusals:
    """Middleware: the board said no; say so in words, with the ways out at hand."""

    def __init__(self, get_response: View):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: Any, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, ObjectDoesNotExist):  # it was there when it was fetched
            raise Http404 from exception
        if not isinstance(exception, Refusal):
            return None
        template, context = _picture(exception, request)
        status = _status_of(exception)
        if request.htmx:
            return pieces(request, f"{template}#answer", context, status=status)
        return render(request, template, context, status=status)


def _picture(refusal: Refusal, request: HttpRequest) -> tuple[str, dict[str, Any]]:
    """The template that explains a refusal, and what it shows."""
    if isinstance(refusal, ChangedMeanwhile):
        return "board/conflict.html", {"conflict": Conflict(refusal, request)}
    return "board/refused.html", {"refusal": RefusalPicture(refusal, request)}


def _status_of(refusal: Refusal) -> HTTPStatus:
    if isinstance(refusal, KeyUsedBefore):
        return HTTPStatus.UNPROCESSABLE_ENTITY
    return HTTPStatus.CONFLICT


def _page_above(path: str) -> str:
    """The page that a verb's URL belongs to: /boards/SLU/cards/1/ for /boards/SLU/cards/1/move/."""
    return path.rstrip("/").rpartition("/")[0] + "/"
