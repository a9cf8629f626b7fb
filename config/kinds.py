"""The types of variables of the environment: text in, value out; ValueError has the reason."""

import re
from collections.abc import Callable
from ipaddress import ip_network
from urllib.parse import SplitResult, unquote, urlsplit


def text(value: str) -> str:
    return value


def secret(value: str) -> str:
    if len(value) < 50:
        raise ValueError("50 characters or more keep it from being guessed")
    return value


def words(value: str) -> list[str]:
    return [word.strip() for word in value.split(",") if word.strip()]


def hosts(value: str) -> list[str]:
    """Names of hosts: with any name allowed, the sender of a request chooses the host of the links."""
    names = words(value)
    if "*" in names:
        raise ValueError("name the hosts; * would answer to any name that somebody makes up")
    return names


def number(value: str) -> int:
    if not value.isdecimal() or len(value) > 9:
        raise ValueError("say a whole number, 0 or more")
    return int(value)


def rate(value: str) -> tuple[int, int]:
    """Requests a second and how many at once: 50 or 50/500; `none` is (0, 0)."""
    if value == "none":
        return 0, 0
    a_second, _slash, bursts = value.partition("/")
    numbers = [a_second, bursts or f"{a_second}0"]
    if not all(each.isdecimal() and len(each) <= 9 and int(each) for each in numbers):
        raise ValueError("say requests a second and how many at once, 50/500, or none")
    return int(numbers[0]), int(numbers[1])


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


def bucket(value: str) -> str:
    """A URL of a place for files: s3://KEY:SECRET@HOST/BUCKET."""
    parts = urlsplit(url("s3", "s3+http")(value))
    try:
        has_port = parts.port is None or parts.port > 0
    except ValueError:
        has_port = False
    is_named = re.fullmatch(r"/[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]/?", parts.path)
    if not (parts.username and parts.password and parts.hostname and has_port and is_named):
        raise ValueError("it is KEY:SECRET@HOST/BUCKET after the //, with a region as ?region=NAME")
    return value


def mail(*schemes: str) -> Callable[[str], str]:
    """A URL of a mail server, read strictly: what is misread of it would lose mail in silence."""
    known = url(*schemes)

    def address(value: str) -> str:
        parts = urlsplit(known(value))
        if parts.scheme.startswith("smtp") and not _is_a_server(parts):
            raise ValueError(
                "it is HOST, HOST:PORT or USER:PASSWORD@HOST:PORT after the //, in ASCII, and what "
                "means something in a URL is written %40 for @, %3A for :, %2F for /, %25 for %"
            )
        return value

    return address


def _is_a_server(parts: SplitResult) -> bool:
    try:
        login = unquote(f"{parts.username or ''}{parts.password or ''}", errors="strict")
        has_a_port = parts.port != 0
    except ValueError:
        return False
    signs_in_whole = bool(parts.username) == bool(parts.password)
    more = parts.path.strip("/") or parts.query or parts.fragment
    return bool(parts.hostname and has_a_port and signs_in_whole and login.isascii() and not more)


def issuer(value: str) -> str:
    """The URL of an issuer; without encryption only on this machine."""
    parts = urlsplit(value)
    here = parts.scheme == "http" and parts.hostname in ("127.0.0.1", "localhost")
    if not parts.hostname or not (parts.scheme == "https" or here):
        raise ValueError("it begins with https://")
    return value
