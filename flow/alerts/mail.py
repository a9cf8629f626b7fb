"""The common parts of all mail about alerts.

Sluice has one language (`LANGUAGES`), so it is that of every reader; the time zone is the reader's.
"""

import re
from collections.abc import Sequence
from email.mime.image import MIMEImage
from textwrap import wrap
from typing import Any
from zoneinfo import ZoneInfo

import css_inline
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from board.models import Board, Notice, Person
from board.notices.backend import put
from flow.alerts.unsubscribe_link import link_for

LINE = 76  # characters
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
    """Put a mail into the outbox, in the language and zone of its reader, with a link that ends it."""
    off = link_for(board.pk, to.pk)
    facts |= {"board": board, "person": to, "site": settings.SITE_URL, "off": off}
    with timezone.override(ZoneInfo(to.time_zone)):
        text = folded(render_to_string(f"email/{template}.txt", facts))
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


def because(reasons: Sequence[str]) -> str:
    """Why somebody gets a mail: You get this because you watch the card and you lead Harbour."""
    return _("You get this because %(reasons)s.") % {
        "reasons": get_text_list(list(dict.fromkeys(reasons)), _("and"))
    }


def folded(text: str) -> str:
    """No line longer than a mail's, but for addresses; what goes on is as far in as it began."""
    lines = "\n".join(_folded(line) for line in text.strip().splitlines())
    return re.sub(r"\n{3,}", "\n\n", lines) + "\n"


def _folded(line: str) -> str:
    words = line.lstrip(" ")
    margin = " " * (len(line) - len(words) + (2 if words.startswith("- ") else 0))
    return "\n".join(
        wrap(
            line,
            LINE,
            subsequent_indent=margin,
            break_long_words=False,
            break_on_hyphens=False,
        )
    )
