"""The audit trail, for staff: a page, and the same as CSV."""

from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from board.access import staff
from board.forms.account import AuditForm
from board.http import SignedInRequest, signed_in
from board.models import AuditEntry
from board.spreadsheet import lines

A_PAGE = 50


@never_cache
@require_GET
@signed_in
def index(request: SignedInRequest) -> HttpResponse:
    staff(request.user)
    form = AuditForm(request.GET)
    page = Paginator(form.entries(), A_PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "entries": page, "asked": form.asked()}
    return render(request, "board/audit.html", context)


@never_cache
@require_GET
@signed_in
def export(request: SignedInRequest) -> HttpResponseBase:
    staff(request.user)
    head = [_("When"), _("What"), _("Person"), _("By"), _("Address"), _("Browser"), _("Detail")]
    rows = map(_cells, AuditForm(request.GET).entries().iterator(2000))
    answer = StreamingHttpResponse(lines(head, rows), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="audit.csv"'
    return answer


def _cells(entry: AuditEntry) -> list[str]:
    return [
        entry.at.isoformat(),
        entry.kind,
        entry.person.email if entry.person else "",
        entry.by.email if entry.by else "",
        entry.address or "",
        entry.browser,
        entry.detail,
    ]
