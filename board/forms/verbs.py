"""The forms of verbs: on what terms a change of a card is asked for, and what it needs to know."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from board import terms_of_a_block
from board.forms.fields import BIGGEST, CardNumber, Codes, LimitVersions, PartField
from board.models import Board, Card, Column, Person, Terms
from board.models.words import is_number


class TermsForm(forms.Form):
    """On what terms a change is asked for; every form whose change can be refused is one.

    `verb` is what it asks for.
    """

    verb = ""

    expected_version = forms.IntegerField(
        required=False, min_value=1, max_value=BIGGEST, widget=forms.HiddenInput
    )
    override_reason = forms.CharField(
        label=_("Reason"), required=False, max_length=500, widget=forms.HiddenInput
    )
    limit_versions = LimitVersions(required=False)
    passes = Codes(required=False)

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("auto_id", f"{self.verb}-%s")  # several forms stand on one page
        super().__init__(*args, **kwargs)

    def terms(self, *, key: str = "", fingerprint: str = "") -> Terms:
        cleaned = self.cleaned_data
        return Terms(
            expected_version=cleaned.get("expected_version"),
            override_reason=cleaned["override_reason"],
            limit_versions=cleaned["limit_versions"],
            passes=cleaned["passes"],
            key=key,
            fingerprint=fingerprint,
        )


class GoalForm(TermsForm):
    """Where a card goes; a verb that finds its column itself does not need it."""

    def __init__(self, *args, board: Board, words: dict[int, str] | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.board = board
        columns = [column for column in board.shape.columns.values() if self.takes(column)]
        self.fields["column"] = PartField(
            columns, words, label=_("Column"), required=self.needs_column
        )

    needs_column = False

    def takes(self, column: Column) -> bool:
        return True

    def goal(self) -> dict[str, Any]:
        return {"column": self.cleaned_data["column"]}


class ReopenForm(GoalForm):
    verb = "reopen"

    def takes(self, column: Column) -> bool:
        return not column.is_done


class ReturnForm(GoalForm):
    verb = "return"

    def takes(self, column: Column) -> bool:
        return not column.is_started


class RestoreForm(GoalForm):
    verb = "restore"


class MoveForm(GoalForm):
    verb = "move"
    needs_column = True
    before = CardNumber()
    after = CardNumber()

    def __init__(self, *args, board: Board, **kwargs):
        super().__init__(*args, board=board, **kwargs)
        self.fields["lane"] = PartField(board.shape.lanes.values(), label=_("Lane"), required=False)

    def goal(self) -> dict[str, Any]:
        """Column and lane, and next to which card; one that is not there counts for nothing."""
        cleaned = self.cleaned_data
        numbers = {side: cleaned[side] for side in ("before", "after") if cleaned[side]}
        there = self.board.numbered_cards(*numbers.values())
        beside = {side: there.get(number) for side, number in numbers.items()}
        return {"column": cleaned["column"], "lane": cleaned["lane"], **beside}


class OtherCardForm(TermsForm):
    """About a card and another, which `with` names by its number or key: 41, SLU-41."""

    needs_other = True

    def __init__(self, *args, board: Board, **kwargs):
        super().__init__(*args, **kwargs)
        self.board = board
        self.fields["with"] = forms.CharField(
            label=_("Swap with"), max_length=24, required=self.needs_other
        )

    def clean_with(self) -> Card | None:
        typed = self.cleaned_data["with"].upper().removeprefix(f"{self.board.key}-")
        if not typed:
            return None
        by_number = self.board.numbered_cards(int(typed)) if is_number(typed) else {}
        if not by_number:
            raise ValidationError(_("There is no such card on this board."), code="no_card")
        return by_number[int(typed)]


class SwapForm(OtherCardForm):
    verb = "swap"


class UndoForm(OtherCardForm):
    """`with` is for a swap: both cards go back."""

    verb = "undo"
    needs_other = False


class BlockForm(TermsForm):
    verb = "block"
    reason = forms.CharField(label=_("What is in the way?"), max_length=500)

    def __init__(self, *args, board: Board, person: Person, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields |= terms_of_a_block.fields(board, person)


class UnblockForm(TermsForm):
    verb = "unblock"


class ArchiveForm(TermsForm):
    verb = "archive"


class DeleteForm(TermsForm):
    verb = "delete"


class NewCardForm(TermsForm):
    verb = "create"
    title = forms.CharField(label=_("Title"), max_length=200, required=False)

    def __init__(self, *args, board: Board, **kwargs):
        super().__init__(*args, **kwargs)
        shape = board.shape
        self.fields["column"] = PartField(shape.columns.values(), label=_("Column"))
        self.fields["lane"] = PartField(shape.lanes.values(), label=_("Lane"), required=False)
        templates = shape.card_templates.values()
        self.fields["template"] = PartField(
            templates,
            label=_("Card template"),
            required=False,
            nothing=_("none"),
            widget=None if templates else forms.HiddenInput,
        )
        self.board = board

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        has_title = cleaned.get("title") or cleaned.get("template")
        if not has_title and "title" not in self.errors:
            self.add_error("title", self.fields["title"].error_messages["required"])
        return cleaned

    def facts(self) -> dict[str, Any]:
        """Return the arguments of the verb; a typed title replaces that of the template."""
        cleaned, template = self.cleaned_data, self.cleaned_data["template"]
        facts = template.card_facts(self.board) if template else {}
        if cleaned["title"]:
            facts["title"] = cleaned["title"]
        return facts | {name: cleaned[name] for name in ("column", "lane")}
