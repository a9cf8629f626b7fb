"""Of what a person was notified, and why."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from board.models import Membership
from flow.metrics.models.parts import LOOSE, about

if TYPE_CHECKING:
    from board.models import Person


class MailReason(models.TextChoices):
    """Why a mail was sent to a person."""

    ASSIGNEE = "assignee", _("you work on the card")
    WATCHER = "watcher", _("you watch the card")
    LEAD = "lead", _("you lead the board")
    DIGEST = "digest", _("you get the digest of the board")
    MENTION = "mention", _("somebody mentioned you")


class LetterQuerySet(models.QuerySet["Letter"]):
    def to(self, person: "Person") -> "LetterQuerySet":
        """The last first, each with its mail, board and alert, and whether they are `still_there`;
        not those whose mail is forgotten."""
        seat = Membership.objects.filter(board=OuterRef("board"), person=person)
        kept = self.filter(person=person, notice__isnull=False).order_by("-day", "-pk")
        mine = kept.annotate(still_there=Exists(seat))
        nouns = ("board", "alert__card__board", "mention__card__board", "notice")
        return mine.select_related(*nouns).defer("notice__text", "notice__html", "notice__headers")

    def to_forget(self) -> "LetterQuerySet":
        """Return the digests whose mail was deleted; that of an alert is kept with the alert."""
        return self.filter(alert=None, notice=None)


class Letter(models.Model):
    """A notification of a person: of one alert or mention, or a day's digest. It outlives its mail."""

    board = about("board.Board")
    person = about("board.Person", db_index=True)
    alert = about("alerts.Alert", null=True)
    mention = models.ForeignKey(
        "board.Mention", models.SET_NULL, null=True, db_index=False, **LOOSE
    )
    day = models.DateField()  # of the board
    why = models.CharField(max_length=8, choices=MailReason)
    notice = models.ForeignKey("board.Notice", models.SET_NULL, null=True, **LOOSE)

    objects = LetterQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["mention"],
                condition=Q(mention__isnull=False),
                name="letters_of_a_mention",
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "alert"],
                condition=Q(alert__isnull=False),
                name="a_person_is_told_of_an_alert_once",
            ),
            models.UniqueConstraint(
                fields=["board", "person", "day"],
                condition=Q(why=MailReason.DIGEST),
                name="a_person_gets_a_digest_once_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} on {self.day}: {self.why}"
