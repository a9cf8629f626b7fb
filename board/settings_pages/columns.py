"""One column of a board: a new one, its words, and where its cards go when it leaves."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from board.forms.fields import PartField
from board.models import Board, Column, Stage
from board.settings_pages.seen import SeenForm, SeenRevision


class NewColumnForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=60)
    stage = forms.ChoiceField(label=_("Stage"), choices=Stage, initial=Stage.ACTIVE)

    def __init__(self, *args, board: Board, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["before"] = PartField(
            board.shape.columns.values(),
            label=_("Before"),
            required=False,
            nothing=_("as the last of its stage"),
        )


class ColumnForm(SeenForm, forms.ModelForm):
    """The form of a column: its name and its policy."""

    class Meta:
        model = Column
        fields = ["name", "group", "policy"]
        widgets = {"policy": forms.Textarea({"rows": 5})}
        labels = {"group": _("Under one header"), "policy": _("Policy")}
        help_texts = {
            "group": _(
                "Columns side by side with the same word here share a header and a limit: "
                "Build, for Build Doing and Build Done."
            ),
            "policy": _("When may a card leave this column? It is shown at the column's head."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["expected_revision"] = SeenRevision(self.instance.revision)

    def values_of(self, part: Column) -> dict[str, Any]:
        return {name: getattr(part, name) for name in self.Meta.fields}


class ArchiveColumnForm(forms.Form):
    """Where the cards of a column go when it leaves the board."""

    def __init__(self, *args, column: Column, **kwargs):
        super().__init__(*args, **kwargs)
        others = [each for each in column.board.shape.columns.values() if each.pk != column.pk]
        self.fields["cards_to"] = PartField(
            others, label=_("Its cards go to"), required=False, nothing=_("nowhere, it is empty")
        )
