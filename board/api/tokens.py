"""Who asks: the person whose token the request carries."""

from django.http import HttpRequest
from ninja.security import HttpBearer

from board.models import ApiToken, Person


class ApiRequest(HttpRequest):
    """A request whose token was good; `auth` is the person it belongs to."""

    auth: Person


class Bearer(HttpBearer):
    """A token of `manage.py create_token`, sent as `Authorization: Bearer TOKEN`."""

    def authenticate(self, request: HttpRequest, token: str) -> Person | None:
        return ApiToken.holder(token)
