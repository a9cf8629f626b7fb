"""Where flags are asked."""

from urllib.parse import urljoin

from django.conf import settings


def address() -> str:
    """The absolute URL below which OFREP is answered, without a slash at the end."""
    return urljoin(f"{settings.SITE_URL}/", settings.FLAGS_URL).rstrip("/")
