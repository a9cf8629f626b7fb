"""The views of a person's mail: preferences, sent mail, unsubscribing."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from board.access import led_board, visible_board, visible_card
from board.http import SignedInRequest, signed_in
from board.models import Board
from board.notices.tasks import try_again
from flow.alerts.access import failed_notice
from flow.alerts.failing_addresses import failing_of
from flow.alerts.forms import MailingForm, PreferenceForm
from flow.alerts.models import Letter, Mailing, Preference, Watcher
from flow.alerts.unsubscribe_link import read

A_PAGE = 50


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def preference(request: SignedInRequest, key: str) -> HttpResponse:
    """Show and save this person's mail preferences for this board."""
    board = visible_board(request.user, key)
    own = Preference.objects.of(board, request.user)
    form = PreferenceForm(request.POST or None, instance=own)
    if form.is_valid():
        form.keep()
        return redirect("mail-about-alerts", key)
    return _page(request, board, form, MailingForm(instance=Mailing.of(board)))


@require_POST
@signed_in
def mailing(request: SignedInRequest, key: str) -> HttpResponse:
    """When the digest of this board goes out."""
    board = led_board(request.user, key)
    form = MailingForm(request.POST, instance=Mailing.of(board))
    if form.is_valid():
        Mailing.revise(board, **form.cleaned_data, by=request.user)
        return redirect("mail-about-alerts", key)
    own = Preference.objects.of(board, request.user)
    return _page(request, board, PreferenceForm(instance=own), form)


@require_POST
@signed_in
def watch(request: SignedInRequest, key: str, number: int) -> HttpResponse:
    Watcher.objects.add(visible_card(request.user, key, number), request.user)
    return redirect("card", key, number)


@require_POST
@signed_in
def unwatch(request: SignedInRequest, key: str, number: int) -> HttpResponse:
    Watcher.objects.remove(visible_card(request.user, key, number), request.user)
    return redirect("card", key, number)


@require_safe
@signed_in
def letters(request: SignedInRequest) -> HttpResponse:
    """List the mail that was sent to this person, with its reasons."""
    page = Paginator(Letter.objects.to(request.user), A_PAGE).get_page(request.GET.get("page"))
    context = {"letters": page, "failing": failing_of(request.user)}
    return render(request, "flow/alerts/letters.html", context)


@require_POST
@signed_in
def again(request: SignedInRequest, key: str, pk: int) -> HttpResponse:
    """Try a mail to somebody of the board that did not arrive; that ends the rest of the address."""
    try_again(failed_notice(request.user, key, pk))
    return redirect("alerts", key)


@require_POST
@signed_in
def resume_mail_to_me(request: SignedInRequest) -> HttpResponse:
    """The same for the last mail to this person."""
    if failed := failing_of(request.user):
        try_again(failed.notice)
    return redirect("letters")


@csrf_exempt  # the signed link is the permission; a mail program that posts it has no cookie
@require_http_methods(["GET", "HEAD", "POST"])
def no_more(request: HttpRequest, token: str) -> HttpResponse:
    """End all mail of a board to a person; only a POST does it, for programs that look at links."""
    about = read(token)
    if about is None:
        raise Http404
    board_id, person_id = about
    board = Board.objects.in_bulk([board_id]).get(board_id)
    if request.method == "POST" and board:
        Preference.objects.end(board_id, person_id)
    context = {"name": board.name if board else "", "is_done": request.method == "POST"}
    return render(request, "flow/alerts/no_more.html", context)


def _page(
    request: SignedInRequest, board: Board, form: PreferenceForm, mailing: MailingForm
) -> HttpResponse:
    wrong = form.is_bound or mailing.is_bound
    context = {"board": board, "form": form, "mailing": mailing, "now": timezone.now()}
    return render(request, "flow/alerts/mail.html", context, status=422 if wrong else 200)
