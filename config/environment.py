"""The environment variables that Sluice reads: the one table of them, and what is wrong with them.

The table of docs/configuration.md is held against this one by a test.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from config.kinds import (
    bucket,
    hosts,
    issuer,
    mail,
    networks,
    number,
    one_of,
    port,
    rate,
    secret,
    switch,
    text,
    url,
    words,
)


class WrongEnvironment(Exception):
    """The errors of the environment, one sentence a variable."""


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
        hosts,
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
    "HSTS_SECONDS": Variable(
        number,
        "for how long browsers insist on HTTPS; `0`: they do not",
        default=365 * 24 * 3600,
    ),
    "HSTS_SUBDOMAINS": Variable(
        switch,
        "whether that goes for all names below this host, too, and may be built into browsers",
        default=True,
    ),
    "SIGNUP": Variable(
        one_of("invitation", "open"),
        "who may make an account: those with an `invitation`, or anyone (`open`)",
        default="invitation",
    ),
    "OIDC_ISSUER": Variable(
        issuer,
        "the OpenID Connect issuer that people may sign in by, `https://login.example.org`",
    ),
    "OIDC_CLIENT_ID": Variable(text, "what the issuer calls this site"),
    "OIDC_CLIENT_SECRET": Variable(text, "what this site shows to the issuer"),
    "OIDC_NAME": Variable(
        text,
        "what the button calls the issuer",
        default="single sign-on",
    ),
    "OIDC_DOMAINS": Variable(
        words,
        "the domains whose people come in by the issuer, new ones too, with commas between",
        default=(),
    ),
    "SECOND_FACTOR": Variable(
        one_of("optional", "staff", "all"),
        "who must sign in with a second factor: nobody (`optional`), `staff` or `all`",
        default="optional",
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
    "FLAGS_URL": Variable(
        text,
        "where programs ask for flags (OFREP): a path on this site, or the URL of another address",
        default="/flags/",
    ),
    "API_RATE": Variable(
        rate,
        "requests a second for each API token and how many at once, `50/500`; `none`: no limit; "
        "embedded: none",
    ),
    "ATTACHMENTS_MB": Variable(
        number,
        "how many megabytes the files of a board may have together",
        default=2000,
    ),
    "STORAGE_URL": Variable(
        bucket,
        "where attached files are kept, `s3://KEY:SECRET@HOST/BUCKET?region=NAME`, by django-storages; "
        "without it, in `var/media`",
    ),
    "METRICS_FROM": Variable(
        networks,
        "addresses or networks that may read `/metrics` (Prometheus), with commas between",
        default=(),
    ),
    "OTEL_EXPORTER_OTLP_ENDPOINT": Variable(
        url("https", "http"),
        "where traces are sent to (OpenTelemetry, OTLP over HTTP)",
    ),
    "SENTRY_DSN": Variable(
        url("https", "http"),
        "where errors are reported to, without personal data",
    ),
    "LOGS": Variable(
        one_of("text", "json"),
        "how the terminal of `make run` shows the log: `text` for people, or `json` as it is; "
        "embedded: `text`",
    ),
    "PORT": Variable(
        port,
        "the port of `make run` on 127.0.0.1; a taken one gives the next free one",
        default=8000,
    ),
    "DEBUG": Variable(
        switch,
        "Django's error pages, for developers only, on the embedded set-up",
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
    wrong += _missing(environ) + _unsafe(environ, values)
    if wrong:
        raise WrongEnvironment(" ".join(wrong))
    return values


def _missing(environ: Mapping[str, str]) -> list[str]:
    """A sentence for each variable that those which are there cannot do without."""
    sentences = [
        f"{name} is missing: with OIDC_ISSUER it is needed."
        for name in ("OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET")
        if environ.get("OIDC_ISSUER") and not environ.get(name)
    ]
    return sentences + _missing_of_services(environ)


def _missing_of_services(environ: Mapping[str, str]) -> list[str]:
    if not _is_production(environ):
        return []
    needed = ["DATABASE_URL", "BROKER_URL", "SECRET_KEY", "ALLOWED_HOSTS", "EMAIL_URL"]
    if urlsplit(environ.get("BROKER_URL", "")).scheme in OTHER_BROKERS:
        needed.append("CACHE_URL")
    return [
        f"{name} is missing: with services of your own it is needed."
        for name in needed
        if not environ.get(name)
    ]


def _unsafe(environ: Mapping[str, str], values: Mapping[str, Any]) -> list[str]:
    """A sentence for what would show strangers the inside of a production set-up."""
    if _is_production(environ) and values.get("DEBUG"):
        return [
            "DEBUG is true: with services of your own, its error pages would show them to anyone."
        ]
    return []


def _is_production(environ: Mapping[str, str]) -> bool:
    return bool(environ.get("DATABASE_URL") or environ.get("BROKER_URL"))


def _unknown(environ: Mapping[str, str]) -> list[str]:
    """A sentence for each variable that was meant for Sluice but is none of its."""
    sentences = []
    for name in sorted(environ.keys() - VARIABLES.keys()):
        meant = next((known for known in VARIABLES if _is_slip_of(name, known)), None)
        if meant and meant not in environ:
            sentences.append(f"{name} is not a variable of Sluice; {meant} is.")
        elif name.startswith("SLUICE_"):
            sentences.append(
                f"{name} is not a variable of Sluice; docs/configuration.md lists them."
            )
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
