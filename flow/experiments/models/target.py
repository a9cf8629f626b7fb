from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from board.models import KeyUsedBefore, Kind, NotHere, NotPossible, Terms
from board.models.board.turn import PLAIN, Turn
from board.models.checks import check_fields
from board.models.most import Most
from board.models.name import NameField, folded
from board.models.revision import Revised, check_revision
from flow.experiments.models.days import FIRST_DAY, LAST_DAY
from flow.experiments.refusals import TargetOpen
from flow.experiments.verdicts import Better
from flow.metrics.figures import Figure, FigureValue, figures
from flow.metrics.ledger.digests import catch_up_if_quick
from flow.metrics.models.parts import LOOSE, about
from flow.metrics.reports import DayWindow

if TYPE_CHECKING:
    from board.models import Board, Person

BASELINE_DAYS = 14  # complete days
LONGEST_WHY = 500
NAMES = {"by_day": "by"}  # as the API names them


class Became(models.TextChoices):
    """The outcome of a target."""

    REACHED = "reached", _("reached")
    MISSED = "missed", _("missed")
    GIVEN_UP = "given_up", _("given up")


class TargetQuerySet(models.QuerySet["Target"]):
    def of(self, board: "Board") -> "TargetQuerySet":
        """The targets of a board, the last first."""
        return self.filter(board=board).order_by("-pk")

    def open(self) -> "TargetQuerySet":
        return self.filter(ended_at=None)

    def ended(self) -> "TargetQuerySet":
        return self.exclude(ended_at=None)

    def with_people(self) -> "TargetQuerySet":
        return self.select_related("board", "made_by", "ended_by").prefetch_related("obstacles")


