from ninja import Router

from flow.delivery.api import (
    builds,
    components,
    deployments,
    hooks,
    incidents,
    ledger,
    logs,
    measures,
    repositories,
    repository_tokens,
    teams,
)

routers: list[Router] = [
    teams.router,
    repositories.router,
    repository_tokens.router,
    components.router,
    deployments.router,
    builds.router,
    incidents.router,
    logs.router,
    measures.router,
    ledger.router,
    hooks.router,
]
