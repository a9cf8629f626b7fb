"""Those who move cards and invite people all the time, and remember what was answered."""

import json
import random
import threading
import time
import uuid
from collections import Counter
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlencode

from tests.faults.under_load.ground import Inviter, Mover

AGAIN = 0.3  # seconds until somebody who got no answer asks again
CALM = 0.15  # seconds between two moves of one person
SECRET = "k" * 32


class SteadyLoad:
    """Each person is a thread. What was answered with yes has to hold for ever."""

    def __init__(self, port: int, movers: list[Mover], inviters: list[Inviter]) -> None:
        self.movers = movers
        self.moved: list[str] = []  # keys that were answered with 200
        self.refused: list[str] = []  # keys that were answered with 409
        self.invited: list[str] = []  # addresses whose invitation was answered with 200
        self.strange: list[str] = []  # answers that nobody should get
        self.statuses: Counter[int | str] = Counter()
        self.slowest = 0.0  # seconds from the first try to an answer
        self._port, self._is_over = port, threading.Event()
        self._threads = [threading.Thread(target=self._move, args=[each]) for each in movers]
        self._threads += [threading.Thread(target=self._invite, args=[each]) for each in inviters]

    def begin(self) -> None:
        for thread in self._threads:
            thread.start()

    def end(self) -> None:
        """Each finishes what it has begun."""
        self._is_over.set()
        for thread in self._threads:
            thread.join()

    def _move(self, mover: Mover) -> None:
        chance = random.Random(mover.token)
        while not self._is_over.wait(CALM):
            number = chance.choice(list(mover.cards))
            column = chance.choice([each for each in mover.columns if each != mover.cards[number]])
            key = uuid.uuid4().hex
            headers = {
                "Authorization": f"Bearer {mover.token}",
                "Content-Type": "application/json",
                "Idempotency-Key": key,
            }
            path = f"/api/v1/boards/{mover.board}/cards/{number}/move"
            status = self._answered(path, json.dumps({"column": column}), headers, {200, 409})
            if status == 200:
                mover.cards[number] = column
                self.moved.append(key)
            elif status == 409:
                self.refused.append(key)

    def _invite(self, inviter: Inviter) -> None:
        headers = {
            "Cookie": f"sessionid={inviter.session}; csrftoken={SECRET}",
            "X-CSRFToken": SECRET,
            "Content-Type": "application/x-www-form-urlencoded",
        }
        left = 95  # a person may mail 100 a day
        while left and not self._is_over.wait(4):
            address = f"{uuid.uuid4().hex}@example.org"
            body = urlencode({"email": address, "role": "member"})
            path = f"/boards/{inviter.board}/people/invite/"
            if self._answered(path, body, headers, {200}) == 200:
                self.invited.append(address)
            left -= 1

    def _answered(
        self, path: str, body: str, headers: dict[str, str], expected: set[int]
    ) -> int | None:
        """The status of the first answer that is one; until then the same is sent again."""
        began = time.monotonic()
        while time.monotonic() - began < 120:
            status, words = self._ask(path, body, headers)
            self.statuses[status] += 1
            if status in expected:
                self.slowest = max(self.slowest, time.monotonic() - began)
                return status
            if isinstance(status, int) and status != 503 and status != 429:
                self.strange.append(f"{status} {words[:300]}")
            time.sleep(AGAIN)
        self.strange.append(f"no answer within two minutes: {path}")
        return None

    def _ask(self, path: str, body: str, headers: dict[str, str]) -> tuple[int | str, str]:
        connection = HTTPConnection("127.0.0.1", self._port, timeout=20)
        try:
            connection.request("POST", path, body=body, headers=headers)
            answer = connection.getresponse()
            return answer.status, answer.read().decode(errors="replace")
        except (OSError, HTTPException) as error:
            return type(error).__name__, ""
        finally:
            connection.close()
