"""The services that the tests run on, and how another process is given them."""

import re
from urllib.parse import urlsplit

import psycopg
import redis
from django.conf import settings
from django.db import connection

FIRST = 2  # the databases before it belong to `make run`, which may be running too


def apart(url: str, worker: str, which: int) -> str:
    """The address of a Redis database that one xdist worker has to itself (16 do for 7 workers)."""
    number = FIRST + 2 * (int(worker.removeprefix("gw")) % 7) + which
    if "?" in url:
        return re.sub(r"(virtual_host|db)=\d+", rf"\g<1>={number}", url)
    if url.startswith("redis"):
        return urlsplit(url)._replace(path=f"/{number}").geturl()
    return url


def environment() -> dict[str, str]:
    """What a process of Sluice needs to work on this test's database, broker and cache."""
    database = urlsplit(settings.DATABASE_URL)._replace(path=f"/{connection.settings_dict['NAME']}")
    return {
        "DATABASE_URL": database.geturl(),
        "BROKER_URL": settings.BROKER_URL,
        "CACHE_URL": settings.CACHE_URL,
        "EMAIL_URL": f"filemail:///{settings.VAR_DIR / 'mail'}",
        "SECRET_KEY": settings.SECRET_KEY,
        "ALLOWED_HOSTS": "127.0.0.1,localhost,testserver",
        "HTTPS": "false",
    }


def lost() -> str | None:
    """A sentence about the services that have gone away since the tests began."""
    gone = []
    try:
        psycopg.connect(settings.DATABASE_URL, connect_timeout=2).close()
    except psycopg.OperationalError:
        gone.append("PostgreSQL")
    try:
        redis.Redis.from_url(settings.CACHE_URL, socket_connect_timeout=2).ping()
    except redis.RedisError:
        gone.append("Valkey")
    if not gone:
        return None
    return f"The tests lost their {' and '.join(gone)}; start them again to have it back."
