from pydantic import BaseModel, Field

from board.models import Board, Limit, Mode, Person, Scope
from board.models.limit.refused_pull import SPANS
from board.models.limit.tally import Tally


class PersonCount(BaseModel):
    email: str
    count: int


class LimitAnswer(BaseModel):
    """A WIP limit, and what it counts now."""

    id: int
    name: str = Field(description="Its own name, or that of what it counts.")
    sentence: str = Field(description="What it does, in plain words.")
    scope: Scope
    maximum: int
    mode: Mode
    columns: list[str] = Field(description="None named: from the commitment point to before done.")
    column_ids: list[int]
    lane: str | None
    lane_id: int | None
    service_class: str | None
    service_class_id: int | None
    each_person: bool
    counts_blocked: bool
    members_may_override: bool
    version: int = Field(description="Raised by each change; an override names it.")
    revision: int = Field(description="The same number, by the name that all parts have.")
    count: int | None = Field(description="Null if it counts for each person apart.")
    people: list[PersonCount] = Field(description="Who has cards there, if for each person.")
    refused: dict[str, int] = Field(
        description="How many cards it refused in the last 7 and 28 days; a card once a day."
    )


def limit_answers(board: Board, limits: list[Limit]) -> list[LimitAnswer]:
    """These limits of the board, counted in at most two statements (and one for the people)."""
    people = list(board.members.all()) if any(limit.each_person for limit in limits) else []
    tally = Tally.of(board, limits, [person.pk for person in people])
    return [limit_answer(board, limit, tally, people) for limit in limits]


def limit_answer(board: Board, limit: Limit, tally: Tally, people: list[Person]) -> LimitAnswer:
    shape = board.shape
    columns = [shape.columns[pk] for pk in shape.columns if pk in limit.named_column_ids]
    lane = shape.lanes.get(limit.lane_id) if limit.lane_id else None
    service_class = (
        shape.service_classes.get(limit.service_class_id) if limit.service_class_id else None
    )
    return LimitAnswer(
        id=limit.pk,
        name=limit.title,
        sentence=limit.sentence,
        scope=limit.scope,
        maximum=limit.maximum,
        mode=Mode(limit.mode),
        columns=[column.name for column in columns],
        column_ids=[column.pk for column in columns],
        lane=lane.name if lane else None,
        lane_id=limit.lane_id,
        service_class=service_class.name if service_class else None,
        service_class_id=limit.service_class_id,
        each_person=limit.each_person,
        counts_blocked=limit.counts_blocked,
        members_may_override=limit.members_may_override,
        version=limit.version,
        revision=limit.revision,
        count=None if limit.each_person else tally.count(limit),
        people=_counts(limit, tally, people) if limit.each_person else [],
        refused=_refused(board, limit),
    )


def _counts(limit: Limit, tally: Tally, people: list[Person]) -> list[PersonCount]:
    counts = [(person.email, tally.count(limit, person.pk)) for person in people]
    return [PersonCount(email=email, count=count) for email, count in sorted(counts) if count]


def _refused(board: Board, limit: Limit) -> dict[str, int]:
    refused = board.refused_pulls.get(limit.pk, {})
    return {str(days): refused.get(days, 0) for days in SPANS}
