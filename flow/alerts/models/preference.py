"""How a person wants to be notified of a board."""

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
from flow.metrics.models.parts import about

if TYPE_CHECKING:
    from board.models import Person


class How(models.TextChoices):
    """How a person wants to be notified of the alerts of a board."""

    AT_ONCE = "at_once", _("at once, and in the digest")
    DIGEST = "digest", _("only in the digest")
    NOTHING = "nothing", _("nothing")


class PreferenceQuerySet(models.QuerySet["Preference"]):
    def of(self, board: Board, person: "Person") -> "Preference":
        """Return the preference of a person for this board; a viewer without one gets no mail."""
        seat = Membership.objects.get(board=board, person=person)
        return self.of_all(board, [seat])[person.pk]

    def of_all(self, board: Board, seats: Collection[Membership]) -> dict[int, "Preference"]:
        """The same for several, in one statement, by the person's id."""
        chosen = {each.person_id: each for each in self.filter(board=board)}
        return {seat.person_id: chosen.get(seat.person_id) or self._usual(seat) for seat in seats}

    def _usual(self, seat: Membership) -> "Preference":
        how = How.NOTHING if seat.role == Role.VIEWER else How.DIGEST
        return self.model(board_id=seat.board_id, person_id=seat.person_id, how=how)

    def at_once(self, board: Board) -> "PreferenceQuerySet":
        """Return the preferences of people still on the board who want mail at once."""
        here = Membership.objects.filter(board=board, person=OuterRef("person"))
        wants = self.filter(Exists(here), board=board, how=How.AT_ONCE, person__is_active=True)
        return wants.select_related("person")

    def say(self, board: Board, person: "Person", **wish: Any) -> "Preference":
        """Save this person's preference for mail of this board."""
        preference, _created = self.update_or_create(board=board, person=person, defaults=wish)
        Watch.objects.mail_again(board.pk)
        return preference

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


def boards_with_news() -> Collection[int]:
    """Return the ids of the boards with an open alert that somebody may want at once, and that is
    not fully mailed.
    """
    stands = Alert.objects.filter(board=OuterRef("board")).standing().exclude(kind=AlertKind.WATCH)
    rests = Watch.objects.filter(board=OuterRef("board"), tells_again_at__gt=timezone.now())
    wants = Preference.objects.filter(Exists(stands), ~Exists(rests), how=How.AT_ONCE)
    return sorted(set(wants.values_list("board", flat=True)))
