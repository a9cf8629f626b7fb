"""The pages of a person: profile, API tokens, sessions."""

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from board import sessions
from board.access import own_token
from board.forms.account import ProfileForm, TokenForm
from board.http import SignedInRequest, signed_in
from board.models import ApiToken, Audited, AuditEntry, Person
from board.single_sign_on import signed_in_lately


@require_http_methods(["GET", "POST"])
@signed_in
def profile(request: SignedInRequest) -> HttpResponse:
    person = Person.objects.get(pk=request.user.pk)  # what is refused is shown nowhere else
    form = ProfileForm(request.POST or None, instance=person)
    if form.is_valid():
        form.keep()
        messages.success(request, _("Your profile is saved."))
        return redirect("profile")
    return render(
        request, "account/profile.html", {"form": form}, status=422 if form.errors else 200
    )


@never_cache
@require_http_methods(["GET", "POST"])
@signed_in
@reauthentication_required(allow_get=True)
@signed_in_lately
def tokens(request: SignedInRequest) -> HttpResponse:
    """The tokens that work; a new one is shown this once, for only a digest of it is kept."""
    form = TokenForm(request.POST or None, person=request.user)
    secret = ""
    if form.is_valid():
        secret = ApiToken.issue(request.user, **form.cleaned_data)
        _audit(Audited.TOKEN_MADE, request, form.cleaned_data["name"])
    context = {
        "form": TokenForm(person=request.user) if secret else form,
        "secret": secret,
        "tokens": request.user.api_tokens.valid().select_related("board"),
    }
    return render(request, "account/tokens.html", context, status=422 if form.errors else 200)


@require_POST
@signed_in
def revoke(request: SignedInRequest, pk: int) -> HttpResponse:
    token = own_token(request.user, pk)
    token.revoke()
    _audit(Audited.TOKEN_REVOKED, request, str(token))
    messages.success(request, _("The token is revoked; requests with it are refused from now on."))
    return redirect("tokens")


@require_GET
@signed_in
def list_sessions(request: SignedInRequest) -> HttpResponse:
    context = {"sessions": sessions.sessions_of(request)}
    return render(request, "account/sessions.html", context)


@require_POST
@signed_in
def end_session(request: SignedInRequest, pk: int) -> HttpResponse:
    sessions.end(request, pk)
    return redirect("sessions")


@require_POST
@signed_in
def end_other_sessions(request: SignedInRequest) -> HttpResponse:
    sessions.end_others(request)
    messages.success(request, _("You are signed out everywhere but here."))
    return redirect("sessions")


def _audit(kind: Audited, request: SignedInRequest, name: str) -> None:
    AuditEntry.record(kind, person=request.user, by=request.user, detail=name, request=request)
