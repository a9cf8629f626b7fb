"""The summary of a standup, mailed to its readers."""

from urllib.parse import urljoin

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext

from board.each_apart import each_apart
from board.models import Notice, Person
from board.models.words import isolated
from board.notices.unsubscribe_link import UnsubscribeLink
from flow.standup.models import Reader, Standup
from flow.standup.summary import StandupSummary
from flow.standup.templatetags.standup import clock

NO_MORE_STANDUPS = UnsubscribeLink("no-more-standups", salt="no more standups")


def mail_summaries() -> None:
    """Put the summary of each standup that has ended into the outbox, once for each reader."""
    each_apart(Standup.objects.to_mail(timezone.now()).select_related("board"), _notify)


def _notify(standup: Standup) -> None:
    with transaction.atomic():
        now = timezone.now()
        if not Standup.objects.to_mail(now).filter(pk=standup.pk).update(told_at=now):
            return  # another worker has sent it
        people = [reader.person for reader in Reader.objects.of(standup.board)]
        resting = Notice.objects.resting([person.email for person in people])
        awake = [person for person in people if person.email not in resting]
        if not awake or not standup.looks.exists():
            return
        summary = StandupSummary(standup)
        for person in awake:
            _mail(summary, person).send()


def _mail(summary: StandupSummary, person: Person) -> EmailMultiAlternatives:
    board, standup = summary.board, summary.standup
    facts = {
        "board": board,
        "summary": summary,
        "day": summary.day,
        "site": settings.SITE_URL,
        "link": urljoin(settings.SITE_URL, reverse("kept-standup", args=[board.key, standup.pk])),
        "no_more": NO_MORE_STANDUPS.link_for(board.pk, person.pk),
    }
    cards = len(summary.talked_about)
    subject = ngettext(
        "Standup of %(board)s: %(length)s min, %(cards)s card",
        "Standup of %(board)s: %(length)s min, %(cards)s cards",
        cards,
    ) % {"board": isolated(board.name), "length": clock(standup.seconds), "cards": cards}
    mail = EmailMultiAlternatives(
        " ".join(subject.split()),
        render_to_string("email/standup.txt", facts),
        to=[person.email],
        headers={
            "Auto-Submitted": "auto-generated",
            "List-Unsubscribe": f"<{facts['no_more']}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
    )
    mail.attach_alternative(render_to_string("email/standup.html", facts), "text/html")
    return mail
