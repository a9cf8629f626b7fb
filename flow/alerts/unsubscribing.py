"""The link in a mail that ends it: signed, so that it works without signing in."""

from urllib.parse import urljoin

from django.conf import settings
from django.core import signing
from django.urls import reverse

SALT = "no more alerts"


def link_for(board_id: int, person_id: int) -> str:
    """The address at which one POST ends all mail of this board to this person (RFC 8058)."""
    token = signing.dumps([board_id, person_id], salt=SALT)
    return urljoin(settings.SITE_URL, reverse("no-more-alerts", args=[token]))


def read(token: str) -> tuple[int, int] | None:
    """Which board and person a link is about; None for one that is not ours."""
    try:
        board_id, person_id = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return board_id, person_id
