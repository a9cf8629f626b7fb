"""The mail to the owner of an experiment when its time has ended."""

from datetime import timedelta
from urllib.parse import urljoin

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from board.each_apart import each_apart
from board.models import Notice
from flow.experiments.models import Experiment
from flow.experiments.models.experiment import ExperimentState
from flow.experiments.shown import one


def mail_ended() -> None:
    """Put a mail into the outbox for each owner, once for each experiment."""
    experiments = Experiment.objects.possibly_ended(timezone.now().date() + timedelta(days=1))
    each_apart(experiments.select_related("board", "made_by"), _notify)


def _notify(experiment: Experiment) -> None:
    row = one(experiment)
    if row.state != ExperimentState.ENDED:
        return
    with transaction.atomic():
        unmailed = Experiment.objects.open().filter(pk=experiment.pk, told_at=None)
        if not unmailed.update(told_at=timezone.now()):
            return  # another worker has sent it
        owner, board = experiment.made_by, experiment.board
        if owner is None or not board.memberships.filter(person=owner).exists():
            return
        if board.archived_at or owner.email in Notice.objects.resting([owner.email]):
            return
        page = reverse("experiment", args=[board.key, experiment.number])
        facts = {
            "board": board,
            "experiment": experiment,
            "explanation": row.explanation,
            "link": urljoin(settings.SITE_URL, page),
        }
        subject = _("The result of experiment %(number)s of %(board)s is due") % {
            "number": experiment.number,
            "board": board.name,
        }
        EmailMessage(
            " ".join(subject.split()),
            render_to_string("email/experiment.txt", facts),
            to=[owner.email],
            headers={"Auto-Submitted": "auto-generated"},
        ).send()
