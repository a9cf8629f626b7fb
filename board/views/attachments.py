"""The files of a card."""

from dataclasses import replace
from uuid import UUID

from django.http import FileResponse, Http404, HttpResponse, HttpResponseNotModified, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from board.access import (
    editable_attachment,
    editable_card,
    visible_attachment,
    visible_picture,
    visible_thumbnail,
)
from board.downloads import download, mark_of, picture, thumbnail
from board.forms.attachment import AttachForm, DetachForm
from board.forms.errors import tried
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
    attachment = visible_picture(request.user, key, number, pk)
    if request.headers.get("If-None-Match") == mark_of(attachment):
        return HttpResponseNotModified()
    return picture(attachment)  # type: ignore[return-value]


@require_GET
@signed_in
def show_thumbnail(request: SignedInRequest, key: str, number: int, pk: UUID) -> HttpResponse:
    """A picture drawn small; what cannot be drawn is not here."""
    attachment = visible_thumbnail(request.user, key, number, pk)
    if request.headers.get("If-None-Match") == mark_of(attachment):
        return HttpResponseNotModified()
    small = attachment.open_thumbnail()
    if small is None:
        raise Http404
    return thumbnail(attachment, small)  # type: ignore[return-value]


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
    answer = {
        "name": attachment.name,
        "url": reverse("attachment", args=[card.board.key, card.number, attachment.pk]),
        "is_picture": attachment.is_picture,
    }
    return JsonResponse(answer, status=201)
