"""The forms of retrospectives, of the ratchet and of readiness."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from board.forms.fields import PartField as OneOf
from board.models import Board, Person
from flow.improvement.access import BIGGEST_ID
from flow.improvement.models import Criterion, Note, NoteTemplate, Part
from flow.improvement.models.cadence import MINUTES, USUAL_MINUTES
from flow.improvement.models.retrospective.decision import MOST_ACTIONS, ToDo
from flow.improvement.models.retrospective.note import BIGGEST, LONGEST
from flow.improvement.ratchet import MOST_PEOPLE


class OpeningForm(forms.Form):
    template = forms.TypedChoiceField(
        label=_("Notes"),
        choices=NoteTemplate,
        required=False,
        empty_value=NoteTemplate.START_STOP_CONTINUE,
    )
    minutes = forms.TypedChoiceField(
        label=_("Length"),
        choices=[(each, _("%s minutes") % each) for each in MINUTES],
        coerce=int,
        initial=USUAL_MINUTES,
        required=False,
        empty_value=None,
    )
    incident = forms.IntegerField(
        required=False, min_value=1, max_value=BIGGEST_ID, widget=forms.HiddenInput
    )

    def clean_minutes(self) -> int:
        return self.cleaned_data["minutes"] or USUAL_MINUTES


class CadenceForm(OpeningForm):
    incident = None  # type: ignore[assignment]  # those of a cadence are about none
    weekday = forms.TypedChoiceField(label=_("Day"), choices=list(WEEKDAYS.items()), coerce=int)
    at = forms.TimeField(
        label=_("Time"), initial="14:00", widget=forms.TimeInput({"type": "time"}, format="%H:%M")
    )
    every_weeks = forms.IntegerField(label=_("Every … weeks"), min_value=1, max_value=12, initial=1)


class PartForm(forms.Form):
    part = forms.TypedChoiceField(label=_("Part"), choices=Part, coerce=int)


class NoteForm(forms.Form):
    text = forms.CharField(label=_("A note"), max_length=LONGEST)
    heading = forms.CharField(max_length=20, required=False)


class VoteForm(forms.Form):
    """A vote for a note, or with `back` a vote that is taken back."""

    note = forms.IntegerField(label=_("A note"), min_value=1, max_value=BIGGEST, required=False)
    back = forms.IntegerField(label=_("A note"), min_value=1, max_value=BIGGEST, required=False)

    def clean(self) -> dict[str, Any]:
        votes = self.cleaned_data
        if not self.errors and (votes.get("note") is None) == (votes.get("back") is None):
            raise forms.ValidationError({"note": _now("Name a note.")})
        return votes


class GroupForm(forms.Form):
    """The notes to group."""

    notes = forms.TypedMultipleChoiceField(label=_("Notes"), coerce=int)

    def __init__(self, *args: Any, notes: Iterable[Note], **kwargs: Any):
        super().__init__(*args, **kwargs)
        here: Any = self.fields["notes"]
        here.choices = [(note.pk, note.text) for note in notes]


class WhyForm(forms.Form):
    why = forms.CharField(label=_("Why was it not started?"), max_length=300)


class RatchetForm(forms.Form):
    people = forms.IntegerField(
        label=_("How many work here?"), required=False, min_value=1, max_value=MOST_PEOPLE
    )
    not_now = forms.BooleanField(required=False)


class ReadinessForm(forms.Form):
    criterion = forms.TypedChoiceField(choices=Criterion, coerce=Criterion)
    is_there = forms.TypedChoiceField(
        choices=[("yes", _("We are there")), ("no", _("Not yet"))],
        coerce=lambda value: value == "yes",
    )
    note = forms.CharField(label=_("Why?"), required=False, max_length=500)


class ImprovementActionForm(forms.Form):
    """One action; empty, it is none."""

    field_order = ["title", "owner", "by", "measure"]

    title = forms.CharField(label=_("What"), required=False, max_length=200)
    measure = forms.CharField(label=_("How will we see it?"), required=False, max_length=300)
    by = forms.DateField(
        label=_("By when"), required=False, widget=forms.DateInput({"type": "date"})
    )

    def __init__(self, *args: Any, team: list[Person], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["owner"] = OneOf(
            team, label=_("Owner"), required=False, nothing=_("nobody yet")
        )
        self.order_fields(self.field_order)


class RetrospectiveClosingForm(forms.Form):
    """One to three actions, or why there is none."""

    reason = forms.CharField(label=_("Why is there no action?"), required=False, max_length=300)

    def __init__(self, board: Board, data: Any = None):
        super().__init__(data)
        seats = board.memberships.exclude(role="viewer").select_related("person")
        team = [seat.person for seat in seats]
        self.actions = [
            ImprovementActionForm(data, prefix=f"action-{at}", team=team)
            for at in range(MOST_ACTIONS)
        ]

    def is_valid(self) -> bool:
        return super().is_valid() and all(form.is_valid() for form in self.actions)

    def to_do(self) -> list[ToDo]:
        filled = (form.cleaned_data for form in self.actions)
        return [
            ToDo(each["title"], each["owner"], each["by"], each["measure"])
            for each in filled
            if each["title"].strip() or each["measure"].strip()
        ]

    def take(self, errors: dict[str, list[str]]) -> None:
        """Show each error next to its field."""
        for name, words in errors.items():
            _actions, _dot, rest = name.partition(".")
            at, _dot, field = rest.partition(".")
            if at.isdecimal() and int(at) < len(self.actions):
                self.actions[int(at)].add_error(field, words)
            else:
                self.add_error("reason", words)
