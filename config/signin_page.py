"""Where the one-time sign-in link leads to."""

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from config.signin_link import SigninLink, SignInLinkEnded


@never_cache
@require_http_methods(["GET", "POST"])
def signin_page(request: HttpRequest, token: str) -> HttpResponse:
    if not settings.EMBEDDED:
        raise Http404
    try:
        link = SigninLink.read(token)
        if request.method == "POST":
            return sign_in_by(link, request)
    except SignInLinkEnded:
        return render(request, "account/signin_link_gone.html", status=410)
    return render(request, "account/signin_link.html", {"person": link.person})


def sign_in_by(link: SigninLink, request: HttpRequest) -> HttpResponse:
    link.spend()
    login(request, link.person, backend=settings.AUTHENTICATION_BACKENDS[0])
    UserSession.objects.create_from_request(request)
    return redirect(resolve_url(settings.LOGIN_REDIRECT_URL))
