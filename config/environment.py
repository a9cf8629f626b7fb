"""The environment variables that Sluice reads: the one table of their names, kinds and defaults.

README's configuration table is held against this one by a test.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from ipaddress import ip_network
from typing import Any
from urllib.parse import urlsplit


class WrongEnvironment(Exception):
    """What is wrong with the environment, one sentence a variable."""


def text(value: str) -> str:
    return value


def words(value: str) -> list[str]:
    return [word.strip() for word in value.split(",") if word.strip()]


def networks(value: str) -> list[str]:
    addresses = words(value)
    for address in addresses:
        try:
            ip_network(address)
        except ValueError:
            raise ValueError(f"{address!r} is not an IP address or network") from None
    return addresses


def switch(value: str) -> bool:
    answers = {"1": True, "true": True, "yes": True, "on": True}
    answers |= {"0": False, "false": False, "no": False, "off": False}
    if value.lower() not in answers:
        raise ValueError("say true or false")
    return answers[value.lower()]


def port(value: str) -> int:
    if not value.isdecimal() or not 0 < int(value) < 65536:
        raise ValueError("a port is a number from 1 to 65535")
    return int(value)


def one_of(*choices: str) -> Callable[[str], str]:
    def choice(value: str) -> str:
        if value not in choices:
            raise ValueError(f"say {' or '.join(choices)}")
        return value

    return choice


def url(*schemes: str) -> Callable[[str], str]:
    def address(value: str) -> str:
        if urlsplit(value).scheme not in schemes:
            raise ValueError(f"it begins with {' or '.join(f'{scheme}://' for scheme in schemes)}")
        return value

    return address


POSTGRES = ("postgresql", "postgres")
REDIS = ("redis", "rediss")
RABBITMQ = ("amqp", "amqps")
MAIL = ("smtp", "smtps", "smtp+tls", "smtp+ssl", "consolemail", "filemail")


@dataclass(frozen=True)
class Variable:
    name: str
    read: Callable[[str], Any]
    meaning: str
    default: Any = None


VARIABLES = {
    variable.name: variable
    for variable in (
        Variable(
            "DATABASE_URL", url(*POSTGRES), "PostgreSQL 15 or newer; without it, an embedded one"
        ),
        Variable("LISTEN_URL", url(*POSTGRES), "the database without a pooler between, for LISTEN"),
        Variable(
            "BROKER_URL",
            url(*REDIS, *RABBITMQ),
            "Redis, Valkey or RabbitMQ; without it, an embedded Valkey",
        ),
        Variable(
            "CACHE_URL",
            url(*REDIS, "unix"),
            "Redis or Valkey; without it, the next database of the broker's Redis",
        ),
        Variable(
            "EMAIL_URL", url(*MAIL), "the mail server; the embedded set-up writes files to var/mail"
        ),
        Variable("MAIL_FROM", text, "the sender of all mail", "Sluice <sluice@localhost>"),
        Variable("SECRET_KEY", text, "signs sessions and links; the embedded set-up makes its own"),
        Variable("ALLOWED_HOSTS", words, "the names this site answers to, with commas between"),
        Variable(
            "TRUSTED_PROXIES", networks, "addresses whose X-Forwarded-* headers are believed", ()
        ),
        Variable(
            "HTTPS",
            switch,
            "false only to try things out: cookies and pages then go unencrypted",
            True,
        ),
        Variable("SIGNUP", one_of("invitation", "open"), "who may make an account", "invitation"),
        Variable("BOARDS_BY", one_of("anyone", "staff"), "who may make a board", "anyone"),
        Variable("PORT", port, "where make run listens, on 127.0.0.1", 8000),
        Variable("DEBUG", switch, "Django's error pages, for developers only", False),
    )
}


def read(environ: Mapping[str, str]) -> dict[str, Any]:
    """The value of each variable by its name; WrongEnvironment says all that is wrong at once."""
    values, wrong = {}, [*_unknown(environ)]
    for name, variable in VARIABLES.items():
        given = environ.get(name, "").strip()
        try:
            values[name] = variable.read(given) if given else variable.default
        except ValueError as error:
            wrong.append(f"{name} is wrong: {error}.")
    wrong += _missing(values)
    if wrong:
        raise WrongEnvironment(" ".join(wrong))
    return values


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


def _missing(values: Mapping[str, Any]) -> list[str]:
    """A sentence for each variable that those which are there cannot do without."""
    services = ("DATABASE_URL", "BROKER_URL")
    if not any(values.get(name) for name in services):
        return []
    needed = [*services, "SECRET_KEY", "ALLOWED_HOSTS", "EMAIL_URL"]
    if urlsplit(values.get("BROKER_URL") or "").scheme in RABBITMQ:
        needed.append("CACHE_URL")
    return [
        f"{name} is needed with a database and broker of your own: {VARIABLES[name].meaning}."
        for name in needed
        if not values.get(name)
    ]


def _is_slip_of(name: str, known: str) -> bool:
    """Whether a name is a known one with a prefix, or one letter wrong, missing or too many."""
    if name == f"SLUICE_{known}":
        return True
    if len(known) < 6 or abs(len(name) - len(known)) > 1:
        return False
    shorter, longer = sorted((name, known), key=len)
    at = next((i for i, letter in enumerate(shorter) if letter != longer[i]), len(shorter))
    return shorter[at + (len(shorter) == len(longer)) :] == longer[at + 1 :]
