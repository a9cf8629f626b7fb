"""The forms of one card: its content, and comments."""

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from board.forms.fields import BIGGEST, CardNumber, PartField
from board.forms.verbs import GoalForm, TermsForm
from board.models import (
    Board,
    Card,
    ChecklistItem,
    ChecklistKind,
    Comment,
    Label,
    Person,
    Terms,
    mark,
)
from board.models.card.checklist_lines import ItemWords, lines_of
from board.models.name import folded
from board.models.words import is_number

BIGGEST_SIZE = 2**15 - 1  # what a small integer of the database holds
PART_OF_A_SHEET = re.compile("sheet-(title|description|facts)|comment-[0-9]{1,18}")
LONGEST_LINE = ChecklistItem._meta.get_field("text").max_length or 0
LONGEST_COMMENT = Comment._meta.get_field("text").max_length


class Labels(forms.CharField):
    """Labels with commas between; each as short as a label is."""

    longest = Label._meta.get_field("name").max_length or 0

    def to_python(self, value: Any) -> list[str]:  # type: ignore[override]
        text = super().to_python(value) or ""
        return [name for part in text.split(",") if (name := folded(part))]

    def prepare_value(self, value: Any) -> Any:
        return value if isinstance(value, str | None) else ", ".join(value)

    def run_validators(self, value: Any) -> None:
        for name in value:
            super().run_validators(name)
            if len(name) > self.longest:
                raise ValidationError(
                    _("“%(name)s…” is too long: a label has at most %(longest)s characters."),
                    params={"name": name[:20], "longest": self.longest},
                )


class SeenField(forms.Field):
    """Marks of what somebody saw of a card before they changed it, each written FACT:MARK."""

    widget = forms.MultipleHiddenInput

    def clean(self, value: Any) -> dict[str, str]:
        pairs = (pair.partition(":") for pair in value or [])
        return {fact: seen for fact, _colon, seen in pairs}


