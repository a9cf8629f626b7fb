"""Pages that listen to a board and fetch what changed, many in one process, without Django.

They do what the page's own script does: the first change is fetched after a pause that grows with
the number of listeners, those that come meanwhile with it. Reads {"web": port, "live": port,
"tickets": [...], "changes": path, "session": ..., "version": ...} from stdin, says "ready" when all
of them listen, ends when stdin does, and then writes {"fetched": number, "latencies": [seconds]}.
"""

import asyncio
import json
import random
import re
import sys
import time

JOINED, SPREAD = 0.2, 0.001  # seconds, as in board-changes.js
CSRF = "c" * 32  # a browser has one since its first page
PATIENCE = 30  # seconds until all of them listen
VERSION = re.compile(rb'id="version"[^>]*value="(\d+)"')


class Listener:
    """One open page."""

    def __init__(self, plan: dict, ticket: str, latencies: list[float]):
        self.plan, self.ticket, self.latencies = plan, ticket, latencies
        self.drawn = self.asked = plan["version"]
        self.fetching: asyncio.Task | None = None
        self.fetched_at = 0.0
        self.cookies = f"sessionid={plan['session']}; csrftoken={CSRF}"

    async def listen(self, ready: asyncio.Semaphore) -> None:
        stream, out = await asyncio.open_connection("127.0.0.1", self.plan["live"])
        head = f"Host: 127.0.0.1\r\nAuthorization: Ticket {self.ticket}"
        out.write(f"GET /live/ HTTP/1.1\r\n{head}\r\n\r\n".encode())
        self.web = await asyncio.open_connection("127.0.0.1", self.plan["web"])
        async for line in stream:
            if line.startswith(b"data:") and b"version" in line:
                ready.release()
                self.hear(**json.loads(line[5:]))

    def hear(self, version: int, listeners: int, **_more: object) -> None:
        self.asked = max(self.asked, version)
        if self.fetching is None and self.asked > self.drawn:
            self.fetching = asyncio.create_task(self.catch_up(listeners))

    async def catch_up(self, listeners: int) -> None:
        joined = self.fetched_at + JOINED - time.perf_counter()
        await asyncio.sleep(max(joined, random.random() * listeners * SPREAD))
        while self.asked > self.drawn:
            began = self.fetched_at = time.perf_counter()
            body = await self.fetch()
            self.latencies.append(time.perf_counter() - began)
            found = VERSION.search(body)
            self.drawn = int(found[1]) if found else self.asked
            if self.asked > self.drawn:
                await asyncio.sleep(JOINED)
        self.fetching = None

    async def fetch(self) -> bytes:
        answer, out = self.web
        out.write(
            f"GET {self.plan['changes']}?since={self.drawn} HTTP/1.1\r\nHost: 127.0.0.1\r\n"
            f"HX-Request: true\r\nCookie: {self.cookies}\r\n\r\n".encode()
        )
        head = (await answer.readuntil(b"\r\n\r\n")).lower()
        length = re.search(rb"content-length: (\d+)", head)
        return await answer.readexactly(int(length[1])) if length else b""


async def main(plan: dict) -> dict:
    latencies: list[float] = []
    ready = asyncio.Semaphore(0)
    pages = [
        asyncio.create_task(Listener(plan, ticket, latencies).listen(ready))
        for ticket in plan["tickets"]
    ]
    async with asyncio.timeout(PATIENCE):
        for _ in pages:
            await ready.acquire()
    print("ready", flush=True)
    await asyncio.to_thread(sys.stdin.read)
    for page in pages:
        page.cancel()
    broken = [each for each in await asyncio.gather(*pages, return_exceptions=True) if each]
    lost = sum(not isinstance(each, asyncio.CancelledError) for each in broken)
    return {"fetched": len(latencies), "latencies": latencies, "lost": lost}


if __name__ == "__main__":
    print(json.dumps(asyncio.run(main(json.loads(sys.stdin.readline())))))
