"""What is a person's own: profile, API tokens, where they are signed in."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from board import sessions
from board.access import own_token
from board.account_forms import ProfileForm, TokenForm
from board.http import Asked, signed_in
from board.models import ApiToken, Person


@require_http_methods(["GET", "POST"])
@signed_in
def profile(request: Asked) -> HttpResponse:
    person = Person.objects.get(pk=request.user.pk)  # what is refused is shown nowhere else
    form = ProfileForm(request.POST or None, instance=person)
    if form.is_valid():
        form.save()
        messages.success(request, _("Your profile is saved."))
        return redirect("profile")
    return render(
        request, "account/profile.html", {"form": form}, status=422 if form.errors else 200
    )


@never_cache
@require_http_methods(["GET", "POST"])
@signed_in
def tokens(request: Asked) -> HttpResponse:
    """The tokens that work; a new one is shown this once, for only a digest of it is kept."""
    form = TokenForm(request.POST or None)
    secret = ""
    if form.is_valid():
        secret = ApiToken.issue(request.user, name=form.cleaned_data["name"])
    context = {
        "form": TokenForm() if secret else form,
        "secret": secret,
        "tokens": request.user.api_tokens.valid(),
    }
    return render(request, "account/tokens.html", context, status=422 if form.errors else 200)


@require_POST
@signed_in
def revoke(request: Asked, pk: int) -> HttpResponse:
    own_token(request.user, pk).revoke()
    messages.success(request, _("The token is revoked; whoever uses it is refused from now on."))
    return redirect("tokens")


@require_GET
@signed_in
def list_sessions(request: Asked) -> HttpResponse:
    context = {"sessions": sessions.sessions_of(request)}
    return render(request, "account/sessions.html", context)


@require_POST
@signed_in
def end_session(request: Asked, pk: int) -> HttpResponse:
    sessions.end(request, pk)
    return redirect("sessions")


@require_POST
@signed_in
def end_other_sessions(request: Asked) -> HttpResponse:
    sessions.end_others(request)
    messages.success(request, _("You are signed out everywhere but here."))
    return redirect("sessions")
