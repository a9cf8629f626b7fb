"""What breaks is reported to Sentry's protocol and to OpenTelemetry, and nothing about anybody."""

import gzip
import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from config import error_reports
from tests.config.test_security import in_production

SECRETS = ("grace@example.org", "k3Yq8hPz0vWm5nRt", "10.9.8.7", "hunter2-hunter2", "Firefox")


class Collector(BaseHTTPRequestHandler):
    """Takes whatever is sent to it."""

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.headers.get("Content-Encoding") == "gzip":
            body = gzip.decompress(body)
        self.server.taken.append((self.path, body))
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_):
        pass


@pytest.fixture
def collector():
    server = HTTPServer(("127.0.0.1", 0), Collector)
    server.taken = []
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


BREAK = """
from board.views import boards
from django.urls import path
from config import urls
def broken(request, secret):
    password = "hunter2-hunter2"
    raise ValueError("no room for grace@example.org with k3Yq8hPz0vWm5nRt (10.9.8.7) "
        "and password='hunter2-hunter2'")
urls.urlpatterns.insert(0, path("broken/<str:secret>/", broken))
from django.test import Client
client = Client(raise_request_exception=False)
answer = client.post("/broken/k3Yq8hPz0vWm5nRt/?to=grace@example.org", {"password": "hunter2-hunter2"},
    headers={"Host": "sluice.example", "User-Agent": "Firefox", "Cookie": "theme=k3Yq8hPz0vWm5nRt"},
    REMOTE_ADDR="10.9.8.7", secure=True)
"""
FLUSH = """
import sentry_sdk; sentry_sdk.flush(10)
from opentelemetry import trace
getattr(trace.get_tracer_provider(), "force_flush", lambda: None)()
print(json.dumps(answer.status_code))
"""


def code(*parts: str) -> str:
    return "exec(" + repr("\n".join(parts)) + ")"


def test_an_error_is_reported_without_anybody_in_it(collector):
    dsn = f"http://key@127.0.0.1:{collector.server_port}/1"
    assert in_production(code(BREAK, FLUSH), SENTRY_DSN=dsn) == 500
    sent = b"\n".join(body for _, body in collector.taken).decode()
    assert "ValueError" in sent
    assert "no room for" in sent
    assert "broken" in sent  # the function, and the line
    assert [secret for secret in SECRETS if secret in _without_source(sent)] == []


def _without_source(sent: str) -> str:
    """What was sent but for lines of code, which are public."""
    kept = []
    for line in sent.splitlines():
        event = json.loads(line)
        for error in event.get("exception", {}).get("values", []):
            for frame in error.get("stacktrace", {}).get("frames", []):
                for name in ("context_line", "pre_context", "post_context"):
                    frame.pop(name, None)
        kept.append(json.dumps(event))
    return "\n".join(kept)


def test_a_trace_names_the_route_and_nobody(collector):
    endpoint = f"http://127.0.0.1:{collector.server_port}"
    assert in_production(code(BREAK, FLUSH), OTEL_EXPORTER_OTLP_ENDPOINT=endpoint) == 500
    paths = {path for path, _ in collector.taken}
    assert paths == {"/v1/traces"}
    sent = b"\n".join(body for _, body in collector.taken)
    assert b"POST broken/<str:secret>/" in sent
    assert [secret for secret in SECRETS if secret.encode() in sent] == []


def test_words_are_kept_and_values_are_not():
    said = 'Key (email)=(grace@example.org) exists; token k3Yq8hPz0vWm5nRt, "Paint the crane"'
    assert error_reports.plain(said) == "Key (email)… exists; token …, …"
