"""The forms of card templates and of recurring cards."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import gettext_lazy as _

from board.forms.card import Labels
from board.forms.fields import PartField
from board.models import Board, CardTemplate, ItemWords, Person, Recurrence
from board.models.board.recurrences import USUAL_TIME
from board.models.card.checklist_lines import lines_of
from board.models.card_template import LONGEST_ITEM
from board.models.recurrence_rule import DAYS, LONGEST
from board.settings_pages.seen import SeenForm, SeenRevision

LONGEST_LINES = 100 * LONGEST_ITEM


class TemplateLines(forms.CharField):
    """Scenarios or steps, one on a line."""

    def __init__(self, **kwargs: Any):
        area = forms.Textarea(attrs={"rows": 3})
        super().__init__(required=False, max_length=LONGEST_LINES, widget=area, **kwargs)

    def clean(self, value: Any) -> list[str]:
        lines: list[ItemWords] = lines_of(super().clean(value) or "")
        if any(len(each.text) > LONGEST_ITEM for each in lines):
            raise ValidationError(_("A line has at most 1000 characters."))
        return [each.text for each in lines]

    def prepare_value(self, value: Any) -> Any:
        return value if isinstance(value, str | None) else "\n".join(value)


class CardTemplateForm(SeenForm, forms.Form):
    """The form of a card template; `part` is None for a new one."""

    name = forms.CharField(label=_("Name of the template"), max_length=80)
    title = forms.CharField(label=_("Title of the card"), max_length=200)
    description = forms.CharField(
        label=_("Description"),
        required=False,
        max_length=50_000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    scenarios = TemplateLines(label=_("Scenarios"), help_text=_("One per line."))
    steps = TemplateLines(label=_("Steps"), help_text=_("One per line."))
    labels = Labels(label=_("Labels"), required=False, help_text=_("Separate them with commas."))
    assignees = forms.TypedMultipleChoiceField(
        label=_("Who works on it"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, board: Board, part: CardTemplate | None = None, data: Any = None):
        self.part = part
        auto_id = f"template-{part.pk if part else 'new'}-%s"
        initial = self.values_of(part) if part else None
        super().__init__(data, auto_id=auto_id, initial=initial)
        classes = board.shape.service_classes.values()
        self.fields["service_class"] = PartField(
            classes, label=_("Class of service"), required=False, nothing=_("the first")
        )
        people = {person.pk: person for person in Person.objects.working_on(board)}
        assignees = self.fields["assignees"]
        assignees.choices = [(pk, each.short_name) for pk, each in people.items()]  # type: ignore[attr-defined]
        assignees.coerce = lambda pk: people[int(pk)]  # type: ignore[attr-defined]
        if part:
            self.fields["expected_revision"] = SeenRevision(part.revision)

    def values_of(self, part: CardTemplate) -> dict[str, Any]:
        return {
            "name": part.name,
            "title": part.title,
            "description": part.description,
            "scenarios": part.scenarios,
            "steps": part.steps,
            "labels": [label.name for label in part.labels.all()],
            "assignees": [person.pk for person in part.assignees.all()],
            "service_class": part.service_class_id,
        }


UNITS = {"DAILY": _("days"), "WEEKLY": _("weeks"), "MONTHLY": _("months"), "YEARLY": _("years")}


class RecurrenceForm(SeenForm, forms.Form):
    """From which template a card comes, and when: in the fields, or by a rule."""

    every = forms.IntegerField(label=_("Every"), min_value=1, max_value=999, required=False)
    unit = forms.ChoiceField(label=_("Unit"), choices=UNITS.items(), initial="WEEKLY")
    weekdays = forms.MultipleChoiceField(
        label=_("On"),
        required=False,
        choices=[(day, WEEKDAYS_ABBR[n]) for n, day in enumerate(DAYS)],
        widget=forms.CheckboxSelectMultiple,
        help_text=_("For weeks. If none is chosen, the weekday of the first day."),
    )
    starts_on = forms.DateField(
        label=_("First day"), widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )
    at = forms.TimeField(
        label=_("Time"),
        initial=USUAL_TIME,
        widget=forms.TimeInput({"type": "time"}, "%H:%M"),
    )
    rule = forms.CharField(
        label=_("Or a rule of RFC 5545"),
        required=False,
        max_length=LONGEST,
        help_text=_("Instead of the fields above, such as FREQ=MONTHLY;BYDAY=1MO."),
    )

    def __init__(
        self, board: Board, data: Any = None, *, today: date, part: Recurrence | None = None
    ):
        self.part = part
        initial = self.values_of(part) if part else {"starts_on": today, "every": 1}
        super().__init__(data, auto_id="recurrence-%s", initial=initial)
        template = PartField(board.card_templates.all(), label=_("Card template"))
        self.fields = {"template": template, **self.fields}
        if part:
            self.fields["expected_revision"] = SeenRevision(part.revision)

    def values_of(self, part: Recurrence) -> dict[str, Any]:
        data = {"template": part.template_id, "starts_on": part.starts_on, "at": f"{part.at:%H:%M}"}
        return data | _in_fields(part.rule)

    def facts(self) -> dict[str, Any]:
        """Return the arguments of the verb; an unchanged first day may be long ago."""
        data = self.cleaned_data
        rule = data["rule"] or f"FREQ={data['unit']};INTERVAL={data['every'] or 1}"
        if not data["rule"] and data["unit"] == "WEEKLY" and data["weekdays"]:
            rule += f";BYDAY={','.join(data['weekdays'])}"
        facts = {name: data[name] for name in ("template", "starts_on", "at")}
        if self.part:
            facts["expected_revision"] = data["expected_revision"]
            if self.part.starts_on == data["starts_on"]:
                del facts["starts_on"]
        return facts | {"rule": rule.replace(";INTERVAL=1;", ";").removesuffix(";INTERVAL=1")}


def _in_fields(rule: str) -> dict[str, Any]:
    """A rule as the fields of the form say it; as a rule where they cannot."""
    parts = dict(part.split("=") for part in rule.split(";"))
    unit, every = parts.pop("FREQ"), parts.pop("INTERVAL", "1")
    days = parts.pop("BYDAY", "").split(",") if unit == "WEEKLY" else []
    if parts:
        return {"rule": rule, "every": 1}
    return {"every": every, "unit": unit, "weekdays": [day for day in days if day], "rule": ""}


class RecurrenceSwitchForm(forms.Form):
    """A recurring card is on, or off."""

    on = forms.ChoiceField(choices=[("true", "true"), ("false", "false")])

    def is_on(self) -> bool:
        return self.cleaned_data["on"] == "true"


def shown(recurrences: list[Recurrence], board: Board) -> list[Recurrence]:
    """These, each knowing this very board."""
    for each in recurrences:
        each.board = board
    return recurrences
