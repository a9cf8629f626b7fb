"""What every mail about alerts has in common."""

from collections.abc import Sequence
from email.mime.image import MIMEImage
from typing import Any
from zoneinfo import ZoneInfo

import css_inline
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import timezone

from board.models import Board, Notice, Person
from board.notices.backend import put
from flow.alerts.unsubscribing import link_for

INLINER = css_inline.CSSInliner(keep_style_tags=True, keep_at_rules=True)


def send(
    template: str,
    subject: str,
    *,
    to: Person,
    board: Board,
    images: Sequence[MIMEImage] = (),
    **facts: Any,
) -> Notice:
    """Put a mail into the outbox, in the words and times of who reads it, with the way to end it."""
    off = link_for(board.pk, to.pk)
    facts |= {"board": board, "person": to, "site": settings.SITE_URL, "off": off}
    with timezone.override(ZoneInfo(to.time_zone)):
        text = render_to_string(f"email/{template}.txt", facts)
        html = render_to_string(f"email/{template}.html", facts)
    mail = EmailMultiAlternatives(
        " ".join(subject.split()),
        text,
        to=[to.email],
        headers={
            "Auto-Submitted": "auto-generated",
            "List-Unsubscribe": f"<{off}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
    )
    mail.attach_alternative(INLINER.inline(html), "text/html")
    for image in images:
        mail.attach(image)
    [notice] = put(mail)
    return notice
