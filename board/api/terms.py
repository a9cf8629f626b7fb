"""On what terms a request asks for a change: what it saw, why it may pass, whether it is a retry."""

import hashlib
import json
from typing import Annotated

from django.http import HttpRequest
from pydantic import Field, StringConstraints

from board.api.values import Asked, Count, Text, Versions, example, length_of
from board.models import Override, Terms


class OnTerms(Asked):
    """What every write that can be refused takes."""

    model_config = example(expected_version=3)

    expected_version: Count | None = Field(
        default=None, description="The version of the card that you saw; if it has moved on, 409."
    )
    override_reason: Annotated[
        Text, StringConstraints(max_length=length_of(Override, "reason"))
    ] = Field(default="", description="Why the limits named in `limit_versions` may be passed.")
    limit_versions: Versions = Field(
        default_factory=dict,
        description="The version that you saw of every limit to be passed, by its id.",
        examples=[{"7": 2}],
    )


NO_TERMS = OnTerms()


def terms(request: HttpRequest, asked: OnTerms, key: str | None) -> Terms:
    return Terms(
        expected_version=asked.expected_version,
        override_reason=asked.override_reason,
        limit_versions={int(id): version for id, version in asked.limit_versions.items()},
        key=key or "",
        fingerprint=_fingerprint(request, asked) if key else "",
    )


def _fingerprint(request: HttpRequest, asked: OnTerms) -> str:
    """The same for two requests that ask the same of the same address; SHA-256 in hex."""
    whole = [request.method, request.path, asked.model_dump(exclude_unset=True)]
    return hashlib.sha256(json.dumps(whole, sort_keys=True, default=str).encode()).hexdigest()
