"""The rate limit of a token: requests a second, and bursts.

All web processes count together, in Redis; when it is away each counts alone. Only requests with a
person's token are counted: a delivery with a signature of its own is never refused by this limit.
"""

import logging
import threading
import time
from dataclasses import dataclass
from functools import cached_property
from math import ceil

import redis

log = logging.getLogger(__name__)

AWAY = 5.0  # seconds that a Redis that does not answer is left alone
WAITS = {"socket_connect_timeout": 0.2, "socket_timeout": 0.2}
KEPT = 10_000  # tokens that a process counts for itself

# The generic cell rate algorithm: one moment a token says how full its bucket is.
TAKE = """
local clock = redis.call('TIME')
local now = clock[1] + clock[2] / 1000000
local full = tonumber(redis.call('GET', KEYS[1]) or now)
if full < now then full = now end
full = full + 1 / ARGV[1]
local wait = full - now - ARGV[2] / ARGV[1]
if wait > 0.00001 then return tostring(wait) end
redis.call('SET', KEYS[1], string.format('%.6f', full), 'PX', math.ceil((full - now) * 1000))
return '0'
"""


class TooOften(Exception):
    """The token has used up its burst; `wait` is the number of seconds until it may ask again."""

    def __init__(self, wait: int) -> None:
        super().__init__(f"Too many requests: wait {wait} s.")
        self.wait = wait


@dataclass(frozen=True)
class Rate:
    """Requests a second, and how many at once after a pause."""

    a_second: float
    bursts: int


class Counter:
    """Counts the requests of each token, in the Redis at this URL."""

    def __init__(self, rate: Rate, url: str) -> None:
        self.rate = rate
        self._url = url
        self._here: dict[str, float] = {}
        self._lock = threading.Lock()
        self._away_until = 0.0

    def take(self, who: str) -> None:
        """Count a request; raise TooOften if there were too many."""
        wait = self._take_together(who) if time.monotonic() >= self._away_until else None
        if wait is None:
            wait = self._take_here(who)
        if wait > 0:
            raise TooOften(max(1, ceil(wait)))

    def _take_together(self, who: str) -> float | None:
        """Return how long to wait, by the count of all processes; None if Redis is away."""
        try:
            answer = self._script(
                keys=[f"sluice:rate:{who}"], args=[self.rate.a_second, self.rate.bursts]
            )
        except redis.RedisError as error:
            self._away_until = time.monotonic() + AWAY
            log.warning("The cache does not answer; each process counts for itself: %s", error)
            return None
        return float(answer)

    def _take_here(self, who: str) -> float:
        """The same by the count of this process."""
        with self._lock:
            now = time.monotonic()
            full = max(self._here.pop(who, now), now) + 1 / self.rate.a_second
            wait = full - now - self.rate.bursts / self.rate.a_second
            if wait > 1e-5:
                full -= 1 / self.rate.a_second
            self._here[who] = full  # the last that asked stands last
            if len(self._here) > KEPT:
                del self._here[next(iter(self._here))]
        return max(0.0, wait) if wait > 1e-5 else 0.0

    @cached_property
    def _script(self):
        return redis.Redis.from_url(self._url, **WAITS).register_script(TAKE)
