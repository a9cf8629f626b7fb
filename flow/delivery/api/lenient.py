"""The bodies that pipelines send: one line is enough, and unknown fields are ignored.

The operations of deployments, builds, incidents and logs take it; the rest of the API is strict.
"""

import json
from collections.abc import Callable
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from pydantic import BaseModel, Field

from board.models.words import is_storable
from flow.delivery.api.callers import DeliveringBearer
from flow.delivery.forges.moments import moment
from flow.delivery.models import Delivery, Door, Repository
from flow.delivery.tasks import ring

DELIVERERS = DeliveringBearer()
LONGEST = {"id": 200, "environment": 200, "sha": 64}  # characters; what is longer is not cut


class DeliveryAccepted(BaseModel):
    """A delivery was kept; a task applies it."""

    id: int = Field(description="Of the delivery.")
    state: str


def fields_of(asked: BaseModel) -> dict[str, Any]:
    """Return the fields that were sent, as JSON; null means nothing except in a change."""
    return json.loads(json.dumps(asked.model_dump(exclude_unset=True), default=str))


def checked_fields(asked: BaseModel, **readers: Callable[[dict[str, Any]], str]) -> dict[str, Any]:
    """Return the fields of the body; raise ValidationError unless each reader finds its field."""
    fields = fields_of(asked)
    missing = {field: _("This is required.") for field, read in readers.items() if not read(fields)}
    if missing:
        raise ValidationError(missing)
    for field, most in LONGEST.items():
        if len(str(fields.get(field) or "")) > most:
            raise ValidationError({field: _("At most %(most)s characters.") % {"most": most}})
    for field in ("started_at", "finished_at"):
        moment_of(fields, field)
    return fields


def receive(repository: Repository, door: Door, fields: dict[str, Any]) -> DeliveryAccepted:
    key = sha256(json.dumps(fields, sort_keys=True).encode()).hexdigest()
    body = json.dumps(fields | {"received_at": timezone.now().isoformat()}).encode()
    delivery = Delivery.receive(repository, door, key=key, body=body)
    ring()
    return DeliveryAccepted(id=delivery.pk, state=delivery.state)


def text_of(fields: dict[str, Any], field: str, *, most: int = 200) -> str:
    value = fields.get(field)
    if value is None:
        return ""
    text = str(value).strip()
    if not is_storable(text):
        raise ValidationError({field: _("A text cannot contain these characters.")})
    if len(text) > most:
        raise ValidationError({field: _("At most %(most)s characters.") % {"most": most}})
    return text


def moment_of(fields: dict[str, Any], field: str) -> datetime | None:
    value = fields.get(field)
    at = moment(value)
    if value is not None and at is None:
        raise ValidationError({field: _("Write a time like 2026-11-23T09:00:00Z.")})
    return at
