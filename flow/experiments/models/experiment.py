from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Max, Q
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from board.models.name import NameField
from board.models.revision import Revised
from flow.experiments.models.conclusion import ExperimentConclusion
from flow.experiments.models.observation import Variant
from flow.experiments.models.prediction import ExperimentPrediction
from flow.experiments.verdicts import Better, Found, Reading, Thresholds, Total, read
from flow.metrics.figures import Figure, figures
from flow.metrics.models.parts import LOOSE, about

if TYPE_CHECKING:
    from board.models import Board, Card
    from flow.experiments.models.lock import Lock
    from flow.experiments.models.target import Target
    from flow.flags.models import Flag

MISSING = "…"  # of a sentence
LONGEST_SENTENCE = 500  # characters of a change, an outcome, a reason
LONGEST_LEARNING = 5_000


class ExperimentState(models.TextChoices):
    """The state of an experiment."""

    DRAFT = "draft", _("draft")  # criteria are missing
    READY = "ready", _("ready")
    RUNNING = "running", _("running")
    ENDED = "ended", _("ended")  # its last day has passed, nobody closed it
    CLOSED = "closed", _("closed")
    DECIDED = "decided", _("decided")


class Method(models.TextChoices):
    """The method that separates cases with the change from cases without it."""

    AB = "ab", _("A/B test")
    BEFORE_AFTER = "before_after", _("before and after")
    COHORT = "cohort", _("cohort")


class Decision(models.TextChoices):
    """The decision of a person after a verdict."""

    KEEP = "keep", _("keep")
    MODIFY = "modify", _("modify")
    ABANDON = "abandon", _("abandon")


class ExperimentQuerySet(models.QuerySet["Experiment"]):
    def of(self, board: "Board") -> "ExperimentQuerySet":
        """The experiments of a board, the last first."""
        return self.filter(board=board).order_by("-number")

    def of_card(self, card: "Card") -> "ExperimentQuerySet":
        return self.filter(card=card).order_by("-number")

    def of_target(self, target: "Target") -> "ExperimentQuerySet":
        return self.filter(board=target.board_id, target=target.pk).order_by("-number")

    def of_targets(self, board: "Board") -> dict[int, list[int]]:
        """The ids of the experiments of each target of a board, the last one first."""
        by_target: dict[int, list[int]] = {}
        rows = self.of(board).exclude(target=None).values_list("target", "pk")
        for target, pk in rows:
            assert target is not None
            by_target.setdefault(target, []).append(pk)
        return by_target

    def open(self) -> "ExperimentQuerySet":
        return self.filter(closed_at=None)

    def undecided(self) -> "ExperimentQuerySet":
        """Return the experiments that are not decided yet."""
        return self.filter(decided_at=None)

    def of_cards(self, cards: Collection[int]) -> "ExperimentQuerySet":
        """Return the experiments of these cards, by their ids, in order."""
        return self.filter(card__in=list(cards)).order_by("number")

    def closed_from(self, moment: datetime) -> "ExperimentQuerySet":
        """Return the experiments that were closed since this moment."""
        return self.filter(closed_at__gte=moment)

    def with_verdict(self, verdict: Found) -> "ExperimentQuerySet":
        return self.filter(verdict=verdict)

    def with_nouns(self) -> "ExperimentQuerySet":
        return self.select_related("card__board", "made_by", "closed_by", "rerun_of")

    def of_flag(self, flag: "Flag") -> "ExperimentQuerySet":
        """Return the experiments of this flag, in order."""
        return self.filter(board=flag.board_id, flag=flag.key).order_by("number")

    def asked_about(self, cards: Collection["Card"]) -> "ExperimentQuerySet":
        """Return the experiments of any of these cards that are not closed, in order."""
        return self.open().filter(card__in=cards).order_by("number")

    def saying(self, words: str) -> "ExperimentQuerySet":
        """Return the experiments with each of these words in their prediction or learning."""
        experiments = self
        for word in words.split():
            fields = ("change", "outcome", "reason", "learning", "next_step", "metric_name")
            anywhere = Q()
            for field in fields:
                anywhere |= Q(**{f"{field}__icontains": word})
            experiments = experiments.filter(anywhere)
        return experiments

    def locked(self, pk: int) -> "Experiment":
        """One experiment, its row locked until the transaction ends."""
        return self.select_for_update(of=("self",)).get(pk=pk)

    def next_number(self, board: "Board") -> int:
        return (self.filter(board=board).aggregate(last=Max("number"))["last"] or 0) + 1

    def to_observe(self, today: date) -> "ExperimentQuerySet":
        """Return the experiments with a metric of Sluice that may be running."""
        begun = Q(starts_on__lt=today) | ~Q(flag="")  # with a flag the days begin at its ramp
        return self.open().exclude(source="").exclude(method="ab").filter(begun)

    def possibly_ended(self, today: date) -> "ExperimentQuerySet":
        """Return the experiments whose last day has ended somewhere, and whose owner was not
        notified.

        Only of boards that carry the practice.
        """
        here = self.open().filter(board__practices_on__contains=["improvement"])
        return here.filter(Q(ends_on__lt=today) | ~Q(flag=""), told_at=None)


