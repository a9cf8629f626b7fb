"""A person's e-mail address, and another one for it."""

from typing import Any

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from board import addresses
from board.forms.account import AddressForm
from board.http import SignedInRequest, signed_in
from board.single_sign_on import signed_in_lately


@never_cache
@require_http_methods(["GET", "POST"])
@signed_in
@reauthentication_required
@signed_in_lately
def ask(request: SignedInRequest) -> HttpResponse:
    """Ask for another address; the mail to it has the link that changes it."""
    form = AddressForm(request.POST or None, person=request.user)
    if form.is_valid():
        addresses.ask(request.user, form.cleaned_data["email"])
        messages.success(
            request, _("Check the mail of the new address: we have sent a link to it.")
        )
        return redirect("account_email")
    return render(
        request, "account/address.html", {"form": form}, status=422 if request.POST else 200
    )


@never_cache
@require_http_methods(["GET", "POST"])
@signed_in
def confirm(request: SignedInRequest, words: str) -> HttpResponse:
    """The link of the mail: opening it changes nothing, for programs open links too."""
    try:
        new = addresses.read(request.user, words)
        if request.method == "POST":
            return _change(request, new)
    except addresses.AddressLinkEnded:
        return render(request, "account/address_link_gone.html", status=410)
    return render(request, "account/address_confirm.html", {"new": new})


def _change(request: Any, new: str) -> HttpResponse:
    addresses.change(request.user, new, request=request)
    update_session_auth_hash(request, request.user)
    messages.success(request, _("Your e-mail address has changed."))
    return redirect("profile")
