from ninja import Router

from flow.ownership.api import catalog, codeowners, coupling, releases, reviews, waiting

routers: list[Router] = [
    codeowners.router,
    coupling.router,
    releases.router,
    waiting.router,
    reviews.router,
    catalog.router,
]
