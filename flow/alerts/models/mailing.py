from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from board.models import Board, Kind
from flow.metrics.models.parts import one_for_each

if TYPE_CHECKING:
    from board.models import Person

USUAL_TIME = time(8, 30)


class Mailing(models.Model):
    """The time of a board's digest, and the days after which its leads are notified of an alert."""

    board = one_for_each("board.Board", primary_key=True)
    digest_at = models.TimeField(_("digest at"), default=USUAL_TIME)
    leads_after = models.PositiveSmallIntegerField(
        _("leads are notified after days"), default=2, validators=[MaxValueValidator(60)]
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(leads_after__lte=60), name="leads_hear_within_sixty_days"
            )
        ]

    def __str__(self) -> str:
        return f"{self.board_id} at {self.digest_at}"

    @classmethod
    def of(cls, board: Board) -> "Mailing":
        return cls.objects.filter(board=board).first() or cls(board=board)

    @classmethod
    def revise(cls, board: Board, *, digest_at: time, leads_after: int, by: "Person") -> None:
        """Let this be so from now on; the log of the board says who changed it."""
        with board.turn(by=by) as turn:
            now = cls.of(turn.board)
            was = now.as_facts
            now.digest_at, now.leads_after = digest_at, leads_after
            if now.as_facts != was:
                now.save()
                turn.record(Kind.SETTINGS_CHANGED, of="alerts", was=was, now=now.as_facts)

    def due_at(self, day: date) -> datetime:
        """When the digest of this day is due, by the clock of the board."""
        return datetime.combine(day, self.digest_at, self.board.zone)

    @property
    def as_facts(self) -> dict[str, Any]:
        """As the log keeps it."""
        return {"digest_at": f"{self.digest_at:%H:%M}", "leads_after": self.leads_after}