class Experiment(Revised, ExperimentPrediction, ExperimentConclusion):
    """A prediction with criteria that were fixed beforehand; a verdict; a learning."""

    board = about("board.Board", db_index=True)
    number = models.PositiveIntegerField()
    change = NameField(_("change"), max_length=LONGEST_SENTENCE, blank=True)
    outcome = NameField(_("outcome"), max_length=LONGEST_SENTENCE, blank=True)
    reason = NameField(_("reason"), max_length=LONGEST_SENTENCE, blank=True)
    metric_name = NameField(_("metric"), max_length=200, blank=True)
    unit = NameField(_("unit"), max_length=40, blank=True)
    better = models.CharField(
        _("better"), max_length=4, blank=True, choices=[(each.value, each.value) for each in Better]
    )
    source = models.CharField(_("source"), max_length=40, blank=True)  # the name of a figure
    method = models.CharField(_("method"), max_length=12, blank=True, choices=Method)
    baseline = models.FloatField(_("baseline"), null=True, blank=True)
    success_at = models.FloatField(_("success at"), null=True, blank=True)
    failure_at = models.FloatField(_("failure at"), null=True, blank=True)
    sample = models.PositiveIntegerField(_("sample"), null=True, blank=True)
    starts_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("to"), null=True, blank=True)
    card = models.ForeignKey("board.Card", models.SET_NULL, null=True, blank=True, **LOOSE)
    flag = NameField(_("flag"), max_length=100, blank=True)
    target = models.PositiveBigIntegerField(_("target"), null=True, blank=True)
    confounders = models.TextField(_("confounders"), max_length=LONGEST_LEARNING, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("board.Person", models.SET_NULL, null=True, **LOOSE)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey("board.Person", models.SET_NULL, null=True, **LOOSE)
    stopped_early = NameField(_("stopped early"), max_length=LONGEST_SENTENCE, blank=True)
    verdict = models.CharField(
        max_length=12, blank=True, choices=[(each.value, each.value) for each in Found]
    )
    decision = models.CharField(_("decision"), max_length=8, blank=True, choices=Decision)
    learning = models.TextField(_("learning"), max_length=LONGEST_LEARNING, blank=True)
    next_step = NameField(_("next"), max_length=LONGEST_SENTENCE, blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey("board.Person", models.SET_NULL, null=True, **LOOSE)
    rerun_of = models.ForeignKey("self", models.SET_NULL, null=True, related_name="+")
    first = models.ForeignKey("self", models.SET_NULL, null=True, related_name="reruns")
    told_at = models.DateTimeField(null=True)  # when its owner was notified that its time has ended

    objects = ExperimentQuerySet.as_manager()

    class Meta:
        ordering = ["board", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["board", "number"], name="an_experiment_has_its_number"
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None, verdict="") | ~Q(closed_at=None) & ~Q(verdict=""),
                name="a_closed_experiment_has_a_verdict",
            ),
            models.CheckConstraint(
                condition=Q(decided_at=None, decision="")
                | ~Q(decided_at=None) & ~Q(decision="") & ~Q(learning=""),
                name="a_decision_has_a_learning",
            ),
        ]

    def __str__(self) -> str:
        return _now("experiment %(number)s") % {"number": self.number}

    @property
    def sentence(self) -> str:
        """The prediction as one sentence; what is missing is three dots."""
        parts = {
            name: getattr(self, name).rstrip(" .") or MISSING
            for name in ("change", "outcome", "reason")
        }
        words = _now("We believe %(change)s will produce %(outcome)s because %(reason)s") % parts
        return words if words.endswith(MISSING) else f"{words}."

    @property
    def figure(self) -> Figure | None:
        """The figure that Sluice observes it by."""
        return figures().get(self.source)

    @property
    def thresholds(self) -> Thresholds | None:
        """Return the criteria; None as long as one of them is missing."""
        if self.success_at is None or self.failure_at is None or not self.sample or not self.better:
            return None
        return Thresholds(
            Better(self.better),
            self.success_at,
            self.failure_at,
            self.sample,
            compares=self.method == Method.AB,
        )

    def reading(self, totals: Mapping[str, Total]) -> Reading | None:
        """Return the reading of these totals; None for a draft."""
        if self.thresholds is None:
            return None
        nothing = Total()
        return read(
            self.thresholds,
            totals.get(Variant.TREATMENT, nothing),
            totals.get(Variant.CONTROL, nothing),
        )

    def state(self, lock: "Lock | None", today: date) -> ExperimentState:
        """Return its state on this day of its board."""
        if self.closed_at is not None:
            return (
                ExperimentState.DECIDED if self.decided_at is not None else ExperimentState.CLOSED
            )
        if self.missing:
            return ExperimentState.DRAFT
        if self.is_over(lock, today):
            return ExperimentState.ENDED
        begins_by_day = self.card_id is None and not self.flag and self.starts_on is not None
        if lock is not None or (begins_by_day and today >= self.starts_on):  # type: ignore[operator]
            return ExperimentState.RUNNING
        return ExperimentState.READY

    def time_box(self, lock: "Lock | None") -> tuple[date, date] | None:
        """Its first and its last day; None as long as they are not set.

        They are a length: with a flag they begin when it first leaves 0 % in production, on the day
        of its making at the earliest, and until then there are none.
        """
        if self.starts_on is None or self.ends_on is None:
            return None
        if not self.flag:
            return self.starts_on, self.ends_on
        if lock is None or lock.ramped_at is None:
            return None
        first = self.board.day_of(max(lock.ramped_at, self.made_at))
        return first, first + (self.ends_on - self.starts_on)

    def is_over(self, lock: "Lock | None", today: date) -> bool:
        """Whether its last day has passed."""
        box = self.time_box(lock)
        return box is not None and today > box[1]

    @property
    def today(self) -> date:
        return self.board.day_of(timezone.now())
