"""A ticket lets one page listen to one board for ten minutes; it is the whole credential."""

from datetime import UTC, datetime, timedelta

from django.core import signing

GOOD_FOR = timedelta(minutes=10)
_SIGNER = signing.TimestampSigner(salt="board.live.tickets")


class BadTicket(Exception):
    """Not a ticket of ours, or one that has expired."""


def issue(board_id: int) -> str:
    """A ticket for this board, from now on."""
    return _SIGNER.sign(str(board_id))


def read(ticket: str) -> tuple[int, datetime]:
    """The board a ticket is for and when it expires; raise BadTicket."""
    try:
        board_id = int(_SIGNER.unsign(ticket, max_age=GOOD_FOR))
    except (signing.BadSignature, ValueError) as error:
        raise BadTicket from error
    signed_at = signing.b62_decode(ticket.rsplit(_SIGNER.sep, 2)[1])
    return board_id, datetime.fromtimestamp(signed_at, UTC) + GOOD_FOR
