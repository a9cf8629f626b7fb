"""Who is notified, how, and of what."""

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from board.models import Board, Membership, Role
from flow.alerts.models.alert import Alert
from flow.alerts.models.watch import Watch
from flow.alerts.rules import AlertKind
from flow.metrics.models.parts import LOOSE, about

if TYPE_CHECKING:
    from board.models import Card, Person


class How(models.TextChoices):
    """How a person wants to be notified of the alerts of a board."""

    AT_ONCE = "at_once", _("at once, and in the digest")
    DIGEST = "digest", _("only in the digest")
    NOTHING = "nothing", _("nothing")


class MailReason(models.TextChoices):
    """Why a mail was sent to a person."""

    ASSIGNEE = "assignee", _("you work on the card")
    WATCHER = "watcher", _("you watch the card")
    LEAD = "lead", _("you lead the board")
    DIGEST = "digest", _("you get the digest of the board")
    MENTION = "mention", _("somebody mentioned you")


class PreferenceQuerySet(models.QuerySet["Preference"]):
    def of(self, board: Board, person: "Person") -> "Preference":
        """What somebody has said about this board; a viewer who has said nothing hears nothing."""
        seat = Membership.objects.get(board=board, person=person)
        return self.of_all(board, [seat])[person.pk]

    def of_all(self, board: Board, seats: Collection[Membership]) -> dict[int, "Preference"]:
        """The same for several, in one statement, by the person's id."""
        said = {each.person_id: each for each in self.filter(board=board)}
        return {seat.person_id: said.get(seat.person_id) or self._usual(seat) for seat in seats}

    def _usual(self, seat: Membership) -> "Preference":
        how = How.NOTHING if seat.role == Role.VIEWER else How.DIGEST
        return self.model(board_id=seat.board_id, person_id=seat.person_id, how=how)

    def at_once(self, board: Board) -> "PreferenceQuerySet":
        """Of those who are on the board still, and want to hear at once."""
        here = Membership.objects.filter(board=board, person=OuterRef("person"))
        wants = self.filter(Exists(here), board=board, how=How.AT_ONCE, person__is_active=True)
        return wants.select_related("person")

    def say(self, board: Board, person: "Person", **wish: Any) -> "Preference":
        """From now on this person wants to hear of this board so."""
        said, _created = self.update_or_create(board=board, person=person, defaults=wish)
        Watch.objects.tell_again(board.pk)
        return said

    def end(self, board_id: int, person_id: int) -> None:
        """Nothing more about this board for this person."""
        self.update_or_create(board_id=board_id, person_id=person_id, defaults={"how": How.NOTHING})


class Preference(models.Model):
    """How a person wants to be notified of a board, and their quiet hours, by their own clock."""

    board = about("board.Board", db_index=True)
    person = about("board.Person", db_index=True)
    how = models.CharField(_("mail"), max_length=8, choices=How, default=How.DIGEST)
    since = models.DateTimeField(default=timezone.now)  # alerts raised before are not sent at once
    quiet_from = models.TimeField(_("quiet from"), null=True, blank=True)
    quiet_until = models.TimeField(_("until"), null=True, blank=True)

    objects = PreferenceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["board", "person"], name="a_person_hears_of_a_board_in_one_way"
            ),
            models.CheckConstraint(
                condition=Q(quiet_from=None, quiet_until=None)
                | Q(quiet_from__isnull=False, quiet_until__isnull=False),
                name="quiet_hours_begin_and_end",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} about {self.board_id}: {self.how}"

    def is_quiet(self, now: datetime) -> bool:
        """Whether these are quiet hours where the person lives; they may go over midnight."""
        if self.quiet_from is None or self.quiet_until is None:
            return False
        there = now.astimezone(ZoneInfo(self.person.time_zone)).time()
        if self.quiet_from <= self.quiet_until:
            return self.quiet_from <= there < self.quiet_until
        return there >= self.quiet_from or there < self.quiet_until


class WatcherQuerySet(models.QuerySet["Watcher"]):
    def watches(self, card: "Card", person: "Person") -> bool:
        return self.filter(card=card, person=person).exists()

    def add(self, card: "Card", person: "Person") -> None:
        self.get_or_create(card=card, person=person)
        Watch.objects.tell_again(card.board_id)

    def remove(self, card: "Card", person: "Person") -> None:
        self.filter(card=card, person=person).delete()


class Watcher(models.Model):
    """A person who wants to be notified of a card without working on it."""

    card = about("board.Card", db_index=True)
    person = about("board.Person", db_index=True)

    objects = WatcherQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["card", "person"], name="a_person_watches_a_card_once")
        ]

    def __str__(self) -> str:
        return f"{self.person_id} watches {self.card_id}"


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


def boards_with_news() -> Collection[int]:
    """The ids of the boards on which an alert stands that somebody may want to hear of at once, and
    that have not told all of it."""
    stands = Alert.objects.filter(board=OuterRef("board")).standing().exclude(kind=AlertKind.WATCH)
    rests = Watch.objects.filter(board=OuterRef("board"), tells_again_at__gt=timezone.now())
    wants = Preference.objects.filter(Exists(stands), ~Exists(rests), how=How.AT_ONCE)
    return sorted(set(wants.values_list("board", flat=True)))
