"""Reading JSON of others: what is not there, or of another kind, is nothing."""

import json
from typing import Any
from urllib.parse import parse_qs

from flow.delivery.facts import NotUnderstood


def object_in(raw: bytes) -> dict[str, Any]:
    """The object in a body: JSON, or a form that holds it as `payload`."""
    try:
        text = raw.decode()
    except UnicodeDecodeError as error:
        raise NotUnderstood(f"The body is not UTF-8: {error}") from error
    if text.lstrip().startswith("payload="):
        text = parse_qs(text.strip(), keep_blank_values=True)["payload"][0]
    try:
        content = json.loads(text, parse_int=_number)
    except (ValueError, RecursionError) as error:
        raise NotUnderstood(f"The body is not JSON: {error}") from error
    if not isinstance(content, dict):
        raise NotUnderstood("The body is no JSON object.")
    return content


def part(body: Any, *names: str) -> dict[str, Any]:
    """The object at this way in; {} if there is none."""
    for name in names:
        body = body.get(name) if isinstance(body, dict) else None
    return body if isinstance(body, dict) else {}


def parts(body: Any, name: str) -> list[dict[str, Any]]:
    """The objects in a list; [] if there is none."""
    listed = body.get(name) if isinstance(body, dict) else None
    return [each for each in listed if isinstance(each, dict)] if isinstance(listed, list) else []


def text(body: Any, *names: str, most: int = 300) -> str:
    """The first of these fields that is a text or a number, as a text that can be stored."""
    for name in names:
        value = body.get(name) if isinstance(body, dict) else None
        if isinstance(value, int | float) and not isinstance(value, bool):
            value = str(value)
        if isinstance(value, str) and value:
            return storable(value)[:most]
    return ""


def storable(value: str) -> str:
    return value.replace("\x00", "").encode("utf-8", "replace").decode()


def number(body: Any, name: str) -> int | None:
    """A count, if it is one that the database holds."""
    value = body.get(name) if isinstance(body, dict) else None
    if not isinstance(value, int) or isinstance(value, bool):
        return None
    return value if 0 <= value < 2**31 else None


def names(body: Any, *fields: str) -> list[str]:
    """The texts in these lists together."""
    return [
        storable(each)
        for field in fields
        for each in (body.get(field) or [] if isinstance(body, dict) else [])
        if isinstance(each, str)
    ]


def _number(digits: str) -> int | float:
    return int(digits) if len(digits) < 100 else float("inf")
