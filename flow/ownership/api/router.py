from ninja import Router

from flow.ownership.api import codeowners

routers: list[Router] = [codeowners.router]
