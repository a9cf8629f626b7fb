"""How people come in: by invitation, unless sign-up is open."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import SignupForm
from allauth.core import context
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from board.models import Invitation

_REMEMBERED = "invitation"


def remember(request: HttpRequest, secret: str) -> None:
    """Keep the invitation at hand while somebody signs up."""
    request.session[_REMEMBERED] = secret


def forget(request: HttpRequest) -> None:
    request.session.pop(_REMEMBERED, None)


def invitation_of(request: HttpRequest) -> Invitation | None:
    """The invitation that this visitor has opened, while it is good."""
    secret = request.session.get(_REMEMBERED)
    return Invitation.objects.open().with_secret(secret).first() if secret else None


class Adapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return settings.SIGNUP == "open" or invitation_of(request) is not None

    def save_user(self, request: HttpRequest, user: Any, form: Any, commit: bool = True) -> Any:
        """The new person, a member of the board that invited them; both or nothing."""
        user.name = form.cleaned_data.get("name", "")
        with transaction.atomic():
            person = super().save_user(request, user, form, commit)
            if invitation := invitation_of(request):
                invitation.accept(by=person)
                forget(request)
        return person


class SignUpForm(SignupForm):
    """Allauth's, with a name; an invitation for somebody fixes the address."""

    field_order = ["name", "email", "password1", "password2"]
    name = forms.CharField(
        label=_("Your name"),
        required=False,
        max_length=150,
        widget=forms.TextInput({"autocomplete": "name"}),
        help_text=_("What others see on cards; your address before the @ if you leave it empty."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.invitation = invitation_of(context.request)
        if self.invitation and self.invitation.email:
            self.fields["email"].initial = self.invitation.email
            self.fields["email"].disabled = True

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if settings.SIGNUP != "open" and self.invitation is None:
            raise ValidationError(_("This invitation was used or is too old. Ask for a new one."))
        return said
