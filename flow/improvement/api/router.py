from ninja import Router

from flow.improvement.api import notes, ratchet, readiness, retrospectives

routers: list[Router] = [
    retrospectives.router,
    notes.router,
    readiness.router,
    ratchet.router,
]
