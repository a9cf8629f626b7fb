"""The choices of a lead for improvement: the cadence, and whether actions go first."""

from collections.abc import Collection
from datetime import time
from typing import Annotated, Any

from django.utils import timezone
from django.utils.translation import gettext as _
from pydantic import BaseModel, Field, Strict

from board.api.further import Further
from board.api.values import WHOLE, RequestBody
from board.models import Board, Person
from board.models.event import Kind
from flow.improvement.models import Cadence, ImprovementAction, NoteTemplate
from flow.improvement.models.cadence import MINUTES, USUAL_MINUTES, choose
from flow.improvement.models.first import First

OF_CADENCE, OF_FIRST = "cadence", "improvement_first"


Minutes = Annotated[
    int, Strict(), Field(json_schema_extra={"enum": list(MINUTES)}), WHOLE
]  # the verb refuses what is not among them


class CadenceAsked(RequestBody):
    """The weekday (Monday is 0), the time, and the weeks from one to the next; `off` stops it."""

    weekday: Annotated[int, Strict(), Field(ge=0, le=6), WHOLE] = 0
    at: Annotated[str, Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")] = "14:00"
    every_weeks: Annotated[int, Strict(), Field(ge=1, le=12), WHOLE] = 1
    minutes: Minutes = USUAL_MINUTES
    template: NoteTemplate = NoteTemplate.START_STOP_CONTINUE
    off: Annotated[bool, Strict()] = False


class CadenceAnswer(BaseModel):
    weekday: int
    at: str
    every_weeks: int
    minutes: int
    template: str


def keep_cadence(board: Board, asked: Any, *, by: Person) -> None:
    """Set the cadence; with `off`, remove it."""
    if asked.off:
        stop_cadence(board, by=by)
        return
    hours, minutes = map(int, asked.at.split(":"))
    set_cadence(
        board,
        by=by,
        weekday=asked.weekday,
        at=time(hours, minutes),
        every_weeks=asked.every_weeks,
        minutes=asked.minutes,
        template=asked.template,
    )


def set_cadence(board: Board, *, by: Person, **values: Any) -> Cadence:
    with board.turn(by=by) as turn:
        cadence = choose(board, today=board.day_of(timezone.now()), **values)
        turn.record(Kind.SETTINGS_CHANGED, of=OF_CADENCE, weeks=cadence.every_weeks)
        if "improvement" not in turn.board.practices_on:
            turn.board.switch_practices(by=by, improvement=True)
    return cadence


def stop_cadence(board: Board, *, by: Person) -> None:
    with board.turn(by=by) as turn:
        gone, _of_what = Cadence.objects.filter(board=board).delete()
        if gone:
            turn.record(Kind.SETTINGS_CHANGED, of=OF_CADENCE, weeks=None)


def cadence_answer(board: Board) -> CadenceAnswer | None:
    cadence = Cadence.objects.of(board)
    if cadence is None:
        return None
    return CadenceAnswer(
        weekday=cadence.weekday,
        at=f"{cadence.at:%H:%M}",
        every_weeks=cadence.every_weeks,
        minutes=cadence.minutes,
        template=cadence.template,
    )


def put_first(board: Board, first: bool, *, by: Person) -> None:
    """Put the actions of retrospectives on top of the queue, or at its end."""
    with board.turn(by=by) as turn:
        if First.objects.is_chosen(board) != first:
            First.objects.choose(board, first)
            turn.record(Kind.SETTINGS_CHANGED, of=OF_FIRST, on=first)


def cadence_in_words(data: dict[str, Any]) -> str:
    if data.get("weeks"):
        return _("chose when retrospectives are held")
    return _("chose no days for retrospectives")


def first_in_words(data: dict[str, Any]) -> str:
    if data.get("on"):
        return _("let actions of retrospectives go first")
    return _("let actions of retrospectives wait their turn")


def pulled_first(board: Board, columns: Collection[int]) -> list[tuple[int, int, int]]:
    """Where improvement goes first, the oldest action in each of these columns is pulled next."""
    return ImprovementAction.objects.of_board(board).first_of_each(columns)


CADENCE = Further(
    asked=(CadenceAsked | None, None),
    answered=(
        CadenceAnswer | None,
        Field(description="When retrospectives are held; null: when somebody opens one."),
    ),
    answer=cadence_answer,
    keep=keep_cadence,
)
FIRST = Further(
    asked=(Annotated[bool, Strict()] | None, None),
    answered=(
        bool,
        Field(description="Whether actions of retrospectives stand on top of the queue."),
    ),
    answer=First.objects.is_chosen,
    keep=put_first,
)
