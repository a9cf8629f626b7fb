"""Conclude an experiment: observe, close, decide, run again."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from board.models import NotPossible, Terms
from board.models.board.turn import PLAIN
from board.models.checks import check_fields
from board.models.name import folded
from flow.experiments.models.flagged import follow
from flow.experiments.models.lock import locks_of
from flow.experiments.models.observation import Observation, Variant
from flow.experiments.models.prediction import CRITERIA, TIED_TO, ask_for, made_before, record_news
from flow.experiments.refusals import ExperimentNotReady, NoMoreReruns, TooEarly
from flow.experiments.verdicts import Found, Reading

if TYPE_CHECKING:
    from board.models import Person
    from flow.experiments.models.experiment import Experiment

MOST_RERUNS = 2


class ExperimentConclusion(models.Model):
    """The conclusion of an experiment: its verdict, and what people decide."""

    class Meta:
        abstract = True

    def observe(
        self: "Experiment",
        external_id: str,
        *,
        by: "Person | None",
        at: datetime | None = None,
        variant: str = "",
        n: int | None = None,
        hits: int | None = None,
        value: float | None = None,
    ) -> tuple[Observation, bool]:
        """Keep a total that was observed, and say whether it is new. The same id changes nothing.

        Raises ExperimentNotReady, NotPossible once it is closed, or ValidationError.
        """
        with transaction.atomic():
            now = type(self).objects.locked(self.pk)
            if kept := now.observations.filter(external_id=external_id).first():
                return kept, False
            now._must_be_ready()
            if now.closed_at is not None:
                raise NotPossible(_("Experiment %s is closed.") % now.number)
            _check_total(now, variant, n, hits, value)
            came_at = timezone.now()
            new = Observation(
                experiment=now,
                external_id=external_id,
                variant=variant or Variant.TREATMENT,
                at=at or came_at,
                n=n,
                hits=hits,
                value=value,
                came_at=came_at,
                by=by,
            )
            new.save()
        return new, True

    def close(self: "Experiment", *, by: "Person", stopped_early: str = "") -> "Experiment":
        """End it with the verdict of what was observed. Closing it twice changes nothing.

        Before its last day it is TooEarly, unless a reason says why it stops.
        """
        with self.board.turn(by=by) as turn:
            now = self._as_now()
            if now.closed_at is not None:
                return now
            now._must_be_ready()
            now.board = turn.board
            box = now.time_box(locks_of(turn.board, [now]).get(now.pk))
            is_early = box is None or turn.board.day_of(turn.at) < box[1]
            if is_early and not folded(stopped_early):
                raise TooEarly(_too_early(box))
            reading = now.now_read
            assert reading is not None
            now.verdict, now.closed_at, now.closed_by = reading.verdict, turn.at, by
            now.stopped_early = folded(stopped_early) if is_early else ""
            check_fields(now, "stopped_early")
            now.save()
            ask_for(now.card_id)
            record_news(turn, now, "closed")
            follow(now, by=by)
        return now

    def decide(
        self: "Experiment",
        decision: str,
        *,
        by: "Person",
        learning: str,
        confounders: str | None = None,
        next_step: str = "",
    ) -> "Experiment":
        """Write down what a person makes of the verdict, and what was learned. It is written once."""
        with self.board.turn(by=by) as turn:
            now = self._as_now()
            words = {
                "decision": decision,
                "learning": learning.strip(),
                "next_step": folded(next_step),
            }
            if now.decided_at is not None:
                if any(getattr(now, name) != value for name, value in words.items()):
                    raise NotPossible(_("Experiment %s is decided.") % now.number)
                return now
            if now.closed_at is None:
                raise NotPossible(_("Experiment %s is not closed.") % now.number)
            if not folded(learning):
                raise ValidationError({"learning": _("This cannot be empty.")})
            if confounders is not None:
                words["confounders"] = confounders.strip()
            for name, value in words.items():
                setattr(now, name, value)
            check_fields(now, *words)
            now.decided_at, now.decided_by = turn.at, by
            now.save()
            record_news(turn, now, "decided")
        return now

    def rerun(self: "Experiment", *, by: "Person", terms: Terms = PLAIN) -> "Experiment":
        """Run it again from today for the same number of days, with the criteria that it had.

        Twice at most, and only where it found nothing: NoMoreReruns, NotPossible, AlreadyRunning.
        """
        with self.board.turn(by=by, terms=terms) as turn:
            if turn.done_before:
                return made_before(turn)
            now = self._as_now()
            now.board = turn.board
            first = now.first or now
            if first.reruns.count() >= MOST_RERUNS:
                raise NoMoreReruns(_("Experiment %s has been run again twice.") % first.number)
            if now.verdict != Found.INCONCLUSIVE:
                raise NotPossible(_("Only an inconclusive experiment is run again."))
            again = type(self)(
                board=turn.board,
                number=type(self).objects.next_number(turn.board),
                made_by=by,
                made_at=turn.at,
                rerun_of=now,
                first=first,
                **{name: getattr(now, name) for name in CRITERIA},
            )
            again.starts_on = turn.board.day_of(turn.at)
            again.ends_on = again.starts_on + (now.ends_on - now.starts_on)  # type: ignore[operator]
            again._check(TIED_TO)
            again.save()
            ask_for(again.card_id)
            record_news(turn, again, "run_again")
        return again

    @property
    def now_read(self: "Experiment") -> Reading | None:
        """Return the reading of its observations so far; None for a draft."""
        return self.reading(Observation.objects.totals_of([self])[self.pk])

    def _must_be_ready(self: "Experiment") -> None:
        if missing := self.missing_names:
            raise ExperimentNotReady(
                _("Experiment %(number)s has no %(missing)s yet.")
                % {"number": self.number, "missing": ", ".join(missing)}
            )


def _too_early(box: tuple[date, date] | None) -> str:
    if box is None:
        return _("Its flag has not left 0 % in production. Say why it stops early, or wait.")
    return _("Its last day is %(day)s. Say why it stops early, or wait.") % {"day": box[1]}


def _check_total(
    experiment: "Experiment", variant: str, n: int | None, hits: int | None, value: float | None
) -> None:
    """Raise ValidationError unless this is hits of cases, or a value."""
    if experiment.method == "ab":
        wrong = _wrong_in_ab(variant, hits, value)
    else:
        odd = _("Send either a value, or hits of n.")
        wrong = {"value": odd} if (hits is None) == (value is None) else {}
    if hits is not None and n is None:
        wrong["n"] = _("This is required.")
    if hits is not None and n is not None and hits > n:
        wrong["hits"] = _("There are not more hits than cases.")
    if wrong:
        raise ValidationError(wrong)


def _wrong_in_ab(variant: str, hits: int | None, value: float | None) -> dict[str, Any]:
    wrong: dict[str, Any] = {}
    if not variant:
        wrong["variant"] = _("Say which variant: control or treatment.")
    if value is not None:
        wrong["value"] = _("An A/B test counts: send n and hits.")
    elif hits is None:
        wrong["hits"] = _("This is required.")
    return wrong
