"""When a board holds retrospectives: a weekday, a time by its clock, and a number of weeks."""

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from flow.metrics.models.parts import one_for_each

if TYPE_CHECKING:
    from board.models import Board

BEFORE = timedelta(hours=1)  # a draft with frozen figures is there so long before
MINUTES = (30, 45, 60)  # that a retrospective may take
USUAL_MINUTES = 45


class CadenceQuerySet(models.QuerySet["Cadence"]):
    def of(self, board: "Board") -> "Cadence | None":
        """Return the cadence of a board; None if it has none."""
        cadence = self.filter(board=board).first()
        if cadence is not None:
            cadence.board = board
        return cadence

    def in_force(self) -> "CadenceQuerySet":
        """Return the cadences of boards that are not archived and have improvement switched on."""
        return self.filter(
            board__archived_at=None, board__practices_on__contains=["improvement"]
        ).select_related("board")


class Cadence(models.Model):
    """A weekday every `every_weeks` weeks; `since` is the day from which they are counted.

    `last_on` is the day of the last one that was opened by it, so that each day opens one.
    """

    board = one_for_each("board.Board")
    weekday = models.PositiveSmallIntegerField(
        _("weekday"), choices=list(WEEKDAYS.items()), validators=[MaxValueValidator(6)]
    )  # Monday is 0
    at = models.TimeField(_("time"), default=time(14))
    every_weeks = models.PositiveSmallIntegerField(
        _("every weeks"), default=1, validators=[MinValueValidator(1), MaxValueValidator(12)]
    )
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=USUAL_MINUTES)
    template = models.CharField(max_length=20, default="start_stop_continue")
    since = models.DateField()
    last_on = models.DateField(null=True)

    objects = CadenceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(weekday__lte=6, every_weeks__range=(1, 12)),
                name="a_cadence_is_a_weekday_every_so_many_weeks",
            )
        ]

    def __str__(self) -> str:
        return f"every {self.every_weeks} weeks on {self.weekday}"

    def moment(self, day: date) -> datetime:
        """Return when the retrospective of this day begins, by the clock of the board."""
        return datetime.combine(day, self.at, self.board.zone)

    @property
    def first_on(self) -> date:
        return self.since + timedelta((self.weekday - self.since.weekday()) % 7)

    def last_due(self, now: datetime) -> date | None:
        """Return the latest day whose draft is due by now; None before the first."""
        step = timedelta(weeks=self.every_weeks)
        today = self.board.day_of(now) + timedelta(1)  # the next day may be less than an hour away
        if today < self.first_on:
            return None
        day = self.first_on + ((today - self.first_on) // step) * step
        while day >= self.first_on and self.moment(day) - BEFORE > now:
            day -= step
        return day if day >= self.first_on else None

    def next_after(self, now: datetime) -> datetime:
        """Return when the next retrospective begins."""
        day = self.first_on
        step = timedelta(weeks=self.every_weeks)
        today = self.board.day_of(now)
        if today > day:
            day += ((today - day) // step) * step
        while self.moment(day) <= now:
            day += step
        return self.moment(day)


def choose(board: "Board", *, today: date, **values: object) -> Cadence:
    """Set the cadence of a board from today on. Raises ValidationError for an unknown length."""
    if values.get("minutes", USUAL_MINUTES) not in MINUTES:
        raise ValidationError({"minutes": _now("30, 45 or 60 minutes.")})
    cadence, _made = Cadence.objects.update_or_create(
        board=board, defaults={**values, "since": today, "last_on": None}
    )
    cadence.board = board
    return cadence
