"""From a request to an answer, as OFREP 0.3 has it. Nothing here waits for anything."""

import json
import re
import time
from dataclasses import dataclass
from typing import Any

from flow.flags.server.counts import Counts
from flow.flags.server.memory import KnownEnvironment, KnownFlag, KnownToken, as_json

LARGEST = 64 * 1024  # bytes of a body
EVALUATE = re.compile(r"/+ofrep/v1/evaluate/flags(?:/+(?P<key>.*))?", re.DOTALL)
GENERAL, NOT_FOUND, PARSE_ERROR = "GENERAL", "FLAG_NOT_FOUND", "PARSE_ERROR"
NO_KEY, BAD_CONTEXT = "TARGETING_KEY_MISSING", "INVALID_CONTEXT"

Headers = list[tuple[bytes, bytes]]
EventStreams = list[dict[str, Any]]


@dataclass(frozen=True)
class Answer:
    status: int
    body: bytes = b""
    headers: tuple[tuple[bytes, bytes], ...] = ()


class Unclear(Exception):
    """The request cannot be read; `code` is OFREP's."""

    def __init__(self, code: str, words: str) -> None:
        super().__init__(words)
        self.code = code


def error(status: int, code: str, words: str, *, key: str | None = None, **more: str) -> Answer:
    facts = {"key": key} if key is not None else {}
    headers = tuple(
        (name.replace("_", "-").encode(), value.encode()) for name, value in more.items()
    )
    return Answer(status, as_json(facts | {"errorCode": code, "errorDetails": words}), headers)


NOT_KNOWN = error(
    401, GENERAL, "Send a valid flag token: Authorization: Bearer TOKEN.", www_authenticate="Bearer"
)
NOT_READY = error(503, GENERAL, "No flag is known here yet.", retry_after="1")
TOO_LARGE = error(413, PARSE_ERROR, f"A body has at most {LARGEST} bytes.", connection="close")
NOTHING_HERE = error(404, GENERAL, "There is nothing here; flags are asked at /ofrep/v1/evaluate.")
NO_ROOM = error(503, GENERAL, "Too many pages listen here.", retry_after="60")
ONLY_GET = error(405, GENERAL, "A stream is opened with GET.", allow="GET, OPTIONS")
ONLY_POST = error(405, GENERAL, "Flags are asked with POST.", allow="POST, OPTIONS")
BROKEN = error(500, GENERAL, "Something broke here; it was noted.")


def secret_in(headers: Headers) -> str:
    """The token of a request: Bearer, or X-API-Key."""
    key = ""
    for name, value in headers:
        if name == b"authorization":
            scheme, _, secret = value.decode("latin-1").strip().partition(" ")
            if scheme.lower() == "bearer" and secret.strip():
                return secret.strip()
        elif name == b"x-api-key":
            key = value.decode("latin-1").strip()
    return key


def one(
    token: KnownToken, environment: KnownEnvironment, key: str, body: bytes, counts: Counts
) -> Answer:
    """The answer for one flag."""
    flag = environment.flags.get(key)
    if flag is None or not _is_answered(flag, token, time.time()):
        return error(404, NOT_FOUND, "There is no such flag for this token.", key=key)
    try:
        variant_and_reason = flag.evaluate(_targeting_key(body))
    except Unclear as unclear:
        return error(400, unclear.code, str(unclear), key=key)
    if variant_and_reason is None:
        return error(400, NO_KEY, "This flag is on for a share: send a targeting key.", key=key)
    counts.answered(environment, flag, variant_and_reason[0])
    return Answer(200, flag.answer(*variant_and_reason))


def every(
    token: KnownToken,
    environment: KnownEnvironment,
    body: bytes,
    known: str,
    counts: Counts,
    streams: EventStreams,
) -> Answer:
    """The answers for all flags; 304 where the caller knows them by their `known` ETag.

    `streams` stand in the answer: there the caller hears of changes.
    """
    try:
        targeting_key = _targeting_key(body)
    except Unclear as unclear:
        return error(400, unclear.code, str(unclear))
    etag = environment.etag(targeting_key, only_public=token.public)
    headers = ((b"etag", etag.encode()),)
    counts.asked_for_all(environment, only_public=token.public)
    if _names(known, etag):
        return Answer(304, headers=headers)
    now = time.time()
    answers = [
        _answer(environment, flag, targeting_key, counts)
        for flag in environment.flags.values()
        if _is_answered(flag, token, now)
    ]
    event_streams = b',"eventStreams":' + as_json(streams) if streams else b""
    return Answer(200, b'{"flags":[' + b",".join(answers) + b"]" + event_streams + b"}", headers)


def _answer(
    environment: KnownEnvironment, flag: KnownFlag, targeting_key: str | None, counts: Counts
) -> bytes:
    variant_and_reason = flag.evaluate(targeting_key)
    if variant_and_reason is None:
        return error(
            400, NO_KEY, "This flag is on for a share: send a targeting key.", key=flag.key
        ).body
    counts.answered(environment, flag, variant_and_reason[0])
    return flag.answer(*variant_and_reason)


def _is_answered(flag: KnownFlag, token: KnownToken, now: float) -> bool:
    return (flag.public or not token.public) and not flag.is_gone(now)


def _targeting_key(body: bytes) -> str | None:
    """The targeting key of the context, if it has one. Raises Unclear."""
    if not body.strip():
        return None
    try:
        sent: Any = json.loads(body)
    except (ValueError, RecursionError) as wrong:
        raise Unclear(PARSE_ERROR, "The body is not JSON.") from wrong
    if not isinstance(sent, dict):
        raise Unclear(PARSE_ERROR, "The body is a JSON object.")
    context = sent.get("context")
    if context is None:
        return None
    if not isinstance(context, dict):
        raise Unclear(BAD_CONTEXT, "The context is an object.")
    key = context.get("targetingKey")
    if key is None or key == "":
        return None
    if not isinstance(key, str):
        raise Unclear(BAD_CONTEXT, "The targeting key is a string.")
    return key


def _names(known: str, etag: str) -> bool:
    """Whether If-None-Match names this ETag."""
    marks = [mark.strip().removeprefix("W/") for mark in known.split(",")]
    return etag in marks or "*" in marks
