"""The files of a card."""

from dataclasses import replace
from uuid import UUID

from django.http import FileResponse, HttpResponse, HttpResponseNotModified, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from board.access import (
    editable_attachment,
    editable_card,
    visible_attachment,
    visible_picture,
)
from board.downloads import download, mark_of, picture
from board.forms.attachment import AttachForm, DetachForm
from board.forms.trying import tried
from board.http import SignedInRequest, signed_in, terms_of
from board.models import Card
from board.models.card.attachments import content_mark
from board.views.answers import changed


@require_POST
@signed_in
def attach(request: SignedInRequest, key: str, number: int) -> HttpResponse:
    card = editable_card(request.user, key, number)
    form = AttachForm(request.POST, request.FILES)
    if request.headers.get("Accept") == "application/json":
        return _to_a_script(request, form, card)
    if form.is_valid():
        file = form.cleaned_data["file"]
        terms = terms_of(request, form)
        if terms.key:
            terms = replace(terms, fingerprint=content_mark(file))
        card = card.attach(file, by=request.user, terms=terms).card
    return changed(request, form, card)


@require_GET
@signed_in
def show(request: SignedInRequest, key: str, number: int, pk: UUID) -> FileResponse:
    return download(visible_attachment(request.user, key, number, pk))


@require_GET
@signed_in
def show_picture(request: SignedInRequest, key: str, number: int, pk: UUID) -> HttpResponse:
    """A picture as a page shows it; what is no picture is not here."""
    found = visible_picture(request.user, key, number, pk)
    if request.headers.get("If-None-Match") == mark_of(found):
        return HttpResponseNotModified()
    return picture(found)  # type: ignore[return-value]


@require_POST
@signed_in
def detach(request: SignedInRequest, key: str, number: int, pk: UUID) -> HttpResponse:
    card, attachment = editable_attachment(request.user, key, number, pk)
    form = DetachForm(request.POST)
    if form.is_valid():
        card.detach(attachment, by=request.user, terms=terms_of(request, form))
    return changed(request, form, card)


def _to_a_script(request: SignedInRequest, form: AttachForm, card: Card) -> HttpResponse:
    """Attach what was dropped or pasted, and say how a text names it."""
    attachment = None
    if form.is_valid():
        with tried(form):
            attachment = card.attach(form.cleaned_data["file"], by=request.user)
    if attachment is None:
        words = " ".join(str(each) for errors in form.errors.values() for each in errors)
        return JsonResponse({"error": words}, status=422)
    said = {
        "name": attachment.name,
        "url": reverse("attachment", args=[card.board.key, card.number, attachment.pk]),
        "is_picture": attachment.is_picture,
    }
    return JsonResponse(said, status=201)
