from ninja import Router

from flow.ownership.api import (
    catalog,
    codeowners,
    coupling,
    decoupling,
    releases,
    reviews,
    waiting,
)

routers: list[Router] = [
    codeowners.router,
    coupling.router,
    decoupling.router,
    releases.router,
    waiting.router,
    reviews.router,
    catalog.router,
]
