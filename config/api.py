"""The API, version 1: its routers, and the page that describes them."""

from collections.abc import Callable

from django.apps import apps
from django.http import HttpRequest, HttpResponse
from ninja.openapi.docs import Swagger

from board.api import (
    attachments,
    boards,
    card_templates,
    cards,
    checklists,
    events,
    limits,
    links,
    moves,
    parts,
    problems,
    verbs,
)
from board.api.openapi import DescribedAPI
from board.api.renderer import Json
from board.api.tokens import Bearer

ROOT = "/api/v1/"
WORDS = """A Kanban board that means its WIP limits.

## How to ask

Create a token with `manage.py create_token EMAIL` and send it as `Authorization: Bearer TOKEN`.

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
    # a link inside the button that shows an operation is for no keyboard and no screen reader
    docs=Swagger({"deepLinking": False}),
)
problems.answer(api)
for part in (
    boards,
    limits,
    cards,
    card_templates,
    checklists,
    links,
    attachments,
    moves,
    verbs,
    parts,
    events,
):
    api.add_router("/boards", part.router)
if apps.is_installed("flow.metrics"):
    from flow.metrics.api.router import router as flow_of_a_board

    api.add_router("/boards", flow_of_a_board)
if apps.is_installed("flow.alerts"):
    from flow.alerts.api import router as alerts_of_a_board

    api.add_router("/boards", alerts_of_a_board)
if apps.is_installed("flow.flags"):
    from flow.flags.api.router import router as flags_of_a_board
    from flow.flags.api.tokens import router as flag_tokens_of_a_board

    api.add_router("/boards", flags_of_a_board)
    api.add_router("/boards", flag_tokens_of_a_board)
if apps.is_installed("flow.experiments"):
    from flow.experiments.api.experiments import router as experiments_of_a_board
    from flow.experiments.api.targets import router as targets_of_a_board

    api.add_router("/boards", experiments_of_a_board)
    api.add_router("/boards", targets_of_a_board)
if apps.is_installed("flow.improvement"):
    from flow.improvement.api.router import routers as routers_of_improvement

    for router in routers_of_improvement:
        api.add_router("/boards", router)
if apps.is_installed("flow.ownership"):  # before delivery: `coupling` is no id of a component
    from flow.ownership.api.router import routers as routers_of_ownership

    for router in routers_of_ownership:
        api.add_router("", router)
if apps.is_installed("flow.delivery"):
    from flow.delivery.api.router import routers as routers_of_delivery

    for router in routers_of_delivery:
        api.add_router("", router)


def is_api(request: HttpRequest) -> bool:
    return request.path.startswith(ROOT)


class ProblemsOnly:
    """Below the API every error is problem+json, those too that never reach an operation."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code >= 400 and is_api(request):
            problems.put_into_words(response)
        return response
