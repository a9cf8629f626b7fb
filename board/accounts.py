"""Sign-up: by invitation, unless it is open to all."""

from secrets import token_hex
from typing import Any
from urllib.parse import urljoin

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import ResetPasswordForm, ResetPasswordKeyForm, SignupForm
from allauth.account.models import EmailAddress
from allauth.core import context
from django import forms
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from board import known_browser
from board.models import AuditEntry, Board, Invitation, Person
from board.models.mail_budget import LINKS

_REMEMBERED = "invitation"
_LANDING = "invited_to"


def remember(request: HttpRequest, secret: str) -> None:
    """Keep the invitation at hand while somebody signs up."""
    request.session[_REMEMBERED] = secret


def forget(request: HttpRequest) -> None:
    request.session.pop(_REMEMBERED, None)


def invitation_of(request: HttpRequest) -> Invitation | None:
    """The invitation that this visitor has opened, while it is good."""
    secret = request.session.get(_REMEMBERED)
    return Invitation.objects.open().with_secret(secret).first() if secret else None


def claim(invitation: Invitation, request: HttpRequest, *, by: Person) -> None:
    """Reserve the invitation for the person who signs up; a mailed link has proved their address."""
    invitation.claim(by=by)
    if invitation.proves(by.email):
        by.prove_address()
    forget(request)
    request.session[_LANDING] = invitation.board.key


class Adapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return settings.SIGNUP == "open" or invitation_of(request) is not None

    def save_user(self, request: HttpRequest, user: Any, form: Any, commit: bool = True) -> Any:
        user.name = form.cleaned_data.get("name", "")
        return super().save_user(request, user, form, commit)

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        """Accept the proof of an address, if it still is the person's."""
        person = email_address.user
        if email_address.email != person.email.lower():
            return False
        confirmed = super().confirm_email(request, email_address)
        if confirmed:
            person.prove_address()
        return confirmed

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """The board that they were invited to, the invitation that they have opened, or the boards."""
        key = request.session.pop(_LANDING, None)
        person = request.user
        if isinstance(person, Person) and Board.objects.visible_to(person).filter(key=key).exists():
            return reverse("board", args=[key])
        secret = request.session.get(_REMEMBERED)
        if secret and invitation_of(request):
            return reverse("invitation", args=[secret])
        return super().get_login_redirect_url(request)

    get_signup_redirect_url = get_login_redirect_url

    # Links in mail lead to SITE_URL, whatever host a request names.

    def get_reset_password_from_key_url(self, key: str) -> str:
        person, _dash, secret = key.partition("-")
        return at_site("account_reset_password_from_key", person, secret)

    def get_email_confirmation_url(self, request: HttpRequest, emailconfirmation: Any) -> str:
        return at_site("account_confirm_email", emailconfirmation.key)

    def send_account_already_exists_mail(self, email: str) -> None:
        person = Person.objects.with_address(email).first()
        if person is None or not _use_up_a_link(person, context.request):
            return
        links = {"password_reset_url": at_site("account_reset_password")}
        self.send_mail("account/email/account_already_exists", email, links)

    # Mail and guesses are bounded.

    def should_send_confirmation_mail(
        self, request: HttpRequest, email_address: EmailAddress, signup: bool
    ) -> bool:
        return _use_up_a_link(email_address.user, request)

    def send_password_reset_mail(self, user: Person, email: str, context: dict[str, Any]) -> None:
        if _use_up_a_link(user, context["request"]):
            super().send_password_reset_mail(user, email, context)

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """One count for an address, whatever host is asked; a known browser has its own.

        So guesses by others lock nobody out: a person's own browser is counted apart.
        """
        email = str(credentials.get("email", "")).lower()
        return f"{email}:{known_browser.of(request, email)}"

    def post_login(self, request: HttpRequest, user: Person, **kwargs: Any) -> HttpResponse:
        response = super().post_login(request, user, **kwargs)
        known_browser.remember(response, user)
        return response

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        facts = context | {"email": email, "site": settings.SITE_URL}
        self.render_mail(template_prefix, email, facts).send()


def _use_up_a_link(person: Person, request: HttpRequest) -> bool:
    """Whether one more link may be mailed to this person today; it is counted."""
    if not LINKS.allows(person):
        return False
    AuditEntry.record(LINKS.kind, person=person, request=request)
    return True


def at_site(page: str, *parts: Any) -> str:
    """The address of a page as mail says it."""
    return urljoin(settings.SITE_URL, reverse(page, args=parts))


class SignUpForm(SignupForm):
    """Allauth's, with a name; an invitation for somebody fixes the address."""

    account_already_exists: bool
    field_order = ["name", "email", "password1", "password2"]
    name = forms.CharField(
        label=_("Your name"),
        required=False,
        max_length=150,
        widget=forms.TextInput({"autocomplete": "name"}),
        help_text=_("Shown to others on cards. If empty, the part of your address before the @."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.invitation = invitation_of(context.request)
        if self.invitation and self.invitation.email:
            self.fields["email"].initial = self.invitation.email
            self.fields["email"].disabled = True

    def validate_unique_email(self, value: str) -> str:
        """Ignore people who only claimed the address and never proved it."""
        Person.objects.unproved().with_address(value).delete()
        return super().validate_unique_email(value)

    def try_save(self, request: HttpRequest) -> tuple[Person | None, HttpResponse | None]:
        """Both the person and what comes with it, or nothing; both take as long for a taken address."""
        if self.account_already_exists:
            make_password(self.cleaned_data["password1"])
        try:
            with transaction.atomic():
                return super().try_save(request)
        except IntegrityError:  # somebody else was quicker
            self.account_already_exists = True
            return super().try_save(request)

    def save(self, request: HttpRequest) -> Person:
        """The new person; the invitation is theirs when their address is proved."""
        person = super().save(request)
        if self.invitation:
            claim(self.invitation, request, by=person)
        return person

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if settings.SIGNUP != "open" and self.invitation is None:
            raise ValidationError(
                _("This invitation has been used or has expired. Ask for a new one.")
            )
        return cleaned


class ResetForm(ResetPasswordForm):
    """Allauth's form; the mail goes only to the person who has the address."""

    def clean_email(self) -> str:
        email = self.cleaned_data["email"]
        self.users = list(Person.objects.with_address(email).filter(is_active=True))
        return email

    def save(self, request: HttpRequest, **kwargs) -> str:
        """Write the mail, also for an unknown address, and take that back: the time of the answer
        reveals nothing.
        """
        nobody = not self.users
        with transaction.atomic():
            if nobody:
                self.users = [Person.objects.create(email=f"{token_hex(16)}@nobody.invalid")]
            email = super().save(request, **kwargs)
            if nobody:
                transaction.set_rollback(True)
        return email


class NewPasswordForm(ResetPasswordKeyForm):
    """Allauth's form; the link was mailed, so it proves the address."""

    def save(self) -> None:
        with transaction.atomic():
            super().save()
            self.user.prove_address()
