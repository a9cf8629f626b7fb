"""Predict: write an experiment down, and revise it as long as nothing is decided by it."""

from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

from board.models import Card, KeyUsedBefore, Kind, Terms
from board.models.board.turn import PLAIN, Turn
from board.models.checks import check_fields
from board.models.name import folded
from board.models.revision import check_revision
from flow.experiments.models.days import FIRST_DAY, LAST_DAY
from flow.experiments.models.flagged import flag_of, hold
from flow.experiments.models.lock import locks_of
from flow.experiments.models.process import fill, target_of
from flow.experiments.refusals import AlreadyRunning, CriteriaLocked

if TYPE_CHECKING:
    from board.models import Board, Person
    from flow.experiments.models.experiment import Experiment

DEMANDED = (
    *("change", "outcome", "reason", "metric_name", "unit", "better", "method"),
    *("baseline", "success_at", "failure_at", "sample", "starts_on", "ends_on"),
)  # before it starts
CRITERIA = (*DEMANDED, "source", "card", "flag", "target")
TIED_TO = ("card", "flag", "target")  # one running experiment for each of them
SHORTEST = timedelta(days=7)
NAMES = {
    "metric_name": "metric.name",
    "unit": "metric.unit",
    "better": "metric.better",
    "source": "metric.source",
}  # as the API names them
APP = "flow.experiments"


class ExperimentPrediction(models.Model):
    """The side of an experiment that says what is predicted."""

    class Meta:
        abstract = True

    @classmethod
    def predict(
        cls, board: "Board", *, by: "Person", terms: Terms = PLAIN, **facts: Any
    ) -> "Experiment":
        """Write an experiment down; what is missing is demanded before it starts.

        A request with the key of a former one answers what that one made.

        Raises ValidationError by the names of fields, or AlreadyRunning.
        """
        from flow.experiments.models.experiment import Experiment  # noqa: PLC0415  # it is one

        with transaction.atomic():
            if not board.practices["improvement"]:
                board.switch_practices(by=by, improvement=True)
            with board.turn(by=by, terms=terms) as turn:
                if turn.done_before:
                    return made_before(turn)
                experiment = Experiment(board=turn.board, made_by=by, made_at=turn.at)
                experiment._take(facts)
                fill(experiment)
                experiment.number = Experiment.objects.next_number(board)
                experiment._check(TIED_TO)
                experiment.save()
                ask_for(experiment.card_id)
                record_news(turn, experiment, "written")
        return experiment

    def revise(
        self: "Experiment", *, by: "Person", expected_revision: int | None = None, **facts: Any
    ) -> "Experiment":
        """Change what is named. A criterion that holds is not changed any more: CriteriaLocked.

        One that was never given may be given later: nothing was decided by it. Raises StalePart if
        somebody has changed it since the revision that was seen.
        """
        with self.board.turn(by=by) as turn:
            now = self._as_now()
            now.board = turn.board
            check_revision(now, expected_revision)
            confounders = now.confounders
            was = {name: getattr(now, name) for name in CRITERIA}
            hold(now)
            lock = locks_of(turn.board, [now]).get(now.pk)
            now._take(facts)
            if now.target != was["target"]:
                fill(now)
            changed = [name for name in CRITERIA if getattr(now, name) != was[name]]
            bent = [n for n in changed if n not in DEMANDED or was[n] not in ("", None)]
            if bent and lock:
                raise CriteriaLocked(
                    _("The criteria have been fixed since %(day)s: %(because)s")
                    % {"day": turn.board.day_of(lock.at).isoformat(), "because": lock.because}
                )
            now._check([name for name in TIED_TO if name in changed])
            is_other = bool(changed) or now.confounders != confounders
            now.revision += is_other
            now.save()
            if is_other:
                record_news(turn, now, "changed")
            for card_id in {was["card"] and was["card"].pk, now.card_id}:
                ask_for(card_id)
        return now

    @property
    def missing(self: "Experiment") -> list[str]:
        """The criteria that are demanded and not given."""
        return [name for name in DEMANDED if getattr(self, name) in ("", None)]

    @property
    def missing_names(self: "Experiment") -> list[str]:
        """The same, as the API names them."""
        return [NAMES.get(name, name) for name in self.missing]

    def _as_now(self: "Experiment") -> "Experiment":
        return type(self).objects.select_related("card").locked(self.pk)

    def _take(self: "Experiment", facts: Mapping[str, Any]) -> None:
        for name, value in facts.items():
            setattr(self, name, value)
        for name in ("change", "outcome", "reason", "metric_name", "unit", "flag"):
            setattr(self, name, folded(getattr(self, name)))

    def _check(self: "Experiment", tied: Any) -> None:
        """Raise ValidationError for what cannot be, AlreadyRunning for a thing that is taken."""
        check_fields(self, *({*CRITERIA, "confounders"} - {"card"}))
        if wrong := {NAMES.get(name, name): words for name, words in _wrong(self)}:
            raise ValidationError(wrong)
        if "flag" in tied and self.flag and flag_of(self) is None:
            words = _("This board has no flag %(key)s.") % {"key": self.flag}
            raise ValidationError({"flag": words})
        if "target" in tied and self.target is not None:
            target = target_of(self)
            if target is None or (target.ended_at is not None and self.first_id is None):
                words = _("This board has no open target %s.") % self.target
                raise ValidationError({"target": words})
        for name in tied:
            if getattr(self, name) not in ("", None):
                self._check_alone(name)

    def _check_alone(self: "Experiment", tie: str) -> None:
        others = type(self).objects.open().filter(board=self.board, **{tie: getattr(self, tie)})
        for other in others.exclude(pk=self.pk).select_related("card__board"):
            other.board = self.board
            lock = locks_of(self.board, [other]).get(other.pk)
            if other.state(lock, self.today) in ("running", "ended"):
                words = _("Experiment %(number)s runs for the same %(what)s already.")
                what = {"card": _("card"), "flag": _("flag"), "target": _("target")}[tie]
                raise AlreadyRunning(words % {"number": other.number, "what": what})


