"""An invitation by mail: who invites to what, and the link."""

from urllib.parse import urljoin

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from board.models import Board, Person, Role
from board.models.words import isolated


def send_invitation(board: Board, secret: str, *, to: str, role: Role, by: Person) -> None:
    """Put the mail into the outbox; it goes out when the transaction around it is committed."""
    link = urljoin(settings.SITE_URL, reverse("invitation", args=[secret]))
    facts = {"board": board, "role": role.label, "link": link, "by": by}
    facts_of_it = {"who": isolated(by.short_name), "board": isolated(board.name)}
    subject = _("%(who)s invites you to %(board)s") % facts_of_it
    mail = EmailMultiAlternatives(
        " ".join(subject.split()),
        render_to_string("email/invitation.txt", facts),
        to=[to],
        reply_to=[by.email],
    )
    mail.attach_alternative(render_to_string("email/invitation.html", facts), "text/html")
    mail.send()
