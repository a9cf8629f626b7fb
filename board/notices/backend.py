"""Django's mail goes into the outbox: in the same transaction as what it is about."""

from collections.abc import Sequence
from email.mime.image import MIMEImage
from email.utils import make_msgid, parseaddr

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction

from board.models import Illustration, Notice
from board.notices.tasks import ring


class Outbox(BaseEmailBackend):
    """One notice for each person that a message is for."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            put(message)
        return len(email_messages)


def put(message: EmailMessage) -> list[Notice]:
    """Put a message into the outbox, and wake a worker when the transaction is committed.

    Raises ValueError for attachments: the outbox keeps words, and pictures that the HTML shows,
    each a MIMEImage with its Content-ID.
    """
    illustrations = Illustration.kept(_images(message))
    notices = Notice.objects.bulk_create(_notices(message))
    shows = Notice.illustrations.through
    shows.objects.bulk_create(
        shows(notice_id=notice.pk, illustration_id=each.pk)
        for notice in notices
        for each in illustrations
    )
    transaction.on_commit(ring)
    return notices


def _images(message: EmailMessage) -> list[MIMEImage]:
    for each in message.attachments:
        if not isinstance(each, MIMEImage) or not each["Content-ID"]:
            raise ValueError("The outbox takes no attachments.")
    return [each for each in message.attachments if isinstance(each, MIMEImage)]


def _notices(message: EmailMessage) -> list[Notice]:
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
