"""The retrospectives of a board: the list, what became of actions, when, and the ratchet."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from board.access import editable_board, led_board, visible_board
from board.http import SignedInRequest, signed_in
from board.models import Board, Person
from flow.delivery.access import shown_incident
from flow.improvement import choices, ratchet
from flow.improvement.access import editable_action
from flow.improvement.complaints import complain
from flow.improvement.display.past import past_retrospectives
from flow.improvement.forms import CadenceForm, OpeningForm, RatchetForm, WhyForm
from flow.improvement.mail import NO_MORE
from flow.improvement.models import Cadence, First, Retrospective, Silent
from flow.improvement.models.retrospective.action import share_done
from flow.improvement.topics import coming_back


@require_GET
@signed_in
def index(request: SignedInRequest, key: str) -> HttpResponse:
    return _page(request, visible_board(request.user, key))


@never_cache
@require_GET
@signed_in
def announcement(request: SignedInRequest, key: str) -> HttpResponse:
    """The open retrospective, as the board's page shows it."""
    board = visible_board(request.user, key)
    context = {"board": board, "open": Retrospective.objects.going_on(board)}
    return render(request, "flow/improvement/announcement.html", context)


@require_POST
@signed_in
def open_now(request: SignedInRequest, key: str) -> HttpResponse:
    board = editable_board(request.user, key)
    form = OpeningForm(request.POST)
    if not form.is_valid():
        return _page(request, board, opening=form, status=422)
    values = form.cleaned_data
    if values["incident"] is not None:
        values["incident"] = shown_incident(board, values["incident"])
    made = Retrospective.open(board, by=request.user, **values)
    return redirect("retrospective", key, made.pk)


@require_POST
@signed_in
def cadence(request: SignedInRequest, key: str) -> HttpResponse:
    """Set the cadence; with `off`, remove it."""
    board = led_board(request.user, key)
    if request.POST.get("off"):
        choices.stop_cadence(board, by=request.user)
        return redirect("improve", key)
    form = CadenceForm(request.POST)
    if not form.is_valid():
        return _page(request, board, cadence_form=form, status=422)
    choices.set_cadence(board, by=request.user, **form.cleaned_data)
    return redirect("improve", key)


@require_POST
@signed_in
def first(request: SignedInRequest, key: str) -> HttpResponse:
    choices.put_first(led_board(request.user, key), "on" in request.POST, by=request.user)
    return redirect("improve", key)


@require_POST
@signed_in
def answer_ratchet(request: SignedInRequest, key: str) -> HttpResponse:
    """Set the limit that is proposed, or leave it for four more weeks."""
    board = led_board(request.user, key)
    form = RatchetForm(request.POST)
    if not form.is_valid():
        return _page(request, board, ratchet_form=form, status=422)
    if form.cleaned_data["not_now"]:
        ratchet.not_now(board, by=request.user)
    else:
        ratchet.accept(board, by=request.user, people=form.cleaned_data["people"])
    return redirect("improve", key)


@require_POST
@signed_in
def why_not(request: SignedInRequest, key: str, pk: int) -> HttpResponse:
    """Keep why an action was not started."""
    action = editable_action(request.user, key, pk)
    form = WhyForm(request.POST)
    if form.is_valid():
        action.explain_why_not_started(form.cleaned_data["why"], by=request.user)
    else:
        complain(request, form)
    open_one = Retrospective.objects.going_on(editable_board(request.user, key))
    return redirect("retrospective", key, open_one.pk) if open_one else redirect("improve", key)


@csrf_exempt
@require_http_methods(["GET", "POST"])
def no_more(request: HttpRequest, token: str) -> HttpResponse:
    """One click ends the mail about the retrospectives of a board; nobody need sign in."""
    ids = NO_MORE.read(token)
    if ids is None:
        raise Http404
    board, person = get_object_or_404(Board, pk=ids[0]), get_object_or_404(Person, pk=ids[1])
    if request.method == "POST":
        Silent.objects.say(board, person)
        messages.success(request, _("You get no more mail about these retrospectives."))
    context = {"name": board.name, "done": request.method == "POST"}
    return render(request, "flow/improvement/no_more.html", context)


def _page(
    request: SignedInRequest,
    board: Board,
    *,
    opening: OpeningForm | None = None,
    cadence_form: CadenceForm | None = None,
    ratchet_form: RatchetForm | None = None,
    status: int = 200,
) -> HttpResponse:
    chosen = Cadence.objects.of(board)
    context = {
        "board": board,
        "open": Retrospective.objects.going_on(board),
        "past": past_retrospectives(board),
        "share": share_done(board),
        "back": coming_back(board),
        "cadence": chosen,
        "next": chosen.next_after(timezone.now()) if chosen else None,
        "proposal": ratchet.proposal(board),
        "ratchet_form": ratchet_form,
        "opening": opening or OpeningForm(),
        "cadence_form": cadence_form or CadenceForm(initial=_values_of(chosen)),
        "is_first": First.objects.is_chosen(board),
    }
    return render(request, "flow/improvement/list.html", context, status=status)


def _values_of(chosen: Cadence | None) -> dict[str, object]:
    if chosen is None:
        return {}
    names = ("weekday", "at", "every_weeks", "minutes", "template")
    return {name: getattr(chosen, name) for name in names}
