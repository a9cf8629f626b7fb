"""A page that many people ask for at the same moment is drawn once, and each gets it with a token
of its own.

A drawing is kept in the process under all that it depends on, so none grows stale; a request
that comes while it is being drawn waits for it.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from threading import Lock
from typing import Any

from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import get_language

from board.display.piece import TOKEN
from board.models import Board

Draw = Callable[[], dict[str, Any] | None]

KEPT = 64  # drawings
TOGETHER = 4_000_000  # characters; a drawing that is longer is for those who ask at the same moment

_drawings: OrderedDict[Hashable, Future[str]] = OrderedDict()
_lock = Lock()


def drawn_once(
    request: HttpRequest, board: Board, template: str, draw: Draw, *, besides: Hashable = None
) -> str:
    """Return the page at this address for people of this role; "" if there is nothing to draw.

    `draw` gives the template its context, or None, and is asked only if nobody asked for the same
    before. The template gets no request: nothing in it can be one person's. `besides` is what it
    depends on besides the board.
    """
    key = (
        *(template, besides),
        *(board.pk, board.version, board.role, board.day_of(timezone.now())),
        *(request.get_full_path(), get_language(), timezone.get_current_timezone_name()),
    )

    def drawing() -> str:
        context = draw()
        return render_to_string(template, context | {"csrf_token": TOKEN}) if context else ""

    return _once(key, drawing).replace(TOKEN, get_token(request))


def _once(key: Hashable, draw: Callable[[], str]) -> str:
    with _lock:
        known = _drawings.get(key)
        drawing = known or _drawings.setdefault(key, Future())
    if known is None:
        try:
            drawing.set_result(draw())
        except BaseException as error:
            with _lock:
                _drawings.pop(key, None)
            drawing.set_exception(error)
        _forget_what_is_too_much()
    return drawing.result()


def _forget_what_is_too_much() -> None:
    """Forget a drawing that is too long by itself, and the oldest until the others fit."""
    with _lock:
        sizes = {key: len(each.result()) for key, each in _drawings.items() if each.done()}
        for key in [key for key, size in sizes.items() if size > TOGETHER]:
            del _drawings[key], sizes[key]
        while sum(sizes.values()) > TOGETHER or len(sizes) > KEPT:
            oldest = next(iter(sizes))
            del _drawings[oldest], sizes[oldest]
