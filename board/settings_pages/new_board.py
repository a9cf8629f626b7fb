"""A new board: its name, its key, and how to begin."""

from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from board.models import Board, Person
from board.settings_pages.templates import TEMPLATES, Template

LARGEST_TEAM = 100


class Key(forms.CharField):
    def to_python(self, value: Any) -> str:
        return (super().to_python(value) or "").upper()


class BoardForm(forms.ModelForm):
    template = forms.ChoiceField(
        label=_("Begin with"), initial="development", widget=forms.RadioSelect
    )
    team = forms.IntegerField(
        label=_("People in the team"),
        min_value=1,
        max_value=LARGEST_TEAM,
        initial=5,
        help_text=_("The first limits follow from it. You can change them at any time."),
    )

    class Meta:
        model = Board
        fields = ["name", "key"]
        field_classes = {"key": Key}
        help_texts = {"key": _("2 to 10 capitals or digits; cards are named by it, like SLU-41.")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        template: forms.ChoiceField = self.fields["template"]  # type: ignore[assignment]
        template.choices = [(name, _described(each)) for name, each in TEMPLATES.items()]

    def make(self, *, by: Person) -> Board:
        """Create the board that a valid form describes. Raises ValidationError."""
        cleaned = self.cleaned_data
        template = TEMPLATES[cleaned["template"]]
        return template.make(cleaned["name"], key=cleaned["key"], team=cleaned["team"], by=by)


def _described(template: Template) -> SafeString:
    return format_html(
        "<span><b>{}</b><br><small>{}</small></span>", template.title, template.words
    )
