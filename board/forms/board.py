"""What people fill in. A form says what came and what is wrong with it; the verbs do the rest."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.renderers import TemplatesSetting
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from board import terms_of_a_block
from board.models import (
    Board,
    Card,
    Column,
    Invitation,
    Person,
    Role,
    Terms,
)
from board.models.words import is_number

WRITTEN = {f"django/forms/widgets/{widget}.html" for widget in ("text", "textarea", "input")}


class Fields(TemplatesSetting):
    """Draws every form: a label, the field, help, and what is wrong with it."""

    form_template_name = "form.html"
    field_template_name = "field.html"

    def render(self, template_name: str, context: Any, request: Any = None) -> Any:
        """What people write in a field goes in the direction of their language."""
        if template_name in WRITTEN:
            context["widget"]["attrs"].setdefault("dir", "auto")
        return super().render(template_name, context, request)


BIGGEST = 2**31 - 1  # what an integer of the database holds


class PartField(forms.TypedChoiceField):
    """A choice among the parts of a board that are at hand: columns, lanes, classes, people."""

    def __init__(
        self,
        parts: Iterable[Any] = (),
        words: dict[int, str] | None = None,
        nothing: Any = None,
        **kwargs,
    ):
        self.parts = {part.pk: part for part in parts}
        words = words or {}
        choices: list[tuple[Any, Any]] = [
            (pk, words.get(pk, str(part))) for pk, part in self.parts.items()
        ]
        if not kwargs.get("required", True):
            kwargs.setdefault("empty_value", None)
            choices.insert(0, ("", nothing or _("as it was")))
        super().__init__(choices=choices, coerce=lambda pk: self.parts[int(pk)], **kwargs)


class LimitVersions(forms.Field):
    """The versions of limits that somebody saw, each written LIMIT:VERSION."""

    widget = forms.MultipleHiddenInput

    def clean(self, value: Any) -> dict[int, int]:
        seen = {}
        for pair in value or []:
            limit, _colon, version = pair.partition(":")
            if not (is_number(limit) and is_number(version)):
                raise ValidationError(_("Write limit versions as LIMIT:VERSION."))
            seen[int(limit)] = int(version)
        return seen


class Codes(forms.Field):
    """The codes of the rules that a reason passes besides limits."""

    widget = forms.MultipleHiddenInput

    def clean(self, value: Any) -> list[str]:
        return [code for code in value or [] if code.isidentifier()]


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
        said = self.cleaned_data
        return Terms(
            expected_version=said.get("expected_version"),
            override_reason=said["override_reason"],
            limit_versions=said["limit_versions"],
            passes=said["passes"],
            key=key,
            fingerprint=fingerprint,
        )


class CardNumber(forms.IntegerField):
    """A card of the board by its number, hidden: a gesture says it, nobody types it."""

    widget = forms.HiddenInput

    def __init__(self, **kwargs):
        super().__init__(required=False, min_value=1, max_value=BIGGEST, **kwargs)


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
        said = self.cleaned_data
        numbers = {side: said[side] for side in ("before", "after") if said[side]}
        there = self.board.numbered_cards(*numbers.values())
        beside = {side: there.get(number) for side, number in numbers.items()}
        return {"column": said["column"], "lane": said["lane"], **beside}


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
        said = self.cleaned_data["with"].upper().removeprefix(f"{self.board.key}-")
        if not said:
            return None
        found = self.board.numbered_cards(int(said)) if is_number(said) else {}
        if not found:
            raise ValidationError(_("There is no such card on this board."), code="no_card")
        return found[int(said)]


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
        said = super().clean() or {}
        if not said.get("title") and not said.get("template") and "title" not in self.errors:
            self.add_error("title", self.fields["title"].error_messages["required"])
        return said

    def facts(self) -> dict[str, Any]:
        """What the verb takes; a title that was typed goes before that of the template."""
        said, template = self.cleaned_data, self.cleaned_data["template"]
        facts = template.card_facts(self.board) if template else {}
        if said["title"]:
            facts["title"] = said["title"]
        return facts | {name: said[name] for name in ("column", "lane")}


class RoleForm(forms.Form):
    role = forms.ChoiceField(label=_("Role"), choices=Role)

    def complaint(self, person: Person) -> str:
        """What is wrong, about whom."""
        said = [str(words) for errors in self.errors.values() for words in errors]
        return f"{person.short_name}: {' '.join(said)}"


class InvitationForm(forms.ModelForm):
    role = forms.ChoiceField(label=_("As"), choices=Role, initial=Role.MEMBER)

    class Meta:
        model = Invitation
        fields = ["email", "role"]
        labels = {"email": _("For whom (an e-mail address, or empty for anyone with the link)")}


class SinceForm(forms.Form):
    """The version of the board that a page shows; what is odd is the beginning."""

    def __init__(self, data: QueryDict):
        super().__init__(data)
        self.asked = data.get("since", "")

    def version(self) -> int:
        return int(self.asked) if is_number(self.asked) else 0


class WindowsForm(forms.Form):
    """How many cards of a column to show, each written COLUMN:NUMBER; what is odd is ignored."""

    MOST = 1000

    def __init__(self, data: QueryDict):
        super().__init__(data)
        self.asked = data.getlist("show")

    def windows(self) -> dict[int, int]:
        asked = {}
        for pair in self.asked:
            column, _colon, number = pair.partition(":")
            if is_number(column) and is_number(number):
                asked[int(column)] = min(max(int(number), 1), self.MOST)
        return asked
