"""A retry is answered by what is there now, even where a name in it means nothing any more."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import ValidationError

from board.api.answers.card import card_answer
from board.api.terms import OnTerms, terms
from board.api.tokens import ApiRequest
from board.models import Event


def done_before(request: ApiRequest, asked: OnTerms, key: str | None) -> Event | None:
    """What this very request did when it came first, if it did anything."""
    if not key:
        return None
    event = Event.objects.asked_with(by=request.auth, key=key).select_related("card").first()
    same = event and event.fingerprint == terms(request, asked, key).fingerprint
    return event if same else None


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
            event = done_before(request, kwargs["asked"], kwargs.get("idempotency_key"))
            if event is None or event.card is None:
                raise
            return card_answer(event.card.as_now())

    return answered
