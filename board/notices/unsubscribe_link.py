"""The link in a mail that ends mail of its kind: signed, so that it works without signing in."""

from dataclasses import dataclass
from urllib.parse import urljoin

from django.conf import settings
from django.core import signing
from django.urls import reverse


@dataclass(frozen=True)
class UnsubscribeLink:
    """One kind of mail about a board: the URL that ends it, and the salt that signs its links."""

    route: str
    salt: str

    def link_for(self, board_id: int, person_id: int) -> str:
        """The address at which one POST ends this mail of this board to this person (RFC 8058)."""
        token = signing.dumps([board_id, person_id], salt=self.salt)
        return urljoin(settings.SITE_URL, reverse(self.route, args=[token]))

    def read(self, token: str) -> tuple[int, int] | None:
        """Which board and person a link is about; None for one that is not ours."""
        try:
            board_id, person_id = signing.loads(token, salt=self.salt)
        except (signing.BadSignature, ValueError, TypeError):
            return None
        return board_id, person_id
