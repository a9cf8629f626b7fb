"""A retry is answered by what is there now, even where a name in it means nothing any more."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import ValidationError

from board.access import visible_board
from board.api.answers.card import card_answer
from board.api.terms import keyed
from board.api.tokens import ApiRequest
from board.api.values import RequestBody
from board.models import KeyUsedBefore
from board.models.answered_key import FormerAnswer, former_answer


def done_before(request: ApiRequest, asked: RequestBody, key: str | None) -> FormerAnswer | None:
    """Return the answer to the first request with this key, if it was answered then."""
    if not key:
        return None
    try:
        return former_answer(request.auth, key, keyed(request, asked, key).fingerprint)
    except KeyUsedBefore:
        return None


def replayed(operation: Callable[..., Any]) -> Callable[..., Any]:
    """For operations on one card that name parts of the board.

    A column may have been renamed between a request and its retry. The key is looked up only then,
    since the verb looks it up itself, under the board's lock.
    """

    @wraps(operation)
    def answered(request: ApiRequest, *args: Any, **kwargs: Any) -> Any:
        try:
            return operation(request, *args, **kwargs)
        except ValidationError:
            former = done_before(request, kwargs["asked"], kwargs.get("idempotency_key"))
            if former is None:
                raise
            cards = visible_board(request.auth, kwargs["key"]).cards
            meant = {"number": kwargs["number"]} if "number" in kwargs else {"pk": former.card_id}
            return card_answer(cards.get(**meant).as_now())

    return answered
