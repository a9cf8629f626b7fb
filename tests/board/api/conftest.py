import json

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from board.models import ApiToken


class Caller:
    """Somebody with a token, or nobody: `ada_calls.post("/boards", name=...)`."""

    def __init__(self, token: str | None):
        self.client = Client(raise_request_exception=False)
        self.headers = {"Authorization": f"Bearer {token}"} if token else {}

    def get(self, path: str, **query):
        return self.client.get(f"/api/v1{path}", query, headers=self.headers)

    def send(self, method: str, path: str, body=None, *, content_type=None, **headers):
        """Send a body as it is if it is bytes, else as JSON."""
        if not isinstance(body, bytes):
            body = b"" if body is None else json.dumps(body).encode()
        return self.client.generic(
            method,
            f"/api/v1{path}",
            body,
            content_type=content_type or "application/json",
            headers=self.headers | headers,
        )

    def post(self, path: str, *, retry_key: str | None = None, **body):
        headers = {"Idempotency-Key": retry_key} if retry_key is not None else {}
        return self.send("POST", path, body, **headers)

    def patch(self, path: str, *, retry_key: str | None = None, **body):
        headers = {"Idempotency-Key": retry_key} if retry_key is not None else {}
        return self.send("PATCH", path, body, **headers)

    def upload(self, path: str, file, **headers):
        """Send a file in a multipart form."""
        url, headers = f"/api/v1{path}", self.headers | headers
        return self.client.post(url, {"file": file} if file else {}, headers=headers)

    def put(self, path: str, **body):
        return self.send("PUT", path, body)

    def delete(self, path: str):
        return self.send("DELETE", path)


@pytest.fixture
def calls(db):
    """`calls(ada).get("/boards")`; `calls(None)` has no token."""

    def caller(person) -> Caller:
        return Caller(person and ApiToken.issue(person))

    return caller


@pytest.fixture
def api(calls, ada) -> Caller:
    """Ada's, who leads the board."""
    return calls(ada)


@pytest.fixture
def query_count(db):
    """How many statements it takes: `query_count(api.get, "/boards")`."""

    def count(act, *said, **named) -> int:
        with CaptureQueriesContext(connection) as asked:
            assert act(*said, **named).status_code < 300
        return len(asked)

    return count