class Target(Revised):
    """Where a team wants one figure to be by a day. Its baseline is frozen when it is set."""

    board = about("board.Board", db_index=True)
    metric = models.CharField(max_length=40)
    unit = NameField(max_length=40)
    better = models.CharField(max_length=4, choices=[(each.value, each.value) for each in Better])
    baseline = models.FloatField(null=True)
    baseline_n = models.PositiveIntegerField(default=0)
    baseline_why = NameField(max_length=LONGEST_WHY, blank=True)
    baseline_first = models.DateField()
    baseline_last = models.DateField()
    to = models.FloatField(_("to"))
    by_day = models.DateField(_("by"))
    why = NameField(_("why"), max_length=LONGEST_WHY, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("board.Person", models.SET_NULL, null=True, **LOOSE)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey("board.Person", models.SET_NULL, null=True, **LOOSE)
    became = models.CharField(_("what became of it"), max_length=8, blank=True, choices=Became)
    note = NameField(_("note"), max_length=LONGEST_WHY, blank=True)
    ended_value = models.FloatField(null=True)

    objects = TargetQuerySet.as_manager()

    class Meta:
        ordering = ["board", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["board"], condition=Q(ended_at=None), name="a_board_has_one_open_target"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, became="") | ~Q(ended_at=None) & ~Q(became=""),
                name="an_ended_target_became_something",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @classmethod
    def choose(
        cls,
        board: "Board",
        metric: str,
        *,
        by: "Person",
        to: float,
        by_day: date,
        why: str = "",
        terms: Terms = PLAIN,
    ) -> "Target":
        """Set the target of a board, with what the figure was in the last 14 complete days.

        Raises TargetOpen if the board has one, or ValidationError by the names of the API.
        """
        figure = figures().get(metric)
        if figure is None:
            raise ValidationError({"metric": _now("There is no figure %s.") % metric})
        window, now = measured(board, figure)
        with transaction.atomic():
            if not board.practices["improvement"]:
                board.switch_practices(by=by, improvement=True)
            with board.turn(by=by, terms=terms) as turn:
                if turn.done_before:
                    return cls._made_before(turn)
                if cls.objects.of(turn.board).open().exists():
                    raise TargetOpen(_now("This board has a target. End it before the next one."))
                target = cls(
                    board=turn.board,
                    metric=metric,
                    unit=str(figure.unit),
                    better=figure.better,
                    baseline=now.value,
                    baseline_n=now.n,
                    baseline_why=now.why,
                    baseline_first=window.first,
                    baseline_last=window.last,
                    to=to,
                    by_day=by_day,
                    why=folded(why),
                    made_at=turn.at,
                    made_by=by,
                )
                target._check(today=turn.board.day_of(turn.at))
                target.save()
                target._record_news(turn, "set")
        return target

    def revise(
        self, *, by: "Person", expected_revision: int | None = None, **changes: Any
    ) -> "Target":
        """Change `to`, `by_day` or `why`. The figure and its baseline stay as they are."""
        with self.board.turn(by=by) as turn:
            now = self._held(turn.board)
            check_revision(now, expected_revision)
            now._must_be_open()
            was = [getattr(now, name) for name in changes]
            for name, value in changes.items():
                setattr(now, name, folded(value) if name == "why" else value)
            if [getattr(now, name) for name in changes] != was:
                now._check(today=turn.board.day_of(turn.at), is_new_day="by_day" in changes)
                now.revision += 1
                now.save()
                now._record_news(turn, "changed")
        return now

    def end(self, became: str, *, by: "Person", note: str = "") -> "Target":
        """Say what became of it, and keep what the figure is now. Saying the same twice does nothing."""
        last = self.measured() if self.ended_at is None else None
        with self.board.turn(by=by) as turn:
            now = self._held(turn.board)
            if now.ended_at is not None and (now.became, now.note) == (became, folded(note)):
                return now
            now._must_be_open()
            now.became, now.note = became, folded(note)
            now.ended_at, now.ended_by = turn.at, by
            now.ended_value = last.value if last else None
            check_fields(now, "became", "note")
            now.revision += 1
            now.save()
            now._record_news(turn, "ended")
        return now

    def measured(self, now: datetime | None = None) -> FigureValue:
        """The figure in the last 14 complete days."""
        if self.figure is None:
            return FigureValue(None, 0, _now("The app that computes it is no longer installed."))
        return measured(self.board, self.figure, now)[1]

    @property
    def figure(self) -> Figure | None:
        """Return its figure; None if no installed app has it any more."""
        return figures().get(self.metric)

    @property
    def title(self) -> str:
        return str(self.figure.title) if self.figure else self.metric

    def is_met_by(self, value: float | None) -> bool:
        """Whether this value is as good as the target, or better."""
        if value is None:
            return False
        return value >= self.to if self.better == Better.MORE else value <= self.to

    def _held(self, board: "Board") -> "Target":
        now = Target.objects.select_for_update(of=("self",)).select_related("made_by", "ended_by")
        target = now.get(pk=self.pk)
        target.board = board
        return target

    def _record_news(self, turn: Turn, what: str) -> None:
        """Note in the log of the board what happened to it."""
        turn.record(Kind.TOLD, of="targets", what=what, target=self.pk)

    @classmethod
    def _made_before(cls, turn: Turn) -> "Target":
        """Return the target that the first request with this key created."""
        event = turn.former_event
        if event is None or event.data.get("of") != "targets":
            raise KeyUsedBefore
        target = cls.objects.with_people().get(pk=event.data["target"])
        target.board = turn.board
        return target

    def _must_be_open(self) -> None:
        if self.ended_at is not None:
            raise NotPossible(_now("This target has ended."))

    def _check(self, today: date, *, is_new_day: bool = True) -> None:
        try:
            check_fields(self, "metric", "to", "by_day", "why")
        except ValidationError as error:
            problems = error.error_dict.items()
            raise ValidationError(
                {NAMES.get(name, name): words for name, words in problems}
            ) from None
        if self.to < 0:
            raise ValidationError({"to": _now("No figure is below 0.")})
        if self.unit == "%" and self.to > 100:
            raise ValidationError({"to": _now("A share is at most 100 %.")})
        if not FIRST_DAY <= self.by_day <= LAST_DAY:
            raise ValidationError({"by": _now("Choose a day between 2000 and 2100.")})
        if is_new_day and self.by_day < today:
            raise ValidationError({"by": _now("This day has passed.")})


class TargetObstacle(models.Model):
    """An obstacle on the way to a target. One of them is worked on now."""

    target = models.ForeignKey(Target, models.CASCADE, related_name="obstacles")
    text = NameField(_("obstacle"), max_length=LONGEST_WHY)
    note = NameField(_("what shows it"), max_length=LONGEST_WHY, blank=True)
    taken_at = models.DateTimeField(null=True)  # since when it is worked on
    overcome_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField(default=timezone.now)

    MOST = Most(50, _("A target has at most %(most)s obstacles."))

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["target"],
                condition=Q(taken_at__isnull=False, overcome_at=None),
                name="one_obstacle_of_a_target_is_worked_on",
            )
        ]

    def __str__(self) -> str:
        return self.text

    @classmethod
    def add(cls, target: Target, text: str, *, by: "Person", note: str = "") -> "TargetObstacle":
        """Name what is in the way of an open target."""
        with target.board.turn(by=by) as turn:
            now = target._held(turn.board)
            now._must_be_open()
            cls.MOST.check(now.obstacles.count())
            obstacle = cls(target=now, text=folded(text), note=folded(note), made_at=turn.at)
            check_fields(obstacle, "text", "note")
            obstacle.save()
        return obstacle

    def revise(
        self,
        *,
        by: "Person",
        text: str | None = None,
        note: str | None = None,
        taken: bool | None = None,
        overcome: bool | None = None,
    ) -> "TargetObstacle":
        """Change the obstacle. Taking one puts down the one that was taken before."""
        with self.target.board.turn(by=by) as turn:
            target = self.target._held(turn.board)
            target._must_be_open()
            now = target.obstacles.filter(pk=self.pk).first()
            if now is None:
                raise NotHere(_now("It is not there any more."))
            now.target = target
            now.text = now.text if text is None else folded(text)
            now.note = now.note if note is None else folded(note)
            check_fields(now, "text", "note")
            if overcome is not None:
                now.overcome_at = (now.overcome_at or turn.at) if overcome else None
            if taken is not None:
                now.taken_at = (now.taken_at or turn.at) if taken else None
            if now.is_taken:
                target.obstacles.exclude(pk=now.pk).filter(overcome_at=None).update(taken_at=None)
            now.save()
        return now

    def remove(self, *, by: "Person") -> None:
        with self.target.board.turn(by=by) as turn:
            self.target._held(turn.board)._must_be_open()
            self.delete()

    @property
    def is_taken(self) -> bool:
        return self.taken_at is not None and self.overcome_at is None


def measured(
    board: "Board", figure: Figure, now: datetime | None = None, days: int = BASELINE_DAYS
) -> tuple[DayWindow, FigureValue]:
    """These last complete days of a board, and what the figure was in them."""
    catch_up_if_quick(board)
    window = DayWindow.of(board, days=days, now=now)
    return window, figure.ask(board, window)
