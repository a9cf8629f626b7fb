"""The answers while the database is away or a lock is held: try again."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template import loader
from django.views.defaults import server_error

from config.api import is_api

AFTER = 2  # seconds
PASSING = (OperationalError, InterfaceError)


def went_wrong(request: HttpRequest) -> HttpResponse:
    """The answer to an error that nothing else has answered (`handler500`)."""
    error = sys.exc_info()[1]
    if not isinstance(error, PASSING):
        return server_error(request)
    response = HttpResponse("" if is_api(request) else _page(request), status=503)
    response["Retry-After"] = str(AFTER)
    response["Cache-Control"] = "no-store"
    # The log has one line of a request, and this one says it there.
    vars(response).update(outage=_words(error), _has_been_logged=True)
    return response


def _page(request: HttpRequest) -> str:
    """A page that asks nothing of anybody. What was only looked at comes back by itself."""
    safe = request.method in ("GET", "HEAD")
    return loader.render_to_string("503.html", {"seconds": AFTER if safe else None})


def _words(error: Exception) -> str:
    kind = type(error.__cause__ or error).__name__
    return f"{kind}: {' '.join(str(error).split())}"
