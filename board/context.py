"""The variables of every template."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from board import extensions


def house(request: HttpRequest) -> dict[str, Any]:
    return {
        "has_outbox": settings.EMBEDDED,
        "live_url": settings.LIVE_URL,
        "extensions": extensions,
        "sso_name": settings.OIDC_ISSUER and settings.OIDC_NAME,
        "second_factor_required": settings.SECOND_FACTOR != "optional",
    }
