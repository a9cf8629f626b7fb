"""A program that asks the real process for flags, on one connection that it keeps."""

import json
from http.client import HTTPConnection
from typing import Any


class Asking:
    """`asking.one("new-search", "ada")` is what OFREP answers, `asking.every("ada")` all flags."""

    def __init__(self, port: int, token: str | None, *, base: str = "/ofrep"):
        self.connection = HTTPConnection("127.0.0.1", port, timeout=10)
        self.base = base
        self.headers = {"Content-Type": "application/json"}
        if token:
            self.headers["Authorization"] = f"Bearer {token}"

    def raw(self, path: str, body: bytes, *, method: str = "POST", **headers: str):
        """Status, headers and body."""
        said = self.headers | {name.replace("_", "-"): value for name, value in headers.items()}
        self.connection.request(method, f"{self.base}{path}", body, said)
        answer = self.connection.getresponse()
        return answer.status, answer.headers, answer.read()

    def ask(self, path: str, key: str | None = None, **headers: str) -> tuple[int, Any]:
        context = {} if key is None else {"context": {"targetingKey": key, "plan": "gold"}}
        status, _headers, body = self.raw(path, json.dumps(context).encode(), **headers)
        return status, json.loads(body) if body else None

    def one(self, flag: str, key: str | None = None) -> dict[str, Any]:
        return self.ask(f"/v1/evaluate/flags/{flag}", key)[1]

    def value(self, flag: str, key: str | None = None) -> Any:
        return self.one(flag, key).get("value")

    def every(self, key: str | None = None) -> dict[str, Any]:
        return {each["key"]: each for each in self.ask("/v1/evaluate/flags", key)[1]["flags"]}
