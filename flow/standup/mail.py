"""The summary of a standup, by mail to those who want it."""

from urllib.parse import urljoin

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from board.models import Notice
from flow.standup.models import Reader, Standup
from flow.standup.summary import Summary


def tell_what_is_due() -> None:
    """Put the summary of each standup that has ended into the outbox, once for each reader."""
    for standup in Standup.objects.to_tell().select_related("board"):
        _tell(standup)


def _tell(standup: Standup) -> None:
    with transaction.atomic():
        if not Standup.objects.to_tell().filter(pk=standup.pk).update(told_at=timezone.now()):
            return  # another worker told it
        addresses = [reader.person.email for reader in Reader.objects.of(standup.board)]
        resting = Notice.objects.resting(addresses)
        awake = [address for address in addresses if address not in resting]
        if not awake or not standup.looks.exists():
            return
        mail = _mail(Summary(standup))
        for address in awake:
            mail.to = [address]
            mail.send()


def _mail(summary: Summary) -> EmailMultiAlternatives:
    board, standup = summary.board, summary.standup
    facts = {
        "board": board,
        "summary": summary,
        "day": summary.day,
        "site": settings.SITE_URL,
        "link": urljoin(settings.SITE_URL, reverse("kept-standup", args=[board.key, standup.pk])),
        "no_more": urljoin(settings.SITE_URL, reverse("standup", args=[board.key])),
    }
    subject = _("Standup of %(board)s: %(minutes)s min, %(cards)s cards") % {
        "board": board.name,
        "minutes": summary.minutes,
        "cards": len(summary.talked_about),
    }
    mail = EmailMultiAlternatives(
        " ".join(subject.split()),
        render_to_string("email/standup.txt", facts),
        headers={
            "Auto-Submitted": "auto-generated",
            "List-Unsubscribe": f"<{facts['no_more']}>",
        },
    )
    mail.attach_alternative(render_to_string("email/standup.html", facts), "text/html")
    return mail