class CardForm(TermsForm):
    """The words of a card, its people and its class of service: the `facts` that are changed together.

    It names no version of the card, but has seen each fact: a card that was only moved meanwhile
    takes the words, and words that somebody else has written meanwhile are not lost.
    """

    verb = "edit"
    facts: tuple[str, ...] = ()
    seen = SeenField(required=False)
    expected_revision = forms.IntegerField(
        required=False, min_value=1, max_value=BIGGEST, widget=forms.HiddenInput
    )
    title = forms.CharField(label=_("Title"), max_length=200)
    description = forms.CharField(
        label=_("Description"),
        required=False,
        max_length=50_000,
        widget=forms.Textarea(attrs={"rows": 6, "data-mentions": ""}),
    )
    due_on = forms.DateField(
        label=_("Due"), required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )
    size = forms.IntegerField(label=_("Size"), required=False, min_value=0, max_value=BIGGEST_SIZE)
    fits = forms.BooleanField(label=_("Fits in the target days"), required=False)
    labels = Labels(label=_("Labels"), required=False, help_text=_("Separate them with commas."))
    assignees = forms.TypedMultipleChoiceField(
        label=_("Who works on it"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, board: Board, team: Iterable[Person], **kwargs):
        super().__init__(*args, **kwargs)
        people = {person.pk: person for person in team}
        classes = board.shape.service_classes.values()
        self.fields["service_class"] = PartField(classes, label=_("Class of service"))
        self.fields["lane"] = PartField(board.shape.lanes.values(), label=_("Lane"))
        if len(board.shape.lanes) == 1:
            self.fields["lane"].widget = forms.HiddenInput()
        assignees = self.fields["assignees"]
        assignees.choices = [(pk, person.short_name) for pk, person in people.items()]  # type: ignore[attr-defined]
        assignees.coerce = lambda pk: people[int(pk)]  # type: ignore[attr-defined]
        terms = ("seen", "expected_revision", "override_reason", "limit_versions", "passes")
        shown = {*self.facts, *terms}
        self.fields = {name: self.fields[name] for name in self.fields if name in shown}
        self.fields[self.facts[0]].widget.attrs["autofocus"] = True

    @classmethod
    def about(cls, card: Card, *args, team: Iterable[Person]) -> "CardForm":
        facts = {fact: card.value_of(fact) for fact in cls.facts}
        seen = [f"{fact}:{mark(value)}" for fact, value in facts.items()]
        initial = {fact: _as_typed(value) for fact, value in facts.items()}
        return cls(
            *args,
            board=card.board,
            team=team,
            initial=initial | {"seen": seen, "expected_revision": card.revision},
        )

    def terms(self, **asked: str) -> Terms:
        cleaned = self.cleaned_data
        terms = super().terms(**asked)
        return replace(terms, seen=cleaned["seen"], expected_revision=cleaned["expected_revision"])

    def words(self, fact: str, value: Any) -> str:
        """A fact as people read it: the names of what was chosen, not their ids."""
        choices = dict(getattr(self.fields[fact], "choices", []))
        named = [choices.get(_id(each), each) for each in _several(value)]
        return ", ".join(str(each) for each in named if each is not None)

    def as_sent(self, fact: str) -> list[str]:
        """A fact as the form sends it."""
        value = self.fields[fact].prepare_value(self[fact].value())
        return [str(each) for each in _several(value) if each is not None]

    def revision(self) -> dict[str, Any]:
        """Return the fields to revise."""
        return {fact: self.cleaned_data[fact] for fact in self.facts}


class TitleForm(CardForm):
    verb = "title"
    facts = ("title",)


class DescriptionForm(CardForm):
    verb = "description"
    facts = ("description",)


class FactsForm(CardForm):
    verb = "facts"
    facts = ("assignees", "labels", "service_class", "lane", "due_on", "size", "fits")


CARD_FORMS: dict[str, type[CardForm]] = {
    form.verb: form for form in (TitleForm, DescriptionForm, FactsForm)
}


def _several(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _id(value: Any) -> Any:
    """A chosen part's id, also as it was sent."""
    return int(value) if isinstance(value, str) and is_number(value) else value


def _as_typed(value: Any) -> Any:
    """A fact as a field takes it: a part of the board by its id, labels by their names."""
    if isinstance(value, list):
        return [_as_typed(each) for each in value]
    if isinstance(value, Label):
        return value.name
    return value.pk if isinstance(value, Model) else value


class LinesForm(TermsForm):
    """Lines to add to the scenarios or steps of a card; a pasted text may hold many."""

    verb = "lines"
    text = forms.CharField(
        max_length=ChecklistItem.MOST * LONGEST_LINE, widget=forms.Textarea(attrs={"rows": 1})
    )

    def __init__(self, *args: Any, kind: str, **kwargs: Any):
        super().__init__(*args, auto_id=f"{kind}-%s", **kwargs)
        is_scenario = kind == ChecklistKind.SCENARIO
        self.fields["text"].label = _("Add a scenario") if is_scenario else _("Add a step")
        self.fields["text"].widget.attrs |= {"dir": "auto", "data-enter": ""}

    def clean_text(self) -> list[ItemWords]:
        lines = lines_of(self.cleaned_data["text"])
        if not lines:
            raise ValidationError(_("Write something."))
        if max(len(line.text) for line in lines) > LONGEST_LINE:
            raise ValidationError(
                _("A line has at most %(most)s characters."), params={"most": LONGEST_LINE}
            )
        return lines


class ItemForm(TermsForm):
    """The fields of one scenario or step: its text, its tick, its place."""

    verb = "item"
    text = forms.CharField(
        label=_("Text"),
        required=False,
        max_length=LONGEST_LINE,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto", "required": True}),
    )
    done = forms.ChoiceField(
        choices=[("", ""), ("true", "true"), ("false", "false")],
        required=False,
        widget=forms.HiddenInput,
    )
    before = CardNumber()
    after = CardNumber()

    def clean_text(self) -> str | None:
        if "text" not in self.data:
            return None
        if not self.cleaned_data["text"]:
            raise ValidationError(_("Write something."))
        return self.cleaned_data["text"]

    def change(self, card: Card, kind: str) -> dict[str, Any]:
        """Return the fields to change; a neighbour that is gone is ignored."""
        cleaned = self.cleaned_data
        there = (
            card.checklist.of_kind(kind)
            .kept()
            .in_bulk([pk for pk in (cleaned["before"], cleaned["after"]) if pk])
        )
        return {
            "text": cleaned["text"],
            "done": {"true": True, "false": False}.get(cleaned["done"]),
            "before": there.get(cleaned["before"]),
            "after": there.get(cleaned["after"]),
        }


class CommentForm(TermsForm):
    """The text of a comment."""

    verb = "comment"
    text = forms.CharField(
        label=_("Add a comment"),
        max_length=LONGEST_COMMENT,
        widget=forms.Textarea(attrs={"rows": 3, "data-mentions": ""}),
    )


class ChangedCommentForm(CommentForm):
    """The same in other words."""

    verb = "say"
    text = forms.CharField(
        label=_("Comment"),
        max_length=LONGEST_COMMENT,
        widget=forms.Textarea(attrs={"rows": 5, "data-mentions": ""}),
    )


class CopyForm(GoalForm):
    verb = "copy"
    needs_column = True

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["column"].label = _("Copy into")


class ReadingForm(forms.Form):
    """How far somebody has read in a card: what they have seen, and which pages of what is long.

    What is odd is the beginning.
    """

    def __init__(self, data: QueryDict):
        super().__init__(data)
        self.asked = data

    @property
    def since(self) -> int | None:
        """The version of the board that they see."""
        return self._number("since")

    @property
    def before(self) -> int | None:
        """The number of the event before which their page of the log begins."""
        return self._number("before")

    @property
    def comments(self) -> int:
        """Their page of the comments."""
        return self._number("comments") or 1

    @property
    def done(self) -> str:
        """The part of the sheet where they gave up to write something."""
        typed = self.asked.get("done", "")
        return typed if PART_OF_A_SHEET.fullmatch(typed) else ""

    def _number(self, name: str) -> int | None:
        typed = self.asked.get(name, "")
        return int(typed) if is_number(typed) else None
