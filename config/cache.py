"""Redis, and while that is away a table of the database.

What is kept in the cache is asked for by what must work without it too: sign-in counts its tries
there, and a link that signs in once is marked as used. So a cache that is away is no empty cache.
"""

import logging
import time
from typing import Any

from django.core.cache.backends.db import DatabaseCache
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

log = logging.getLogger(__name__)

TABLE = "config_cache"
MOST = 10_000  # entries of the table
REST = 5  # seconds for which a Redis that did not answer is not asked again


class RedisOrTable(RedisCache):
    """Each question goes to Redis, or to the table for a while after Redis did not answer."""

    _asked_again_at = 0.0  # of the process: each of its threads has a cache of its own

    def __init__(self, server: Any, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        prefixed = {name: params[name] for name in ("KEY_PREFIX", "VERSION") if name in params}
        self._table = DatabaseCache(TABLE, prefixed | {"OPTIONS": {"MAX_ENTRIES": MOST}})

    def add(self, *args: Any, **how: Any) -> Any:
        return self._ask("add", *args, **how)

    def get(self, *args: Any, **how: Any) -> Any:
        return self._ask("get", *args, **how)

    def set(self, *args: Any, **how: Any) -> Any:
        return self._ask("set", *args, **how)

    def touch(self, *args: Any, **how: Any) -> Any:
        return self._ask("touch", *args, **how)

    def delete(self, *args: Any, **how: Any) -> Any:
        return self._ask("delete", *args, **how)

    def get_many(self, *args: Any, **how: Any) -> Any:
        return self._ask("get_many", *args, **how)

    def set_many(self, *args: Any, **how: Any) -> Any:
        return self._ask("set_many", *args, **how)

    def delete_many(self, *args: Any, **how: Any) -> Any:
        return self._ask("delete_many", *args, **how)

    def has_key(self, *args: Any, **how: Any) -> Any:
        return self._ask("has_key", *args, **how)

    def incr(self, *args: Any, **how: Any) -> Any:
        return self._ask("incr", *args, **how)

    def clear(self) -> Any:
        return self._ask("clear")

    def _ask(self, question: str, *args: Any, **how: Any) -> Any:
        if time.monotonic() >= RedisOrTable._asked_again_at:
            try:
                return getattr(super(), question)(*args, **how)
            except (RedisError, OSError) as error:
                RedisOrTable._asked_again_at = time.monotonic() + REST
                log.warning("the cache is away, the database stands in: %s", error)
        return getattr(self._table, question)(*args, **how)
