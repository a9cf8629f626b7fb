"""When a board wants to be alerted."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from board.access import led_board, visible_board
from board.http import SignedInRequest, signed_in
from board.models import Board
from flow.alerts.forms import RulesForm
from flow.alerts.history import Past
from flow.alerts.kinds import label_of, usual_of
from flow.alerts.models import Rule, Watch
from flow.alerts.sentences import rule_row


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def show(request: SignedInRequest, key: str) -> HttpResponse:
    """Every rule as a sentence, with how often it would have alerted; a lead may change them."""
    board = (led_board if request.method == "POST" else visible_board)(request.user, key)
    rules = Rule.objects.of(board)
    form = RulesForm(request.POST or None, rules=rules, usual=usual_of(board))
    if form.is_valid():
        Rule.objects.keep(board, form.wanted(), by=request.user)
        Watch.objects.look_again(board)
        return redirect("alert-rules", key)
    context = {"board": board, "form": form, "rows": _rows(board, rules, form)}
    return render(request, "flow/alerts/rules.html", context, status=422 if form.is_bound else 200)


def _rows(board: Board, rules: dict[str, Rule], form: RulesForm) -> list[dict[str, object]]:
    counts = Past(board, timezone.now()).counts(rules)
    rows: list[dict[str, object]] = []
    for kind, rule in rules.items():
        says, count = rule_row(rule, counts)
        days = form[f"days_{kind}"] if f"days_{kind}" in form.fields else None
        rows.append(
            {
                "rule": rule,
                "name": label_of(kind),
                "says": says,
                "count": count,
                "on": form[f"on_{kind}"],
                "days": days,
            }
        )
    return rows
