"""The API, version 1: where its doors are, and the page that describes them."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from board.api import boards, cards, events, limits, moves, parts, problems, verbs
from board.api.openapi import DescribedAPI
from board.api.rendering import Json
from board.api.tokens import Bearer

ROOT = "/api/v1/"

api = DescribedAPI(
    title="Sluice",
    version="1",
    description="A Kanban board that means its WIP limits.",
    auth=Bearer(),
    renderer=Json(),
    urls_namespace="api",
)
problems.answer(api)
for part in (boards, limits, cards, moves, verbs, parts, events):
    api.add_router("/boards", part.router)


class ProblemsOnly:
    """Below the API every error is problem+json, those too that never reach an operation."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code >= 400 and request.path.startswith(ROOT):
            problems.put_into_words(response)
        return response
