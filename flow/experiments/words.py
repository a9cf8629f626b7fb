"""The sentences about experiments."""

from typing import TYPE_CHECKING

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _later

from flow.experiments.verdicts import Better, Found, Reading, VerdictReason

if TYPE_CHECKING:
    from flow.experiments.models import Experiment
    from flow.experiments.shown import ShownExperiment

VERDICTS = {
    Found.VALIDATED: _later("validated"),
    Found.INVALIDATED: _later("invalidated"),
    Found.INCONCLUSIVE: _later("inconclusive"),
}


CALLED = {
    "change": _later("the change"),
    "outcome": _later("the outcome"),
    "reason": _later("the reason"),
    "metric_name": _later("the metric"),
    "unit": _later("its unit"),
    "better": _later("whether more or less is better"),
    "method": _later("the method"),
    "baseline": _later("the baseline"),
    "success_at": _later("success at"),
    "failure_at": _later("failure at"),
    "sample": _later("the sample"),
    "starts_on": _later("the first day"),
    "ends_on": _later("the last day"),
}  # the criteria, for people
ONE = {"days": _later("day"), "hours": _later("hour"), "cards": _later("card")}


def amount(value: float | None, unit: str) -> str:
    """A number with its unit, as short as it is true to read: 46.9 %."""
    if value is None:
        return "–"
    short = round(value, 2) if abs(value) < 100 else round(value, 1)
    figure = number_format(int(short) if short == int(short) else short)
    noun = ONE.get(unit, unit) if short == 1 else unit
    return f"{figure} {noun}".strip()


def verdict_says(row: "ShownExperiment") -> str:
    """The verdict, or what it would be if it ended now, with the reason."""
    if row.reading is None:
        return _("Criteria are missing: %(missing)s.") % {
            "missing": ", ".join(str(CALLED[name]) for name in row.experiment.missing)
        }
    verdict = row.experiment.verdict or row.reading.verdict
    says = _("%(verdict)s: %(why)s") if row.experiment.closed_at else _("now %(verdict)s: %(why)s")
    words = says % {"verdict": VERDICTS[Found(verdict)], "why": _why(row.experiment, row.reading)}
    if row.experiment.stopped_early:
        words += " " + _("It was stopped early: %s.") % row.experiment.stopped_early.rstrip(".")
    return words[:1].upper() + words[1:]


def _why(experiment: "Experiment", reading: Reading) -> str:
    more = experiment.better == Better.MORE
    facts = {
        "value": amount(reading.value, experiment.unit),
        "success": amount(experiment.success_at, experiment.unit),
        "failure": amount(experiment.failure_at, experiment.unit),
        "sample": number_format(experiment.sample or 0, force_grouping=True),
        "or": _("or more") if more else _("or less"),
        "or_not": _("or less") if more else _("or more"),
        "p": number_format(round(reading.comparison.p_value, 3)) if reading.comparison else "–",
    }
    return str(SENTENCES[reading.why]) % facts


SENTENCES = {
    VerdictReason.NOTHING_SEEN: _later("nothing was observed of those with the change."),
    VerdictReason.SAMPLE_TOO_SMALL: _later(
        "the sample of %(sample)s is not reached; it stands at %(value)s."
    ),
    VerdictReason.SUCCESS_MET: _later("%(value)s meets success at %(success)s %(or)s."),
    VerdictReason.FAILURE_MET: _later("%(value)s meets failure at %(failure)s %(or_not)s."),
    VerdictReason.BETWEEN: _later(
        "%(value)s lies between failure at %(failure)s and success at %(success)s."
    ),
    VerdictReason.MAY_BE_CHANCE: _later(
        "%(value)s meets success at %(success)s %(or)s, but chance alone makes such a difference "
        "too often (p = %(p)s)."
    ),
}
