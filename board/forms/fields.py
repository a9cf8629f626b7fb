"""The fields of forms, and how every form is drawn."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.renderers import TemplatesSetting
from django.utils.translation import gettext_lazy as _

from board.models.words import is_number

BIGGEST = 2**31 - 1  # what an integer of the database holds
WRITTEN = {f"django/forms/widgets/{widget}.html" for widget in ("text", "textarea", "input")}


class Fields(TemplatesSetting):
    """Draws every form: a label, the field, help, and what is wrong with it."""

    form_template_name = "form.html"
    field_template_name = "field.html"

    def render(self, template_name: str, context: Any, request: Any = None) -> Any:
        """Set the direction of a text field by the language of its text."""
        if template_name in WRITTEN:
            context["widget"]["attrs"].setdefault("dir", "auto")
        return super().render(template_name, context, request)


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


class CardNumber(forms.IntegerField):
    """A card of the board by its number, hidden: a gesture says it, nobody types it."""

    widget = forms.HiddenInput

    def __init__(self, **kwargs):
        super().__init__(required=False, min_value=1, max_value=BIGGEST, **kwargs)
