"""An invitation by mail: who invites to what, and the link."""

from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from board.models import Board, Person, Role


def send_invitation(board: Board, *, to: str, role: Role, link: str, by: Person) -> None:
    """Put the mail into the outbox; it goes out when the transaction around it is committed."""
    facts = {"board": board, "role": role.label, "link": link, "by": by}
    subject = _("%(who)s invites you to %(board)s") % {"who": by.short_name, "board": board.name}
    mail = EmailMultiAlternatives(
        " ".join(subject.split()),
        render_to_string("email/invitation.txt", facts),
        to=[to],
        reply_to=[by.email],
    )
    mail.attach_alternative(render_to_string("email/invitation.html", facts), "text/html")
    mail.send()
