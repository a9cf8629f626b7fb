"""A ticket lets one person's page listen to one board for ten minutes; it is the whole credential."""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.core import signing

GOOD_FOR = timedelta(minutes=10)
_SIGNER = signing.TimestampSigner(salt="board.live.tickets")


class BadTicket(Exception):
    """Not a ticket of ours, or one that has expired."""


@dataclass(frozen=True)
class Ticket:
    """A person, the board that this person may listen to, and the end of the ticket."""

    board_id: int
    person_id: int
    expires_at: datetime
    secret: str


def issue(board_id: int, person_id: int) -> str:
    """A ticket of this person for this board, from now on."""
    return _SIGNER.sign(f"{board_id}-{person_id}-{secrets.token_hex(6)}")


def read(secret: str) -> Ticket:
    """The ticket; raise BadTicket."""
    try:
        board_id, person_id, _each = _SIGNER.unsign(secret, max_age=GOOD_FOR).split("-")
    except (signing.BadSignature, ValueError) as error:
        raise BadTicket from error
    signed_at = signing.b62_decode(secret.rsplit(_SIGNER.sep, 2)[1])
    expires_at = datetime.fromtimestamp(signed_at, UTC) + GOOD_FOR
    return Ticket(int(board_id), int(person_id), expires_at, secret)
