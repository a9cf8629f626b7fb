"""How a temporary flag ends: the card that removes it, kept true, and promoted when it is time."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db import models, transaction
from django.db.models import TextChoices
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from board.models import Card, Person
from board.models.people.membership import MAY_CHANGE
from flow.flags.models.flag_entry import FlagEntry, What

if TYPE_CHECKING:
    from flow.flags.models.flag import Flag

ASKS = "flow.flags"  # in Card.asked_by
FULL_FOR = timedelta(days=14)
SILENT_FOR = timedelta(days=30)


class RemovalDue(TextChoices):
    """Why a flag is to be removed."""

    FULL = "full", _("open for everybody for 14 days")
    LATE = "late", _("past its day")
    SILENT = "silent", _("not asked for 30 days")


@dataclass(frozen=True)
class Cause:
    """Why, since which day that counts, and `of` which it is: one cause promotes once."""

    due: RemovalDue
    since: date

    @property
    def of(self) -> dict[str, str]:
        return {"cause": self.due.value, "since": self.since.isoformat()}


def causes_of(flag: "Flag", today: date) -> list[Cause]:
    """Why this flag, as it is staged, is to be removed; nothing for one that stays or is removed."""
    if not flag.is_temporary or flag.removed_at:
        return []
    day_of = flag.board.day_of
    causes = []
    if flag.full_since and day_of(flag.full_since) + FULL_FOR <= today:
        causes.append(Cause(RemovalDue.FULL, day_of(flag.full_since)))
    if flag.is_overdue(today) and flag.remove_by:
        causes.append(Cause(RemovalDue.LATE, flag.remove_by))
    silent_since = day_of(flag.last_asked_at or flag.made_at)
    if silent_since + SILENT_FOR <= today:
        causes.append(Cause(RemovalDue.SILENT, silent_since))
    return causes


class Removal(models.Model):
    """The side of a flag that has to do with the card that removes it."""

    class Meta:
        abstract = True

    def look_after(self: "Flag", today: date) -> None:
        """The daily look: an owner who left, a removal card that is gone, and what is due."""
        self._lose_owner()
        if not self.is_temporary or self.is_removed:
            return
        if self._has_lost_its_card:
            self._make_removal_card_again()
        for cause in causes_of(self, today):
            self._promote(cause)

    def make_removal_card(self: "Flag", *, by: Person | None) -> Card:
        """A new card in the first column that removes this flag; never refused."""
        return self.board.add_card_of_an_app(
            _now("Remove the flag %(key)s") % {"key": self.key},
            by=by,
            asked_by=ASKS,
            assignees=[self.owner] if self.owner else [],
            due_on=self.remove_by,
            description=_now("[The flag %(key)s](%(url)s): %(purpose)s")
            % {
                "key": self.key,
                "url": f"/boards/{self.board.key}/flags/{self.key}/",
                "purpose": self.purpose,
            },
        )

    def ask_at_the_gate(self: "Flag") -> None:
        """Have a say before the removal card is finished. The board is held."""
        card = self.removal_card
        if card is not None and ASKS not in card.asked_by:
            card.asked_by = [*card.asked_by, ASKS]
            card.save(update_fields=["asked_by"])

    def move_removal_day(self: "Flag", *, by: Person) -> None:
        """Keep the day of the removal card that of the flag, while it is open."""
        card = self.removal_card
        if card is None or card.archived_at or card.deleted_at or card.finished_at:
            return
        card.board = self.board
        card.revise(by=by, due_on=self.remove_by)

    @property
    def _has_lost_its_card(self: "Flag") -> bool:
        card = self.removal_card
        return card is None or bool(card.archived_at or card.deleted_at)

    def _lose_owner(self: "Flag") -> None:
        """Have no owner where that person may not change cards of the board any more."""
        if self.owner is None or self.board.role_of(self.owner) in MAY_CHANGE:
            return
        with transaction.atomic():
            flag = self._locked()
            if flag.owner_id != self.owner_id:
                return
            was, flag.owner = {"owner": flag.owner_id}, None
            flag.save(update_fields=["owner"])
            FlagEntry.write(flag, What.REVISED, by=None, was=was, now={"owner": None})
        self.owner = None

    def _make_removal_card_again(self: "Flag") -> None:
        with self.board.turn(by=None):
            flag = self._locked()
            if not flag._has_lost_its_card:
                return
            flag.removal_card = flag.make_removal_card(by=None)
            flag.save(update_fields=["removal_card"])
            FlagEntry.write(flag, What.REMADE, by=None, now={"card": flag.removal_card.number})
        self.removal_card = flag.removal_card

    def _promote(self: "Flag", cause: Cause) -> None:
        """Bring the removal card to the top of its column, once for each cause."""
        if self.entries.filter(what=What.PROMOTED, now=cause.of).exists():
            return
        with self.board.turn(by=None):
            flag = self._locked()
            card = flag.removal_card
            if card is None or card.finished_at:
                return
            if not flag.entries.filter(what=What.PROMOTED, now=cause.of).exists():
                card.board = self.board
                card.move_to_top(by=None)
                FlagEntry.write(flag, What.PROMOTED, by=None, now=cause.of)
