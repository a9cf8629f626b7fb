"""The forms of components."""

from dataclasses import asdict
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from board.forms.errors import wrong_in
from board.models import Board, Person
from board.models.words import is_number
from flow.delivery.models import Component
from flow.ownership.measures.coordination import CoordinationTerms
from flow.ownership.models import CoordinationSetting
from flow.ownership.models.coordination_setting import MOST_HOURS
from flow.ownership.models.review import QUESTIONS
from flow.ownership.readings import components_of


class Components(forms.TypedMultipleChoiceField):
    """Some of the components that the board shows, to be ticked."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, components: list[Component], **kwargs: Any) -> None:
        self.parts = {each.pk: each for each in components}
        choices = [(pk, f"{each} ({each.team})") for pk, each in self.parts.items()]
        super().__init__(choices=choices, coerce=self._part, **kwargs)

    def _part(self, value: Any) -> Component:
        if not is_number(str(value)) or int(value) not in self.parts:
            raise ValidationError(_("There is no such component."))
        return self.parts[int(value)]


class ExpectedForm(forms.Form):
    def __init__(self, *args: Any, board: Board, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["components"] = Components(
            components_of(board), label=_("Which components will it touch?"), required=False
        )


class StrikeForm(forms.Form):
    reason = forms.CharField(
        label=_("Why could they have been deployed separately?"),
        max_length=500,
        help_text=_("Compatible steps on the same day, for example."),
    )


class CoordinationForm(forms.Form):
    """The form of the terms for coordinated releases."""

    hours = forms.IntegerField(
        label=_("Together: hours between two deployments for one card, at most"),
        min_value=1,
        max_value=MOST_HOURS,
    )
    loosely_from = forms.IntegerField(
        label=_("Loosely coupled: percent of deployments on their own, at least"),
        min_value=2,
        max_value=100,
    )
    tightly_from = forms.IntegerField(
        label=_("Tightly coupled: percent of deployments on their own, at least"),
        min_value=1,
        max_value=99,
        help_text=_("Below, components are entangled."),
    )

    def __init__(self, *args: Any, board: Board, **kwargs: Any) -> None:
        now = asdict(CoordinationSetting.objects.of(board))
        super().__init__(*args, **kwargs | {"initial": now})
        self.board = board

    def keep(self, *, by: Person) -> bool:
        """Keep the terms; of a valid form. False if they are refused, and the form says why."""
        with wrong_in(self):
            CoordinationSetting.objects.keep(
                self.board, CoordinationTerms(**self.cleaned_data), by=by
            )
        return not self.errors


class ReviewForm(forms.Form):
    """Four questions, yes or no, and a note."""

    YES_NO = [("yes", _("Yes")), ("no", _("No"))]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, question in QUESTIONS.items():
            self.fields[name] = forms.ChoiceField(
                label=question, choices=self.YES_NO, widget=forms.RadioSelect
            )
        self.fields["note"] = forms.CharField(
            label=_("Note"), required=False, max_length=5000, widget=forms.Textarea({"rows": 2})
        )

    @property
    def questions(self) -> list[Any]:
        return [self[name] for name in QUESTIONS]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        answers = {name: cleaned[name] == "yes" for name in QUESTIONS if name in cleaned}
        return cleaned | answers
