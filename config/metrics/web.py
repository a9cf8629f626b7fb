"""Web's numbers, and the page that shows those of all processes of this host."""

import os
import time
from collections.abc import Callable
from ipaddress import ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound

from board import meter
from config.metrics import place

place.begin(os.getppid())  # granian's master leads; what is imported now looks for this place

from prometheus_client import CollectorRegistry, generate_latest  # noqa: E402
from prometheus_client.exposition import CONTENT_TYPE_LATEST  # noqa: E402

from config.metrics.board_meter import BoardMeter  # noqa: E402
from config.metrics.numbers import REQUEST_SECONDS, REQUESTS, ROUTE_SECONDS  # noqa: E402
from config.metrics.state import Processes, SiteState  # noqa: E402

PATH = "/metrics"
UNKNOWN = "none"  # of a request that no route knows


class Metrics:
    """Middleware: counts requests, and answers Prometheus, whatever name it calls this host by.

    It stands before what asks for HTTPS and for one of our host names: who scrapes a process asks
    it by its address.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.readers = [ip_network(network) for network in settings.METRICS_FROM]
        self.registry = CollectorRegistry()
        self.registry.register(Processes())
        self.registry.register(SiteState())
        meter.measure_with(BoardMeter())

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info == PATH:
            return self._page(request)
        began = time.perf_counter()
        response = self.get_response(request)
        took = time.perf_counter() - began
        route = request.resolver_match.route if request.resolver_match else UNKNOWN
        method = request.method if request.method in METHODS else "OTHER"
        REQUESTS.labels(route, method, str(response.status_code)).inc()
        ROUTE_SECONDS.labels(route).observe(took)
        REQUEST_SECONDS.observe(took)
        return response

    def _page(self, request: HttpRequest) -> HttpResponse:
        if not self._may_read(request.META.get("REMOTE_ADDR", "")):
            return HttpResponseNotFound()
        return HttpResponse(generate_latest(self.registry), content_type=CONTENT_TYPE_LATEST)

    def _may_read(self, address: str) -> bool:
        try:
            known = ip_address(address)
        except ValueError:
            return False
        return any(known in network for network in self.readers)


METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
