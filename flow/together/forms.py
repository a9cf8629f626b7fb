"""The form of a meeting."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from board.forms.fields import PartField
from board.models import Person


class LeadForm(forms.Form):
    """The person who leads from now on."""

    def __init__(self, *args: Any, team: list[Person], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["person"] = PartField(team, label=_("Hand over to"))
