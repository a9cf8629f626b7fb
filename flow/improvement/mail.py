"""The summary of a retrospective, by mail to the team."""

from urllib.parse import urljoin

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from board.each_apart import each_apart
from board.models import Notice, Person
from board.models.words import isolated
from board.notices.unsubscribe_link import UnsubscribeLink
from flow.improvement.models import Retrospective, Silent

NO_MORE = UnsubscribeLink("no-more-retrospectives", salt="no more retrospectives")


def mail_actions() -> None:
    """Put the summary of each closed retrospective into the outbox, once for each reader."""
    each_apart(Retrospective.objects.to_mail(timezone.now()).select_related("board"), _notify)


def _notify(retrospective: Retrospective) -> None:
    with transaction.atomic():
        now = timezone.now()
        unmailed = Retrospective.objects.filter(pk=retrospective.pk, told_at=None)
        if not unmailed.update(told_at=now):
            return  # another worker has sent it
        people = Silent.objects.readers(retrospective.board)
        resting = Notice.objects.resting([person.email for person in people])
        for person in people:
            if person.email not in resting:
                _mail(retrospective, person).send()


def _mail(retrospective: Retrospective, person: Person) -> EmailMultiAlternatives:
    board = retrospective.board
    page = reverse("retrospective", args=[board.key, retrospective.pk])
    facts = {
        "board": board,
        "retrospective": retrospective,
        "actions": list(retrospective.actions.in_order()),
        "link": urljoin(settings.SITE_URL, page),
        "no_more": NO_MORE.link_for(board.pk, person.pk),
    }
    subject = _("Retrospective %(number)s of %(board)s: what we do next") % {
        "number": retrospective.number,
        "board": isolated(board.name),
    }
    mail = EmailMultiAlternatives(
        " ".join(subject.split()),
        render_to_string("email/retrospective.txt", facts),
        to=[person.email],
        headers={
            "Auto-Submitted": "auto-generated",
            "List-Unsubscribe": f"<{facts['no_more']}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
    )
    mail.attach_alternative(render_to_string("email/retrospective.html", facts), "text/html")
    return mail
