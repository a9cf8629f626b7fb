"""Traces go to an OpenTelemetry collector: which route, statement and task took how long.

A span names the route, never the address: an address may be a secret. Statements have no values.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from opentelemetry import trace
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.instrumentation.celery import CeleryInstrumentor
from opentelemetry.instrumentation.django import DjangoInstrumentor
from opentelemetry.instrumentation.psycopg import PsycopgInstrumentor
from opentelemetry.sdk.resources import SERVICE_NAME, SERVICE_VERSION, Resource
from opentelemetry.sdk.trace import ReadableSpan, SpanProcessor, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter
from opentelemetry.trace import Status

from config.version import VERSION

ABOUT_SOMEBODY = frozenset(
    {
        *("http.url", "http.target", "url.full", "url.path", "url.query", "http.user_agent"),
        *("user_agent.original", "net.peer.ip", "net.peer.port", "client.address", "client.port"),
        *(
            "network.peer.address",
            "network.peer.port",
            "http.client_ip",
            "celery.args",
            "celery.kwargs",
        ),
    }
)


class Nameless(SpanProcessor):
    """Takes out of a span what is about somebody, before it goes on to the others."""

    def on_end(self, span: ReadableSpan) -> None:
        kept = {
            name: value
            for name, value in (span.attributes or {}).items()
            if name not in ABOUT_SOMEBODY
        }
        # Those who look from outside may only read a span. The words of an error hold values.
        span._attributes = kept
        span._events = []
        span._status = Status(span.status.status_code)


def begin(endpoint: str, exporter: SpanExporter | None = None) -> None:
    """Trace this process; the variables of OpenTelemetry itself (OTEL_SERVICE_NAME ...) are heard."""
    about = Resource.create({SERVICE_NAME: "sluice", SERVICE_VERSION: VERSION})
    provider = TracerProvider(resource=about)
    provider.add_span_processor(Nameless())
    provider.add_span_processor(
        BatchSpanProcessor(exporter or OTLPSpanExporter(f"{endpoint.rstrip('/')}/v1/traces"))
    )
    trace.set_tracer_provider(provider)
    DjangoInstrumentor().instrument(response_hook=_name_the_route)
    PsycopgInstrumentor().instrument()
    CeleryInstrumentor().instrument()


def _name_the_route(span: Any, request: HttpRequest, _response: HttpResponse) -> None:
    route = request.resolver_match.route if request.resolver_match else "none"
    if span and span.is_recording():
        span.update_name(f"{request.method} {route}")
