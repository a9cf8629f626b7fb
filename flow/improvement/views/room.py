"""The room of a retrospective: show it, go on, write, reveal, group, vote and close."""

from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from board.forms.trying import wrong_in
from board.http import SignedInRequest, signed_in
from flow.improvement.access import editable_retrospective, own_note, visible_retrospective
from flow.improvement.complaints import complain
from flow.improvement.forms import (
    GroupForm,
    NoteForm,
    PartForm,
    RetrospectiveClosingForm,
    VoteForm,
)
from flow.improvement.keys import give, keys_of
from flow.improvement.models import First, Retrospective
from flow.improvement.shown import MeetingRoom
from flow.improvement.tasks import ring
from flow.together.forms import LeadForm


@never_cache
@require_GET
@signed_in
def show(request: SignedInRequest, key: str, pk: int) -> HttpResponse:
    return _room(request, visible_retrospective(request.user, key, pk))


@require_POST
@signed_in
def attend(request: SignedInRequest, key: str, pk: int) -> HttpResponse:
    """A sign of life of an open page: it gets the room if that has changed since."""
    found = visible_retrospective(request.user, key, pk)
    if found.is_open and found.board.may_be_changed and found.attend(request.user):
        found = visible_retrospective(request.user, key, pk)
    if _shown(request, found).tag == request.POST.get("seen"):
        return HttpResponse(status=204)
    return _room(request, found)


@require_POST
@signed_in
def go_to(request: SignedInRequest, key: str, pk: int) -> HttpResponse:
    found = editable_retrospective(request.user, key, pk)
    form = PartForm(request.POST)
    if not form.is_valid():
        return _wrong(request, found, form)
    found.go_to(form.cleaned_data["part"], by=request.user)
    return _now(request, found)


@require_POST
@signed_in
def lead(request: SignedInRequest, key: str, pk: int) -> HttpResponse:
    """Lead from now on; or, who leads, let somebody else."""
    found = editable_retrospective(request.user, key, pk)
    form = LeadForm(request.POST, team=_shown(request, found).team)
    if form.is_valid() and found.led_by_id == request.user.pk:
        found.hand_over(form.cleaned_data["person"], by=request.user)
    elif found.led_by_id != request.user.pk:
        found.take_over(by=request.user)
    return _now(request, found)


@require_POST
@signed_in
def write(request: SignedInRequest, key: str, pk: int) -> HttpResponse:
    """A note; its key goes into a cookie of this browser and is kept nowhere else."""
    found = editable_retrospective(request.user, key, pk)
    form = NoteForm(request.POST)
    if not form.is_valid():
        return _wrong(request, found, form)
    note, secret = found.write(form.cleaned_data["text"], heading=form.cleaned_data["heading"])
    keys = keys_of(request, found) | {note.pk: secret}
    response = _now(request, found, keys)
    return give(response, request, found, note.pk, secret)


@require_POST
@signed_in
def withdraw(request: SignedInRequest, key: str, pk: int, note: int) -> HttpResponse:
    held = keys_of(request, visible_retrospective(request.user, key, pk)).get(note, "")
    found = own_note(request.user, key, pk, note, held)
    found.retrospective.withdraw(found)
    return _now(request, found.retrospective)


@require_POST
@signed_in
def reveal(request: SignedInRequest, key: str, pk: int) -> HttpResponse:
    found = editable_retrospective(request.user, key, pk)
    found.reveal(by=request.user)
    return _now(request, found)


@require_POST
@signed_in
def group(request: SignedInRequest, key: str, pk: int) -> HttpResponse:
    found = editable_retrospective(request.user, key, pk)
    form = GroupForm(request.POST, notes=found.notes.all())
    if form.is_valid():
        with wrong_in(form):
            found.group(form.cleaned_data["notes"])
    return _wrong(request, found, form) if form.errors else _now(request, found)


@require_POST
@signed_in
def vote(request: SignedInRequest, key: str, pk: int) -> HttpResponse:
    found = editable_retrospective(request.user, key, pk)
    form = VoteForm(request.POST)
    if form.is_valid():
        with wrong_in(form):
            if back := form.cleaned_data["back"]:
                found.take_vote_back(back, by=request.user)
            else:
                found.vote(form.cleaned_data["note"], by=request.user)
    return _wrong(request, found, form) if form.errors else _now(request, found)


@require_POST
@signed_in
def close(request: SignedInRequest, key: str, pk: int) -> HttpResponse:
    """End it with actions, each a card, or with a reason."""
    found = editable_retrospective(request.user, key, pk)
    form = RetrospectiveClosingForm(found.board, request.POST)
    if form.is_valid():
        try:
            found.close(
                form.to_do(),
                by=request.user,
                reason=form.cleaned_data["reason"],
                on_top=First.objects.is_chosen(found.board),
            )
        except ValidationError as error:
            form.take(error.message_dict)
        else:
            ring()
            return redirect("retrospective", key, pk)
    return _room(request, found, closing=form, status=422)


def _now(
    request: SignedInRequest,
    found: Retrospective,
    keys: dict[int, str] | None = None,
) -> HttpResponse:
    """The room as it is now; a plain form gets the page."""
    if not request.htmx:
        return redirect("retrospective", found.board.key, found.pk)
    fresh = visible_retrospective(request.user, found.board.key, found.pk)
    return _room(request, fresh, keys=keys)


def _wrong(request: SignedInRequest, found: Retrospective, form: Form) -> HttpResponse:
    """What cannot be is said; nothing has changed."""
    if request.htmx:
        return render(request, "board/invalid.html", {"form": form}, status=422)
    complain(request, form)
    return redirect("retrospective", found.board.key, found.pk)


def _shown(request: SignedInRequest, found: Retrospective) -> MeetingRoom:
    return MeetingRoom(found, found.board, request.user, keys_of(request, found), timezone.now())


def _room(
    request: SignedInRequest,
    found: Retrospective,
    *,
    keys: dict[int, str] | None = None,
    closing: RetrospectiveClosingForm | None = None,
    status: int = 200,
) -> HttpResponse:
    held = keys_of(request, found) if keys is None else keys
    room = MeetingRoom(found, found.board, request.user, held, timezone.now(), closing)
    page = "flow/improvement/room.html"
    template = f"{page}#room" if request.htmx else page
    context = {"board": found.board, "room": room, "meeting": found}
    return render(request, template, context, status=status)
