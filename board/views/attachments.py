"""The files of a card."""

from dataclasses import replace
from uuid import UUID

from django.http import FileResponse, HttpResponse
from django.views.decorators.http import require_GET, require_POST

from board.access import editable_attachment, editable_card, visible_attachment
from board.downloads import download
from board.forms.attachment import AttachForm, DetachForm
from board.http import SignedInRequest, signed_in, terms_of
from board.models.card.attachments import content_mark
from board.views.answers import changed


@require_POST
@signed_in
def attach(request: SignedInRequest, key: str, number: int) -> HttpResponse:
    card = editable_card(request.user, key, number)
    form = AttachForm(request.POST, request.FILES)
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


@require_POST
@signed_in
def detach(request: SignedInRequest, key: str, number: int, pk: UUID) -> HttpResponse:
    card, attachment = editable_attachment(request.user, key, number, pk)
    form = DetachForm(request.POST)
    if form.is_valid():
        card.detach(attachment, by=request.user, terms=terms_of(request, form))
    return changed(request, form, card)
