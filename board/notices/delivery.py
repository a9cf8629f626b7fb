"""From the outbox to the mail server."""

import logging
import smtplib
import ssl
import time

from django.conf import settings
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import Error as DatabaseError

from board.models import Notice

log = logging.getLogger(__name__)

FOR_GOOD = range(500, 600)  # SMTP replies that another attempt would not change
POLICY = "5.7."  # but for those of this class (RFC 3463): the house may put it right


def deliver_due(*, seconds: float) -> int:
    """Send due notices one by one, and begin none after this time; return how many were sent.

    Each is held while it is sent, so that two workers never send the same one. It goes out twice
    only if the server's "250" does not come into our table: a worker dies before it has committed,
    or the connection breaks on the way. A server that cannot be reached ends the round: the other
    notices would only spend an attempt each.
    """
    until = time.monotonic() + seconds
    server = get_connection(settings.DELIVERY_BACKEND)
    sent = 0
    try:
        while time.monotonic() < until:
            with Notice.objects.one_due() as notice:
                if notice is None or not _reach(server, notice):
                    break
                sent += _send(notice, server)
    finally:
        server.close()
    return sent


def _reach(server: BaseEmailBackend, notice: Notice) -> bool:
    """Whether the server is there and lets us in; the notice remembers what it said if not."""
    try:
        server.open()
    except Exception as error:
        server.close()
        notice.did_not_go_out(_words(error))
        log.warning("the mail server was not reached: %s", notice.answer)
        return False
    return True


def _send(notice: Notice, server: BaseEmailBackend) -> bool:
    """Whether it went out. Whatever is wrong with one notice, it must not hold up the others."""
    try:
        server.send_messages([notice.as_mail()])
    except DatabaseError:
        raise
    except Exception as error:
        server.close()  # whatever its state, the next notice opens a new connection
        if _is_for_good(error):
            notice.was_refused(_words(error))
        else:
            notice.did_not_go_out(_words(error))
        known = isinstance(error, (smtplib.SMTPException, OSError))
        log.warning("notice %s was not sent: %s", notice.pk, notice.answer, exc_info=not known)
        return False
    notice.was_sent()
    return True


def _is_for_good(error: Exception) -> bool:
    """Whether the server said no to this very mail; a wrong password, or a sender whom it does not
    know, may be put right."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(_is_no(code, answer) for code, answer in error.recipients.values())
    if isinstance(error, smtplib.SMTPDataError):
        return _is_no(error.smtp_code, error.smtp_error)
    return False


def _is_no(code: int, answer: bytes | str) -> bool:
    return code in FOR_GOOD and not _text(answer).startswith(POLICY)


def _words(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return "; ".join(f"{code} {_text(answer)}" for code, answer in error.recipients.values())
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{error.smtp_code} {_text(error.smtp_error)}"
    if isinstance(error, ssl.SSLCertVerificationError):
        why = error.verify_message.rstrip(".")
        return f"The certificate of the mail server is not to be trusted: {why}."
    return f"{type(error).__name__}: {error}"


def _text(answer: bytes | str) -> str:
    return answer.decode(errors="replace") if isinstance(answer, bytes) else answer
