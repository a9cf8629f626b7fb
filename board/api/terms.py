"""On what terms a request asks for a change: what it saw, why it may pass, whether it is a retry."""

import hashlib
import json
from typing import Annotated

from django.http import HttpRequest
from pydantic import Field, StringConstraints

from board.api.values import Count, Line, RequestBody, Text, Versions, example, length_of
from board.models import Override, Terms


class OnTerms(RequestBody):
    """The fields of every write that can be refused."""

    model_config = example(expected_version=3, expected_revision=7)

    expected_version: Count | None = Field(
        default=None, description="The version of the card that you saw; if it has moved on, 409."
    )
    expected_revision: Count | None = Field(
        default=None,
        description="The revision of the card that you saw; if it says something else now, 409.",
    )
    override_reason: Annotated[
        Text, StringConstraints(max_length=length_of(Override, "reason"))
    ] = Field(default="", description="Why the limits named in `limit_versions` may be passed.")
    limit_versions: Versions = Field(
        default_factory=dict,
        description="The version that you saw of every limit to be passed, by its id.",
        examples=[{"7": 2}],
    )
    passes: Annotated[
        list[Annotated[Line, StringConstraints(max_length=40)]], Field(max_length=10)
    ] = Field(
        default_factory=list,
        description="The codes of the other rules that the reason passes.",
        examples=[["too_large"]],
    )


NO_TERMS = OnTerms()


def terms(request: HttpRequest, asked: OnTerms, key: str | None) -> Terms:
    return Terms(
        expected_version=asked.expected_version,
        expected_revision=asked.expected_revision,
        override_reason=asked.override_reason,
        limit_versions={int(id): version for id, version in asked.limit_versions.items()},
        passes=asked.passes,
        key=key or "",
        fingerprint=_fingerprint(request, asked) if key else "",
    )


def keyed(request: HttpRequest, asked: RequestBody, key: str | None) -> Terms:
    """The terms of a request that makes something, and makes it once for its key."""
    return Terms(key=key or "", fingerprint=_fingerprint(request, asked) if key else "")


def _fingerprint(request: HttpRequest, asked: RequestBody) -> str:
    """The same for two requests that ask the same of the same address; SHA-256 in hex."""
    whole = [request.method, request.path, asked.model_dump(exclude_unset=True)]
    return hashlib.sha256(json.dumps(whole, sort_keys=True, default=str).encode()).hexdigest()
