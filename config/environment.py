"""The environment variables that Sluice reads: the one table of them, and what is wrong with them.

README's configuration table is held against this one by a test.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from config.kinds import mail, networks, one_of, port, secret, switch, text, url, words


class WrongEnvironment(Exception):
    """What is wrong with the environment, one sentence a variable."""


@dataclass(frozen=True)
class Variable:
    kind: Callable[[str], Any]
    meaning: str
    default: Any = None


POSTGRES = ("postgresql", "postgres")
REDIS = ("redis", "rediss")
OTHER_BROKERS = ("amqp", "amqps", "redis+socket")
MAIL = ("smtp+tls", "smtp+ssl", "smtp", "consolemail", "filemail")

VARIABLES = {
    "DATABASE_URL": Variable(
        url(*POSTGRES),
        "PostgreSQL 15 or newer; without it and `BROKER_URL`, embedded services",
    ),
    "BROKER_URL": Variable(
        url(*REDIS, *OTHER_BROKERS),
        "Redis, Valkey or RabbitMQ; without it and `DATABASE_URL`, embedded services",
    ),
    "CACHE_URL": Variable(
        url(*REDIS, "unix"),
        "Redis or Valkey; without it, the database after the broker's on the same Redis",
    ),
    "LISTEN_URL": Variable(
        url(*POSTGRES),
        "the database without a pooler between, for LISTEN; without it, `DATABASE_URL`",
    ),
    "EMAIL_URL": Variable(
        mail(*MAIL),
        "the mail server, `smtp+tls://USER:PASSWORD@HOST:587`; embedded: files in `var/mail`",
    ),
    "MAIL_FROM": Variable(
        text,
        "the sender of all mail",
        default="Sluice <sluice@localhost>",
    ),
    "SECRET_KEY": Variable(
        secret,
        "signs sessions and links, 50 characters or more; embedded: made and kept in `var`",
    ),
    "ALLOWED_HOSTS": Variable(
        words,
        "the host names this site answers to, with commas between; embedded: this machine",
    ),
    "SITE_URL": Variable(
        url("https", "http"),
        "where mail says this site is; without it, the first of `ALLOWED_HOSTS`",
    ),
    "TRUSTED_PROXIES": Variable(
        networks,
        "addresses or networks whose `X-Forwarded-*` headers are believed, with commas between",
        default=(),
    ),
    "HTTPS": Variable(
        switch,
        "`false` only to try things out without encryption; embedded: always `false`",
        default=True,
    ),
    "SIGNUP": Variable(
        one_of("invitation", "open"),
        "who may make an account: those with an `invitation`, or anyone (`open`)",
        default="invitation",
    ),
    "BOARDS_BY": Variable(
        one_of("anyone", "staff"),
        "who may make a board: `anyone` signed in, or only `staff`",
        default="anyone",
    ),
    "LIVE_URL": Variable(
        text,
        "where browsers find the event stream: a path on this site, or the URL of another address",
        default="/live/",
    ),
    "PORT": Variable(
        port,
        "the port of `make run` on 127.0.0.1; a taken one gives the next free one",
        default=8000,
    ),
    "DEBUG": Variable(
        switch,
        "Django's error pages, for developers only",
        default=False,
    ),
}


def read(environ: Mapping[str, str]) -> dict[str, Any]:
    """The value of each variable by its name; WrongEnvironment says all that is wrong at once."""
    values: dict[str, Any] = {}
    wrong = _unknown(environ)
    for name, variable in VARIABLES.items():
        given = environ.get(name, "").strip()
        try:
            values[name] = variable.kind(given) if given else variable.default
        except ValueError as error:
            wrong.append(f"{name} is wrong: {error}.")
    wrong += _missing(environ)
    if wrong:
        raise WrongEnvironment(" ".join(wrong))
    return values


def _missing(environ: Mapping[str, str]) -> list[str]:
    """A sentence for each variable that those which are there cannot do without."""
    if not (environ.get("DATABASE_URL") or environ.get("BROKER_URL")):
        return []
    needed = ["DATABASE_URL", "BROKER_URL", "SECRET_KEY", "ALLOWED_HOSTS", "EMAIL_URL"]
    if urlsplit(environ.get("BROKER_URL", "")).scheme in OTHER_BROKERS:
        needed.append("CACHE_URL")
    return [
        f"{name} is missing: with services of your own it is needed."
        for name in needed
        if not environ.get(name)
    ]


def _unknown(environ: Mapping[str, str]) -> list[str]:
    """A sentence for each variable that was meant for Sluice but is none of its."""
    sentences = []
    for name in sorted(environ.keys() - VARIABLES.keys()):
        meant = next((known for known in VARIABLES if _is_slip_of(name, known)), None)
        if meant and meant not in environ:
            sentences.append(f"{name} is not a variable of Sluice; {meant} is.")
        elif name.startswith("SLUICE_"):
            sentences.append(f"{name} is not a variable of Sluice; README lists them.")
    return sentences


def _is_slip_of(name: str, known: str) -> bool:
    """Whether a name is a known one with a prefix, or one letter wrong, missing or too many."""
    if name == f"SLUICE_{known}":
        return True
    if len(known) < 6 or abs(len(name) - len(known)) > 1:
        return False  # short names are like many others
    shorter, longer = sorted((name, known), key=len)
    at = next((i for i, letter in enumerate(shorter) if letter != longer[i]), len(shorter))
    return shorter[at + (len(shorter) == len(longer)) :] == longer[at + 1 :]
