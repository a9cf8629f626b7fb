"""The people of a board: its members and the links that invite to it. A lead's pages."""

from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from board.access import led_board, led_invitation, visible_board
from board.forms.people import InvitationForm, RoleForm
from board.http import SignedInRequest, signed_in
from board.models import AuditEntry, Board, Invitation, Person, Role
from board.models.card.mention import names_of
from board.models.mail_budget import INVITATIONS
from board.models.name import compared
from board.notices.invitations import send_invitation

MOST_NAMES = 8


@require_GET
@signed_in
def index(request: SignedInRequest, key: str) -> HttpResponse:
    board = visible_board(request.user, key)
    return _page(request, board, InvitationForm())


@require_GET
@signed_in
def names(request: SignedInRequest, key: str) -> HttpResponse:
    """The members whose name, or a word of it, or address begins so, to be mentioned."""
    board = visible_board(request.user, key)
    members = list(Person.objects.seeing(board))
    typed, written = compared(request.GET.get("q", "")[:60]), names_of(members)
    fitting = [each for each in members if _begins(each, typed)]
    people = [(each, written[each.pk]) for each in fitting[:MOST_NAMES]]
    return render(request, "board/mention_names.html", {"people": people})


@require_POST
@signed_in
def invite(request: SignedInRequest, key: str) -> HttpResponse:
    """Make a link. With an address it is mailed, and shown to nobody else; without, it is shown.

    It is said this once, for only a digest of it is kept.
    """
    board = led_board(request.user, key)
    form = InvitationForm(request.POST)
    if not form.is_valid():
        return _page(request, board, form, status=422)
    email, role = form.cleaned_data["email"], Role(form.cleaned_data["role"])
    with transaction.atomic():
        secret = Invitation.issue(
            board, email=email, role=role, mailed=bool(email), by=request.user
        )
        if email:
            INVITATIONS.check(request.user)
            AuditEntry.record(
                INVITATIONS.kind,
                person=request.user,
                by=request.user,
                detail=f"{board.key}: {email}",
                request=request,
            )
            send_invitation(board, secret, to=email, role=role, by=request.user)
    if email:  # only a reader of the mail to this address may have the link
        return _page(request, board, InvitationForm(), mailed_to=email)
    link = request.build_absolute_uri(reverse("invitation", args=[secret]))
    return _page(request, board, InvitationForm(), link=link)


@require_POST
@signed_in
def withdraw(request: SignedInRequest, key: str, pk: int) -> HttpResponse:
    led_invitation(request.user, key, pk).withdraw(by=request.user)
    return redirect("people", key=key)


@require_POST
@signed_in
def change_role(request: SignedInRequest, key: str, pk: int) -> HttpResponse:
    board = led_board(request.user, key)
    person = _member(board, pk)
    form = RoleForm(request.POST)
    if form.is_valid():
        board.add_member(person, Role(form.cleaned_data["role"]), by=request.user)
        return redirect("people", key=key)
    return _page(request, board, InvitationForm(), wrong=form.complaint(person), status=422)


@require_POST
@signed_in
def remove(request: SignedInRequest, key: str, pk: int) -> HttpResponse:
    board = led_board(request.user, key)
    person = _member(board, pk)
    board.remove_member(person, by=request.user)
    return redirect("boards") if person == request.user else redirect("people", key=key)


def _begins(person: Person, typed: str) -> bool:
    """Whether the name of this person, a word of it, or the address begins so."""
    name = compared(person.short_name)
    return f" {name}".find(f" {typed}") >= 0 or person.email.lower().startswith(typed)


def _member(board: Board, pk: int) -> Person:
    person = board.members.all().in_bulk([pk]).get(pk)
    if person is None:
        raise Http404
    return person


def _page(
    request: SignedInRequest,
    board: Board,
    form: InvitationForm,
    *,
    link: str = "",
    mailed_to: str = "",
    wrong: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {
        "board": board,
        "form": form,
        "link": link,
        "mailed_to": mailed_to,
        "wrong": wrong,
        "memberships": board.memberships.select_related("person"),
        "invitations": board.invitations.open().select_related("invited_by"),
        "roles": Role.choices,
    }
    return render(request, "board/people.html", context, status=status)
