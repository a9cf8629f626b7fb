"""The flow of a board at a glance, and of all boards of a person."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from board.display.page.board_list import BoardList
from board.http import SignedInRequest, signed_in
from board.models import Board
from flow.metrics.charts import ALL
from flow.metrics.display.beside import beside
from flow.metrics.display.boards import rows
from flow.metrics.display.kept import Kept
from flow.metrics.display.tiles import tiles
from flow.metrics.views.decorators import question_of_a_board

SHOWN = ("cycle-time", "age", "cumulative-flow", "throughput", "how-many")


@question_of_a_board
def show(request: SignedInRequest, kept: Kept) -> HttpResponse:
    form, question = kept.form, kept.question
    context = {
        "board": form.board,
        "form": form,
        "question": question,
        "few": kept.few,
        "beside": list(beside(question)),
        "tiles": kept.all({"tiles": lambda: tiles(question)})["tiles"],
        "figures": kept.figures(*SHOWN),
        "charts": ALL,
    }
    return render(request, "flow/overview.html", context)


@require_safe
@signed_in
def boards(request: SignedInRequest) -> HttpResponse:
    listed = BoardList(Board.objects.visible_to(request.user).open(), request.GET)
    return render(request, "flow/boards.html", {"list": listed, "rows": rows(listed.page)})
