"""The API, version 1: where its doors are, and the page that describes them."""

from collections.abc import Callable

from django.apps import apps
from django.http import HttpRequest, HttpResponse

from board.api import boards, cards, events, limits, moves, parts, problems, verbs
from board.api.openapi import DescribedAPI
from board.api.rendering import Json
from board.api.tokens import Bearer

ROOT = "/api/v1/"
WORDS = """A Kanban board that means its WIP limits.

Make a token with `manage.py create_token EMAIL` and send it as `Authorization: Bearer TOKEN`.

A full column refuses a card with **409** and `code: "wip_limit_reached"`, and says which limits
and what may be done; it is passed with `override_reason` and `limit_versions`, where that is allowed.
Every error is `application/problem+json`: `detail` is for people, `code` for programs.
"""

api = DescribedAPI(
    title="Sluice",
    version="1",
    description=WORDS,
    auth=Bearer(),
    renderer=Json(),
    urls_namespace="api",
)
problems.answer(api)
for part in (boards, limits, cards, moves, verbs, parts, events):
    api.add_router("/boards", part.router)
if apps.is_installed("flow.metrics"):
    from flow.metrics.api.router import router as flow_of_a_board

    api.add_router("/boards", flow_of_a_board)
if apps.is_installed("flow.alerts"):
    from flow.alerts.api import router as alerts_of_a_board

    api.add_router("/boards", alerts_of_a_board)


class ProblemsOnly:
    """Below the API every error is problem+json, those too that never reach an operation."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code >= 400 and request.path.startswith(ROOT):
            problems.put_into_words(response)
        return response
