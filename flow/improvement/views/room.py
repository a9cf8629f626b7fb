"""The room of a retrospective: show it, go on, write, reveal, group, vote and close."""

from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from board.forms.errors import wrong_in
from board.http import SignedInRequest, pieces, signed_in
from flow.improvement.access import editable_retrospective, own_note, visible_retrospective
from flow.improvement.complaints import complain
from flow.improvement.display.room import MeetingRoom
from flow.improvement.forms import (
    GroupForm,
    NoteForm,
    PartForm,
    RetrospectiveClosingForm,
    VoteForm,
)
from flow.improvement.keys import give, keys_of
from flow.improvement.models import First, Retrospective
from flow.improvement.tasks import ring
from flow.together.attendance import note_here
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
    meeting = visible_retrospective(request.user, key, pk)
    if meeting.is_open and meeting.board.may_be_changed and meeting.attend(request.user):
        meeting = visible_retrospective(request.user, key, pk)
    if meeting.is_open and meeting.board.may_be_changed:
        note_here(meeting, request.user)
    if _shown(request, meeting).tag == request.POST.get("seen"):
        return HttpResponse(status=204)
    return _room(request, meeting)


@require_POST
@signed_in
def go_to(request: SignedInRequest, key: str, pk: int) -> HttpResponse:
    meeting = editable_retrospective(request.user, key, pk)
    form = PartForm(request.POST)
    if not form.is_valid():
        return _wrong(request, meeting, form)
    meeting.go_to(form.cleaned_data["part"], by=request.user)
    return _now(request, meeting)


@require_POST
@signed_in
def lead(request: SignedInRequest, key: str, pk: int) -> HttpResponse:
    """Take the lead, or hand it over."""
    meeting = editable_retrospective(request.user, key, pk)
    form = LeadForm(request.POST, team=_shown(request, meeting).team)
    if form.is_valid() and meeting.led_by_id == request.user.pk:
        meeting.hand_over(form.cleaned_data["person"], by=request.user)
    elif meeting.led_by_id != request.user.pk:
        meeting.take_over(by=request.user)
    return _now(request, meeting)


@require_POST
@signed_in
def write(request: SignedInRequest, key: str, pk: int) -> HttpResponse:
    """Write a note. Its key goes into a cookie of this browser and nowhere else."""
    meeting = editable_retrospective(request.user, key, pk)
    form = NoteForm(request.POST)
    if not form.is_valid():
        return _wrong(request, meeting, form)
    note, secret = meeting.write(form.cleaned_data["text"], heading=form.cleaned_data["heading"])
    keys = keys_of(request, meeting) | {note.pk: secret}
    response = _now(request, meeting, keys)
    return give(response, request, meeting, note.pk, secret)


@require_POST
@signed_in
def withdraw(request: SignedInRequest, key: str, pk: int, note: int) -> HttpResponse:
    held = keys_of(request, visible_retrospective(request.user, key, pk)).get(note, "")
    own = own_note(request.user, key, pk, note, held)
    own.retrospective.withdraw(own)
    return _now(request, own.retrospective)


@require_POST
@signed_in
def reveal(request: SignedInRequest, key: str, pk: int) -> HttpResponse:
    meeting = editable_retrospective(request.user, key, pk)
    meeting.reveal(by=request.user)
    return _now(request, meeting)


@require_POST
@signed_in
def group(request: SignedInRequest, key: str, pk: int) -> HttpResponse:
    meeting = editable_retrospective(request.user, key, pk)
    form = GroupForm(request.POST, notes=meeting.notes.all())
    if form.is_valid():
        with wrong_in(form):
            meeting.group(form.cleaned_data["notes"])
    return _wrong(request, meeting, form) if form.errors else _now(request, meeting)


@require_POST
@signed_in
def vote(request: SignedInRequest, key: str, pk: int) -> HttpResponse:
    meeting = editable_retrospective(request.user, key, pk)
    form = VoteForm(request.POST)
    if form.is_valid():
        with wrong_in(form):
            if back := form.cleaned_data["back"]:
                meeting.take_vote_back(back, by=request.user)
            else:
                meeting.vote(form.cleaned_data["note"], by=request.user)
    return _wrong(request, meeting, form) if form.errors else _now(request, meeting)


@require_POST
@signed_in
def close(request: SignedInRequest, key: str, pk: int) -> HttpResponse:
    """End it with actions, each a card, or with a reason."""
    meeting = editable_retrospective(request.user, key, pk)
    form = RetrospectiveClosingForm(meeting.board, request.POST)
    if form.is_valid():
        try:
            meeting.close(
                form.to_do(),
                by=request.user,
                reason=form.cleaned_data["reason"],
                on_top=First.objects.is_chosen(meeting.board),
            )
        except ValidationError as error:
            form.take(error.message_dict)
        else:
            ring()
            return redirect("retrospective", key, pk)
    return _room(request, meeting, closing=form, status=422)


def _now(
    request: SignedInRequest,
    meeting: Retrospective,
    keys: dict[int, str] | None = None,
) -> HttpResponse:
    """The room as it is now; a plain form gets the page."""
    if not request.htmx:
        return redirect("retrospective", meeting.board.key, meeting.pk)
    fresh = visible_retrospective(request.user, meeting.board.key, meeting.pk)
    return _room(request, fresh, keys=keys)


def _wrong(request: SignedInRequest, meeting: Retrospective, form: Form) -> HttpResponse:
    """Show the errors of the form; nothing has changed."""
    if request.htmx:
        return pieces(request, "board/invalid.html", {"form": form}, status=422)
    complain(request, form)
    return redirect("retrospective", meeting.board.key, meeting.pk)


def _shown(request: SignedInRequest, meeting: Retrospective) -> MeetingRoom:
    return MeetingRoom(
        meeting, meeting.board, request.user, keys_of(request, meeting), timezone.now()
    )


def _room(
    request: SignedInRequest,
    meeting: Retrospective,
    *,
    keys: dict[int, str] | None = None,
    closing: RetrospectiveClosingForm | None = None,
    status: int = 200,
) -> HttpResponse:
    held = keys_of(request, meeting) if keys is None else keys
    if meeting.is_open and meeting.board.may_be_changed:
        note_here(meeting, request.user)
    room = MeetingRoom(meeting, meeting.board, request.user, held, timezone.now(), closing)
    page = "flow/improvement/room.html"
    template = f"{page}#room" if request.htmx else page
    context = {"board": meeting.board, "room": room, "meeting": meeting}
    return render(request, template, context, status=status)
