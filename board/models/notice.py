import random
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from email.utils import make_msgid

from django.core.mail import EmailMultiAlternatives
from django.db import connection, models, transaction
from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from board.models.illustration import Illustrated, Illustration
from board.models.refusals import NotPossible

KEPT = timedelta(days=30)  # sent mail holds links and names, so it is not kept for ever
PATIENCE = [1, 2, 5, 10, 30, 60, 120, 240, *[480] * 14]  # minutes before the next attempt; 5 days
HELD = timedelta(minutes=3)  # longer than sending may take
IN_TURN = 25  # an advisory lock of PostgreSQL; the number is that of SMTP's port
REFUSALS = 3  # of an address, one after another, after which it is given a rest
JITTER = (
    0.25  # of a wait at most is added, so that mails that failed together are not retried together
)


class NoticeState(models.TextChoices):
    PENDING = "pending", _("waits to be sent")
    SENT = "sent", _("sent")
    FAILED = "failed", _("could not be sent")
    REFUSED = "refused", _("was refused")


class NoticeQuerySet(models.QuerySet["Notice"]):
    def due(self) -> "NoticeQuerySet":
        return self.filter(state=NoticeState.PENDING, due_at__lte=timezone.now())

    def in_order(self) -> "NoticeQuerySet":
        """Order the notices as they are due, sign-in mail before the digests of a morning."""
        by_itself = Q(headers__has_key="Auto-Submitted")  # RFC 3834: nobody asked for it just now
        return self.alias(by_itself=by_itself).order_by("by_itself", "due_at", "pk")

    def to_forget(self, now: datetime) -> "NoticeQuerySet":
        """Return the notices that were sent, or given up, long ago."""
        return self.exclude(state=NoticeState.PENDING).filter(made_at__lt=now - KEPT)

    def undelivered(self) -> "NoticeQuerySet":
        """Return the unsent notices to addresses to which nothing was sent since they were made."""
        since = Notice.objects.filter(to=OuterRef("to"), sent_at__gte=OuterRef("made_at"))
        return self.filter(~Exists(since), state__in=[NoticeState.FAILED, NoticeState.REFUSED])

    def resting(self, addresses: Collection[str]) -> set[str]:
        """Return those of these addresses for which the server refused the last mails for good.

        They get no automatic mail. The rest ends when a mail to the address goes out, when one is
        tried again, and when the refusals are deleted.
        """
        refused = self.undelivered().filter(to__in=addresses, state=NoticeState.REFUSED).order_by()
        counted = refused.values("to").annotate(times=Count("pk")).filter(times__gte=REFUSALS)
        return set(counted.values_list("to", flat=True))

    def not_gone_out(self) -> "QuerySet[Notice, tuple[str, int, datetime]]":
        """Return, by state, how many notices are unsent, and when the oldest of them was made."""
        waiting = self.exclude(state=NoticeState.SENT).order_by().values_list("state")
        return waiting.annotate(number=Count("pk"), oldest=Min("made_at"))

    def given_up(self) -> "NoticeQuerySet":
        """Return the notices that were refused or given up, the newest first, without their words."""
        return self.in_short().filter(state__in=(NoticeState.REFUSED, NoticeState.FAILED))

    def in_short(self) -> "NoticeQuerySet":
        """Return the notices, the newest first, without their words."""
        return self.defer("text", "html", "headers")

    @contextmanager
    def one_due(self) -> Iterator["Notice | None"]:
        """Yield one due notice, locked until the block ends; None if none is due or one is locked.

        One is sent at a time, so that a mail server that hangs keeps one worker busy and not all of
        them. A worker that stands still with one (after a power cut, for example) loses it after a
        while.
        """
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT set_config('idle_in_transaction_session_timeout', %s, true)",
                [str(HELD // timedelta(milliseconds=1))],
            )
            due = self.due().in_order().select_for_update(skip_locked=True).first()
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [IN_TURN])
            yield due if cursor.fetchone()[0] else None


class Notice(models.Model):
    """A message due to one person, with its delivery state.

    The table says what is due: a worker may die, the broker may forget and the mail server may be
    down for a day. The Message-ID is fixed, so that a mail that went out twice is seen as one.
    """

    to = models.EmailField()
    subject = models.CharField(max_length=998)
    text = models.TextField(blank=True)
    html = models.TextField(blank=True)
    sender = models.CharField(max_length=320)
    headers = models.JSONField(default=dict)
    illustrations = models.ManyToManyField(Illustration, related_name="notices")
    message_id = models.CharField(max_length=255, unique=True, default=make_msgid)
    state = models.CharField(max_length=7, choices=NoticeState, default=NoticeState.PENDING)
    attempts = models.PositiveSmallIntegerField(default=0)
    answer = models.TextField(blank=True)  # what the mail server said last
    made_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=Q(state=NoticeState.PENDING),
                name="notices_that_are_due",
            ),
            models.Index(fields=["to", "sent_at"], name="notices_to_an_address"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(sent_at__isnull=False) | ~Q(state=NoticeState.SENT),
                name="what_was_sent_has_its_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.subject} → {self.to}"

    @property
    def waits_for_another_attempt(self) -> bool:
        return self.state == NoticeState.PENDING and self.attempts > 0

    def as_mail(self) -> EmailMultiAlternatives:
        """Return the message, the same at every attempt."""
        mail = Illustrated(
            self.subject,
            self.text,
            self.sender,
            [self.to],
            headers=self.headers | {"Message-ID": self.message_id},
        )
        if self.html:
            mail.attach_alternative(self.html, "text/html")
            for illustration in self.illustrations.all():
                mail.attach(illustration.as_part())
        return mail

    def was_sent(self) -> None:
        self.attempts += 1
        self.state, self.sent_at, self.answer = NoticeState.SENT, timezone.now(), ""
        self.save()

    def was_refused(self, answer: str) -> None:
        """Note that the server refused the notice for good."""
        self.attempts += 1
        self.state, self.answer = NoticeState.REFUSED, answer[:2000]
        self.save()

    def did_not_go_out(self, answer: str) -> None:
        """Note that the server is away or refused for now: wait and try again, or give up."""
        self.answer = answer[:2000]
        if self.attempts >= len(PATIENCE):
            self.state = NoticeState.FAILED
        else:
            wait = timedelta(minutes=PATIENCE[self.attempts])
            self.due_at = timezone.now() + wait * random.uniform(1, 1 + JITTER)
        self.attempts += 1
        self.save()

    def try_again(self) -> None:
        """Make the notice due now, also one that was given up. Raises NotPossible if it was sent."""
        with transaction.atomic():
            notice = Notice.objects.select_for_update().get(pk=self.pk)
            if notice.state == NoticeState.SENT:
                raise NotPossible(_("This mail has gone out already."))
            notice.state, notice.due_at = NoticeState.PENDING, timezone.now()
            notice.save(update_fields=["state", "due_at"])
