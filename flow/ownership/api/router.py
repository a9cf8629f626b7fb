from ninja import Router

from flow.ownership.api import codeowners, coupling, releases

routers: list[Router] = [codeowners.router, coupling.router, releases.router]
