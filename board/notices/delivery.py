"""From the outbox to the mail server."""

import logging
import smtplib
import time

from django.conf import settings
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend

from board.models import Notice

log = logging.getLogger(__name__)

FOR_GOOD = range(500, 600)  # SMTP replies that another attempt would not change


def deliver_what_is_due(*, seconds: float) -> int:
    """Send due notices one by one, for at most so long; returns how many went out.

    Each is held while it is sent, so that two workers never send the same one; it goes out twice
    only if a worker dies between the server's "250" and our commit. A server that cannot be reached
    ends the round: the other notices would only spend an attempt each.
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
    except (smtplib.SMTPException, OSError) as error:
        server.close()
        notice.was_refused(_words(error), for_good=False)
        log.warning("the mail server was not reached: %s", notice.answer)
        return False
    return True


def _send(notice: Notice, server: BaseEmailBackend) -> bool:
    try:
        server.send_messages([notice.as_mail()])
    except (smtplib.SMTPException, OSError, ValueError) as error:
        server.close()  # whatever state it is in, the next notice begins anew
        notice.was_refused(_words(error), for_good=_is_for_good(error))
        log.warning("notice %s was not sent: %s", notice.pk, notice.answer)
        return False
    notice.was_sent()
    return True


def _is_for_good(error: Exception) -> bool:
    """Whether the server said no to this very message; a wrong password may be put right."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code in FOR_GOOD for code, _ in error.recipients.values())
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return False
    if isinstance(error, smtplib.SMTPResponseException):
        return error.smtp_code in FOR_GOOD
    return isinstance(error, ValueError)  # Django refuses a header with a line break


def _words(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        answers = error.recipients.values()
        return "; ".join(f"{code} {answer.decode(errors='replace')}" for code, answer in answers)
    if isinstance(error, smtplib.SMTPResponseException):
        said = error.smtp_error
        return f"{error.smtp_code} {said.decode(errors='replace') if isinstance(said, bytes) else said}"
    return f"{type(error).__name__}: {error}"
