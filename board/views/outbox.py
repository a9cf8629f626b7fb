"""The outbox of an embedded set-up, for its owner: what was sent, what waits, what the server said."""

import re
from base64 import b64encode

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.decorators import csp_replace, csp_update
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_GET, require_POST

from board.access import notice_for_owner, notice_for_staff, site_owner, staff
from board.http import SignedInRequest, signed_in
from board.models import Notice
from board.notices.tasks import try_again

A_PAGE = 50
HEAD = re.compile(r"<head[^>]*>", re.IGNORECASE)
BASE = '<base target="_blank">'  # a link of a mail opens beside it

# A mail styles its elements and runs nothing; it is a document of its own, in a box of its own.
MAIL_POLICY = {
    "frame-ancestors": [SELF],
    "img-src": ["data:"],
    "sandbox": ["allow-popups", "allow-popups-to-escape-sandbox"],
    "script-src": [NONE],
    "style-src": [UNSAFE_INLINE],
}


@require_GET
@signed_in
def index(request: SignedInRequest) -> HttpResponse:
    site_owner(request.user)
    page = Paginator(Notice.objects.in_short(), A_PAGE).get_page(request.GET.get("page"))
    return render(request, "board/outbox.html", {"notices": page})


@require_GET
@signed_in
def failed(request: SignedInRequest) -> HttpResponse:
    """Mail of the site that did not go out, for its staff: to whom and why, not what it says."""
    staff(request.user)
    page = Paginator(Notice.objects.given_up(), A_PAGE).get_page(request.GET.get("page"))
    return render(request, "board/failed_mail.html", {"notices": page})


@require_POST
@signed_in
def failed_again(request: SignedInRequest, pk: int) -> HttpResponse:
    try_again(notice_for_staff(request.user, pk))
    return redirect("failed-mail")


@never_cache
@csp_update({"frame-src": [SELF]})
@require_GET
@signed_in
def show(request: SignedInRequest, pk: int) -> HttpResponse:
    return render(request, "board/mail.html", {"notice": notice_for_owner(request.user, pk)})


@never_cache
@csp_replace(MAIL_POLICY)
@xframe_options_sameorigin
@require_GET
@signed_in
def body(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show the HTML of the mail."""
    notice = notice_for_owner(request.user, pk)
    if not notice.html:
        raise Http404
    html = HEAD.sub(lambda head: head[0] + BASE, notice.html, count=1)
    for each in notice.illustrations.all():
        data = b64encode(each.content).decode()
        html = html.replace(f"cid:{each.name}", f"data:image/{each.subtype};base64,{data}")
    return HttpResponse(html)


@require_POST
@signed_in
def again(request: SignedInRequest, pk: int) -> HttpResponse:
    """Try what has not gone out now."""
    try_again(notice_for_owner(request.user, pk))
    return redirect("outbox")
