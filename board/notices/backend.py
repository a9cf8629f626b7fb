"""Django's mail goes into the outbox: in the same transaction as what it is about."""

from collections.abc import Sequence
from email.utils import make_msgid, parseaddr

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction

from board.models import Notice
from board.notices.tasks import ring


class Outbox(BaseEmailBackend):
    """One notice for each person that a message is for.

    Raises ValueError for a message with attachments: the outbox keeps words only.
    """

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            Notice.objects.bulk_create(_notices(message))
        transaction.on_commit(ring)
        return len(email_messages)


def _notices(message: EmailMessage) -> list[Notice]:
    if message.attachments:
        raise ValueError("The outbox takes no attachments.")
    html = [
        each.content for each in getattr(message, "alternatives", []) if "html" in each.mimetype
    ]
    headers = dict(message.extra_headers)
    if message.reply_to:
        headers["Reply-To"] = ", ".join(message.reply_to)
    return [
        Notice(
            to=person,
            subject=" ".join(message.subject.split()),
            text=str(message.body),
            html=html[0] if html else "",
            sender=message.from_email,
            headers=headers,
            message_id=make_msgid(domain=_domain_of(message.from_email)),
        )
        for person in message.recipients()
    ]


def _domain_of(sender: str) -> str | None:
    """The name of this house as others know it, not of the machine that it stands on."""
    return parseaddr(sender)[1].rpartition("@")[2] or None
