"""What every page may ask about the house."""

from django.conf import settings
from django.http import HttpRequest


def house(request: HttpRequest) -> dict[str, bool]:
    return {"has_outbox": settings.EMBEDDED}
