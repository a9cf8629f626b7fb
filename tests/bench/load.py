"""Clients that send requests as fast as they are answered; a process of its own, without Django.

Reads {"port", "seconds", "clients": [[request, ...], ...]} from stdin: each client has a connection
of its own and sends its requests in turn, over and over. Writes {"latencies": [seconds, ...],
"statuses": {status: number}, "seconds": ...} to stdout.
"""

import json
import socket
import sys
import threading
import time
from urllib.parse import urlencode


class Client:
    """One kept-alive connection."""

    def __init__(self, port: int):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=30)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def send(self, request: bytes) -> int:
        """The status of the answer, which is read to its end."""
        status, _body = self.ask(request)
        return status

    def ask(self, request: bytes) -> tuple[int, bytes]:
        """The status and the body of the answer; one that says no length has none."""
        self.socket.sendall(request)
        answer = b""
        while b"\r\n\r\n" not in answer:
            answer += self._receive()
        head, _, body = answer.partition(b"\r\n\r\n")
        _, said, length = head.lower().partition(b"content-length:")
        while said and len(body) < int(length.split(b"\r\n")[0]):
            body += self._receive()
        return int(head[9:12]), body

    def _receive(self) -> bytes:
        received = self.socket.recv(65536)
        if not received:
            raise ConnectionError("the server hung up")
        return received


def request(method: str, path: str, token: str, body: dict) -> str:
    content = json.dumps(body)
    return (
        f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {token}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(content)}\r\n\r\n{content}"
    )


def form(path: str, session: str, secret: str, body: dict) -> str:
    """What the board's page sends when somebody drops a card."""
    content = urlencode(body)
    return (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nHX-Request: true\r\n"
        f"Cookie: sessionid={session}; csrftoken={secret}\r\nX-CSRFToken: {secret}\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\n"
        f"Content-Length: {len(content)}\r\n\r\n{content}"
    )


def page(path: str, session: str, etag: str = "") -> str:
    """What the browser of somebody who signed in asks for."""
    known = f"If-None-Match: {etag}\r\n" if etag else ""
    return f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: sessionid={session}\r\n{known}\r\n"


def fragment(path: str, session: str) -> str:
    """What the board's page asks for when somebody lifts a card."""
    return (
        f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nHX-Request: true\r\n"
        f"Cookie: sessionid={session}\r\n\r\n"
    )


def run(port: int, seconds: float, clients: list[list[str]]) -> dict:
    latencies: list[float] = []
    statuses: dict[int, int] = {}
    start = threading.Barrier(len(clients))

    def act(requests: list[str]) -> None:
        client, encoded = Client(port), [each.encode() for each in requests]
        start.wait()
        until, turn = time.perf_counter() + seconds, 0
        while (began := time.perf_counter()) < until:
            status = client.send(encoded[turn % len(encoded)])
            latencies.append(time.perf_counter() - began)
            statuses[status] = statuses.get(status, 0) + 1
            turn += 1

    threads = [threading.Thread(target=act, args=[requests]) for requests in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return {"latencies": latencies, "statuses": statuses, "seconds": seconds}


if __name__ == "__main__":
    json.dump(run(**json.load(sys.stdin)), sys.stdout)
