"""The memory of the process: the flags of each environment, and the tokens that open it."""

import asyncio
import json
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cached_property
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

from flow.flags.rollout import is_in

OUTLIVES = 30 * 24 * 3600  # seconds that a removed flag is answered

DISABLED, MATCH, STATIC, SPLIT = "DISABLED", "TARGETING_MATCH", "STATIC", "SPLIT"


@dataclass(frozen=True)
class KnownFlag:
    """A flag as one environment answers it; `removed_at` in seconds since 1970."""

    id: int
    key: str
    public: bool
    enabled: bool
    rollout: int
    allowed: frozenset[str]
    variants: dict[str, Any]
    removed_at: float | None = None

    @classmethod
    def read(cls, row: Iterable[Any]) -> "KnownFlag":
        id, key, public, enabled, rollout, allowed, variants, removed_at = row
        return cls(id, key, public, enabled, rollout, frozenset(allowed), variants, removed_at)

    @property
    def row(self) -> list[Any]:
        """Return a row in the form that `read` takes."""
        return [
            *(self.id, self.key, self.public, self.enabled, self.rollout),
            *(sorted(self.allowed), self.variants, self.removed_at),
        ]

    def evaluate(self, targeting_key: str | None) -> tuple[str, str] | None:
        """Variant and reason; None where the share is partial and no targeting key is sent."""
        if not self.enabled:
            return "off", DISABLED
        if targeting_key is not None and targeting_key in self.allowed:
            return "on", MATCH
        if self.rollout == 100:
            return "on", STATIC
        if self.rollout == 0:
            return "off", STATIC
        if targeting_key is None:
            return None
        return "on" if is_in(self.key, targeting_key, self.rollout) else "off", SPLIT

    def is_gone(self, now: float) -> bool:
        return self.removed_at is not None and now - self.removed_at > OUTLIVES

    def answer(self, variant: str, reason: str) -> bytes:
        """The answer in JSON, written once."""
        known = self._answers
        if (variant, reason) not in known:
            facts: dict[str, Any] = {
                "key": self.key,
                "value": self.variants[variant],
                "reason": reason,
                "variant": variant,
            }
            if self.removed_at is not None:
                facts["metadata"] = {"removed": True}
            known[variant, reason] = as_json(facts)
        return known[variant, reason]

    @cached_property
    def _answers(self) -> dict[tuple[str, str], bytes]:
        return {}


@dataclass
class KnownEnvironment:
    """The flags of one environment. `mark` changes when one is removed or brought back."""

    id: int
    board_id: int
    version: int
    mark: str
    zone: str
    flags: dict[str, KnownFlag] = field(default_factory=dict)
    today: date = date.min

    def __post_init__(self) -> None:
        self.begin_day(datetime.now(UTC))

    def begin_day(self, now: datetime) -> None:
        """Know which day it is on the board."""
        self.today = now.astimezone(ZoneInfo(self.zone)).date()

    def put(self, flag_id: int, flag: KnownFlag | None) -> None:
        """This flag as it is now; None for one that is not there any more."""
        for key in [each.key for each in self.flags.values() if each.id == flag_id]:
            del self.flags[key]
        if flag:
            self.flags[flag.key] = flag

    def etag(self, targeting_key: str | None, *, only_public: bool) -> str:
        """It changes when the answers for this key may have changed."""
        whole = [self.id, self.version, self.mark, only_public, targeting_key]
        return f'"{sha256(as_json(whole)).hexdigest()[:32]}"'


@dataclass(frozen=True)
class KnownToken:
    """A known token; `expires_at` in seconds since 1970."""

    environment_id: int
    public: bool
    expires_at: float | None = None

    @property
    def is_good(self) -> bool:
        return self.expires_at is None or self.expires_at > time.time()


@dataclass
class FlagMemory:
    """All that is answered, by the id of an environment and the digest of a token."""

    environments: dict[int, KnownEnvironment] = field(default_factory=dict)
    tokens: dict[str, KnownToken] = field(default_factory=dict)
    is_known: bool = False  # from the database or from a snapshot
    changes: int = 0  # how often it was changed
    news: asyncio.Event = field(default_factory=asyncio.Event)  # set by the next change

    def opened_by(self, secret: str) -> tuple[KnownToken, KnownEnvironment] | None:
        """The token with this secret and its environment, if it is good."""
        token = self.tokens.get(digest_of(secret))
        if token is None or not token.is_good:
            return None
        environment = self.environments.get(token.environment_id)
        return (token, environment) if environment else None

    def changed(self) -> None:
        self.is_known = True
        self.changes += 1
        self.news.set()
        self.news = asyncio.Event()


def digest_of(secret: str) -> str:
    return sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def as_json(facts: Any) -> bytes:
    return json.dumps(facts, separators=(",", ":")).encode()
