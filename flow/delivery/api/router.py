from ninja import Router

from flow.delivery.api import delivering, hooks, looking, set_up

routers: list[Router] = [set_up.router, delivering.router, looking.router, hooks.router]