def _wrong(experiment: "Experiment") -> list[tuple[str, str]]:
    """Each field that cannot be as it is, with why."""
    problems = _wrong_days(experiment)
    if experiment.source and experiment.figure is None:
        problems.append(("source", _("There is no figure %s.") % experiment.source))
    if experiment.method == "ab" and experiment.unit and experiment.unit != "%":
        problems.append(("unit", _("An A/B test compares rates: its unit is %.")))
    if (
        experiment.success_at is not None
        and experiment.failure_at is not None
        and experiment.better
    ):
        better = experiment.success_at - experiment.failure_at
        if (better if experiment.better == "more" else -better) <= 0:
            problems.append(("success_at", _("Success has to be better than failure.")))
    if experiment.sample is not None and experiment.sample < 1:
        problems.append(("sample", _("At least 1.")))
    return problems


def _wrong_days(experiment: "Experiment") -> list[tuple[str, str]]:
    problems = []
    for name in ("starts_on", "ends_on"):
        day = getattr(experiment, name)
        if day is not None and not FIRST_DAY <= day <= LAST_DAY:
            problems.append((name, _("Choose a day between 2000 and 2100.")))
    if (
        experiment.starts_on
        and experiment.ends_on
        and experiment.ends_on - experiment.starts_on < SHORTEST
    ):
        problems.append(("ends_on", _("At least 7 days after the first day.")))
    return problems


def record_news(turn: Turn, experiment: "Experiment", what: str) -> None:
    """Note in the log of the board and of the card what happened to it, without its words."""
    turn.record(Kind.TOLD, experiment.card, of="experiments", what=what, number=experiment.number)


def made_before(turn: Turn) -> "Experiment":
    """Return the experiment that the first request with this key created."""
    from flow.experiments.models.experiment import Experiment  # noqa: PLC0415  # it is one

    event = turn.former_event
    if event is None or event.data.get("of") != "experiments":
        raise KeyUsedBefore
    return Experiment.objects.of(turn.board).get(number=event.data["number"])


def ask_for(card_id: int | None) -> None:
    """Let the gate ask about this card as long as an experiment of it is not closed."""
    from flow.experiments.models.experiment import Experiment  # noqa: PLC0415  # it is one

    card = Card.objects.filter(pk=card_id).only("asked_by").first() if card_id else None
    if card is None:
        return
    is_asked = Experiment.objects.open().filter(card=card_id).exists()
    names = [name for name in card.asked_by if name != APP] + [APP] * is_asked
    if names != card.asked_by:
        Card.objects.filter(pk=card_id).update(asked_by=names)
