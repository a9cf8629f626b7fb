"""What every page may ask about the house."""

from django.conf import settings
from django.http import HttpRequest


def house(request: HttpRequest) -> dict[str, bool | str]:
    return {"has_outbox": settings.EMBEDDED, "live_url": settings.LIVE_URL}
