"""The caller: the person whose token the request carries."""

from functools import cache

from django.conf import settings
from django.http import HttpRequest
from ninja.security import HttpBearer

from board.api.rate import Counter, Rate
from board.models import ApiToken, Person


class ApiRequest(HttpRequest):
    """A request whose token was good; `auth` is the person it belongs to."""

    auth: Person


class Bearer(HttpBearer):
    """A token of `manage.py create_token`, sent as `Authorization: Bearer TOKEN`."""

    def authenticate(self, request: HttpRequest, token: str) -> Person | None:
        holder = ApiToken.holder(token, address=request.META.get("REMOTE_ADDR"))
        if holder and holder.token and (count := counter()):
            count.take(f"token:{holder.token.pk}")
        return holder


@cache
def counter() -> Counter | None:
    """Return the counter of a token's requests; None if they are not limited."""
    rate = Rate(*settings.API_RATE)
    return Counter(rate, settings.CACHE_URL) if rate.a_second else None
