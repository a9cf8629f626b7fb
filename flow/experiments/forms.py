"""The forms of experiments. The verbs say what cannot be."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from board.forms.fields import BIGGEST
from board.models import Board, Card
from flow.experiments.models import Became, Decision, Experiment, Method, Target, Variant
from flow.experiments.models.experiment import LONGEST_LEARNING, LONGEST_SENTENCE, ExperimentState
from flow.experiments.models.prediction import NAMES
from flow.experiments.verdicts import Better, Found
from flow.metrics.figures import figures

FORM_NAMES = {name: field for field, name in NAMES.items()} | {"by": "by_day"}
EITHER = [
    ("", "–"),
    (Better.MORE.value, _("more is better")),
    (Better.LESS.value, _("less is better")),
]
FOUND = [
    (Found.VALIDATED.value, _("validated")),
    (Found.INVALIDATED.value, _("invalidated")),
    (Found.INCONCLUSIVE.value, _("inconclusive")),
]


def figure_choices() -> list[tuple[str, Any]]:
    """The figures that Sluice knows, by name."""
    known = [(name, figure.title) for name, figure in figures().items()]
    return [("", _("no, we enter observations")), *known]


def _line(label: Any, **options: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=LONGEST_SENTENCE, required=False, **options)


def _figure(label: Any) -> forms.FloatField:
    widget = forms.NumberInput(attrs={"step": "any"})
    return forms.FloatField(label=label, required=False, widget=widget)


def _day(label: Any, **options: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=False, widget=widget, **options)


GROUPS = {
    _("What we believe"): ("change", "outcome", "reason"),
    _("How we measure it"): ("metric_name", "unit", "better", "method", "source"),
    _("What decides"): ("baseline", "success_at", "failure_at", "sample"),
    _("When"): ("starts_on", "ends_on"),
    _("What it is tied to"): ("card", "flag"),
    _("What stays open"): ("confounders",),
}
OPEN = ("confounders",)  # what stays open once the criteria are locked
OF_A_TARGET = ("change", "outcome", "reason", "target", "confounders")  # it proposes the others


class PredictionForm(forms.Form):
    """The form of a prediction. What is left empty is demanded before the card is pulled."""

    change = _line(_("We believe this change"))
    outcome = _line(_("will produce this outcome"))
    reason = _line(_("because"))
    metric_name = forms.CharField(label=_("Metric"), max_length=200, required=False)
    unit = forms.CharField(
        label=_("Unit"), max_length=40, required=False, help_text=_("% for an A/B test")
    )
    better = forms.ChoiceField(label=_("Better"), choices=EITHER, required=False)
    source = forms.ChoiceField(
        label=_("Observed by Sluice"),
        choices=figure_choices,
        required=False,
    )
    method = forms.ChoiceField(
        label=_("Method"), choices=[("", "–"), *Method.choices], required=False
    )
    baseline = _figure(_("Baseline"))
    success_at = _figure(_("Success at"))
    failure_at = _figure(_("Failure at"))
    sample = forms.IntegerField(
        label=_("Sample"),
        min_value=1,
        max_value=BIGGEST,
        required=False,
        help_text=_("cases in each variant"),
    )
    starts_on = _day(_("From"))
    ends_on = _day(_("To"), help_text=_("7 days later at least"))
    card = forms.IntegerField(
        label=_("Number of the card"), min_value=1, max_value=BIGGEST, required=False
    )
    target = forms.IntegerField(
        min_value=1, max_value=BIGGEST, widget=forms.HiddenInput, required=False
    )
    flag = forms.CharField(label=_("Key of the flag"), max_length=100, required=False)
    confounders = forms.CharField(
        label=_("What else may move it"),
        max_length=LONGEST_LEARNING,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, board: Board, only: Collection[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.board = board
        for name in [name for name in self.fields if only and name not in only]:
            del self.fields[name]

    def clean_card(self) -> Card | None:
        number = self.cleaned_data["card"]
        if number is None:
            return None
        card = self.board.cards.on_the_board().filter(number=number).first()
        if card is None:
            raise ValidationError(_("There is no such card on this board."))
        return card

    @property
    def groups(self) -> list[tuple[Any, list[forms.BoundField]]]:
        """The fields that are there, by what they are about."""
        groups = [
            (title, [self[name] for name in names if name in self.fields])
            for title, names in GROUPS.items()
        ]
        return [(title, fields) for title, fields in groups if fields]

    @classmethod
    def of(cls, experiment: Experiment, **options: Any) -> "PredictionForm":
        names = [name for name in cls.base_fields if name != "card"]
        initial = {name: getattr(experiment, name) for name in names}
        initial["card"] = experiment.card.number if experiment.card else None
        return cls(initial=initial, board=experiment.board, **options)


def target_choices() -> list[Any]:
    """The figures in three groups: what leads is offered first, what confirms last."""
    groups: dict[Any, list[tuple[str, Any]]] = {
        _("Move within days"): [],
        _("Move within weeks"): [],
        _("Confirm, and move late"): [],
    }
    leading, others, confirming = groups.values()
    for name, figure in figures().items():
        group = leading if figure.leads else confirming if figure.confirms else others
        group.append((name, f"{figure.title} ({figure.unit})"))
    return [(title, group) for title, group in groups.items() if group]


class TargetForm(forms.Form):
    """Where one figure is to be by a day."""

    metric = forms.ChoiceField(label=_("Figure"), choices=target_choices)
    to = forms.FloatField(
        label=_("Where it is to be"), widget=forms.NumberInput(attrs={"step": "any"})
    )
    by_day = forms.DateField(
        label=_("By"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    why = _line(_("Why this one"))

    @classmethod
    def of(cls, target: Target, data: Any = None) -> "TargetForm":
        """To change one that is open: its figure and its baseline stay."""
        initial = {"to": target.to, "by_day": target.by_day, "why": target.why}
        form = cls(data, initial=initial)
        del form.fields["metric"]
        return form


class EndForm(forms.Form):
    """The form that ends a target."""

    became = forms.ChoiceField(label=_("Outcome"), choices=Became.choices)
    note = _line(_("In a sentence"))


class ObstacleForm(forms.Form):
    """The form of an obstacle."""

    text = forms.CharField(label=_("What is in the way"), max_length=LONGEST_SENTENCE)
    note = _line(_("What shows it"))


class ObservationForm(forms.Form):
    """A total so far."""

    variant = forms.ChoiceField(label=_("Of those"), choices=Variant.choices)
    n = forms.IntegerField(label=_("Cases"), min_value=0, max_value=BIGGEST, required=False)
    hits = forms.IntegerField(
        label=_("Hits among them"), min_value=0, max_value=BIGGEST, required=False
    )
    value = _figure(_("Or a value"))
    key = forms.CharField(widget=forms.HiddenInput, max_length=200)


class ClosingForm(forms.Form):
    stopped_early = _line(_("Why it stops early"))


class DecisionForm(forms.Form):
    """The form of a decision."""

    decision = forms.ChoiceField(label=_("Decision"), choices=Decision.choices)
    learning = forms.CharField(
        label=_("What we learned"),
        max_length=LONGEST_LEARNING,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("for somebody with the same question next year"),
    )
    next_step = _line(_("What comes next"))


class LogForm(forms.Form):
    """The filters of the log."""

    q = forms.CharField(label=_("Search"), max_length=200, required=False)
    state = forms.ChoiceField(
        label=_("State"), choices=[("", _("any state")), *ExperimentState.choices], required=False
    )
    verdict = forms.ChoiceField(
        label=_("Verdict"), choices=[("", _("any verdict")), *FOUND], required=False
    )
