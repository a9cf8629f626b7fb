"""The callers that deliver: a person with a token, or the pipeline of a repository."""

from django.http import HttpRequest

from board.api.tokens import Bearer
from flow.delivery.access import Deliverer
from flow.delivery.models import RepositoryToken


class DeliveringBearer(Bearer):
    """A token of a person, or one of a repository, sent as `Authorization: Bearer TOKEN`."""

    def authenticate(self, request: HttpRequest, token: str) -> Deliverer | None:  # type: ignore[override]
        address = request.META.get("REMOTE_ADDR")
        return super().authenticate(request, token) or RepositoryToken.holder(
            token, address=address
        )


class DeliveringRequest(HttpRequest):
    """A request of somebody who delivers."""

    auth: Deliverer
