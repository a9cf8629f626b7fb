"""The objections of an experiment before its card is pulled, or its flag leaves 0 %."""

from collections import defaultdict
from collections.abc import Collection, Sequence

from django.utils.translation import gettext as _

from board.models import Objection
from board.models.board.turn import Turn
from board.models.limit.gate import PlaceChange
from flow.experiments.models import Experiment
from flow.experiments.refusals import AlreadyRunning, ExperimentNotReady
from flow.experiments.words import CALLED
from flow.flags.models import Flag


def objections(turn: Turn, changes: Sequence[PlaceChange]) -> list[Objection]:
    """A card does not start with criteria missing, nor for two experiments at once."""
    starting = [change for change in changes if _is_started(turn, change)]
    if not starting:
        return []
    experiments = defaultdict(list)
    for each in Experiment.objects.asked_about([change.card for change in starting]):
        experiments[each.card_id].append(each)
    objections_so_far = []
    for change in starting:
        of_card = experiments[change.card.pk]
        objections_so_far += [_not_ready(change, each) for each in of_card if each.missing]
        if len(of_card) > 1:
            objections_so_far.append(_two_at_once(change, of_card))
    return objections_so_far


def before_a_ramp(flag: Flag, passes: Collection[str]) -> None:
    """Raise ExperimentNotReady for a draft of this flag, AlreadyRunning for two experiments at once."""
    experiments = list(Experiment.objects.open().of_flag(flag))
    for each in experiments:
        if each.missing and ExperimentNotReady.code not in passes:
            raise ExperimentNotReady(
                _("%(flag)s carries experiment %(number)s, which lacks: %(missing)s.")
                % {"flag": flag.key, "number": each.number, "missing": _missing(each)}
            )
    if len(experiments) > 1 and AlreadyRunning.code not in passes:
        numbers = ", ".join(str(each.number) for each in experiments)
        raise AlreadyRunning(
            _("%(flag)s would run %(count)s experiments at once: %(numbers)s.")
            % {"flag": flag.key, "count": len(experiments), "numbers": numbers}
        )


def _missing(experiment: Experiment) -> str:
    return ", ".join(str(CALLED[name]) for name in experiment.missing)


def _is_started(turn: Turn, change: PlaceChange) -> bool:
    """Whether the card passes the commitment point with this change."""
    columns = turn.shape.columns
    was, goes = change.before, change.after
    if goes is None or not columns[goes.column_id].is_started:
        return False
    return was is None or was.column_id not in columns or not columns[was.column_id].is_started


def _not_ready(change: PlaceChange, experiment: Experiment) -> Objection:
    missing = experiment.missing_names
    words = _("%(card)s carries experiment %(number)s, which lacks: %(missing)s.") % {
        "card": change.card,
        "number": experiment.number,
        "missing": _missing(experiment),
    }
    facts = {"experiment": experiment.pk, "number": experiment.number, "missing": missing}
    return Objection(change.card, ExperimentNotReady.code, words, facts)


def _two_at_once(change: PlaceChange, experiments: list[Experiment]) -> Objection:
    numbers = [each.number for each in experiments]
    words = _("%(card)s would run %(count)s experiments at once: %(numbers)s.") % {
        "card": change.card,
        "count": len(numbers),
        "numbers": ", ".join(map(str, numbers)),
    }
    return Objection(change.card, AlreadyRunning.code, words, {"experiments": numbers})
