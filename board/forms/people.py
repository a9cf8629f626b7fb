"""The forms of the members of a board."""

from django import forms
from django.utils.translation import gettext_lazy as _

from board.models import Invitation, Person, Role


class RoleForm(forms.Form):
    role = forms.ChoiceField(label=_("Role"), choices=Role)

    def complaint(self, person: Person) -> str:
        """Return the error, with the person that it is about."""
        errors_in_words = [str(words) for errors in self.errors.values() for words in errors]
        return f"{person.short_name}: {' '.join(errors_in_words)}"


class InvitationForm(forms.ModelForm):
    role = forms.ChoiceField(label=_("As"), choices=Role, initial=Role.MEMBER)

    class Meta:
        model = Invitation
        fields = ["email", "role"]
        labels = {"email": _("E-mail address (empty: anyone with the link can join)")}
