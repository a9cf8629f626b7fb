from pydantic import BaseModel

from board.models.card.placements import Placement, PlacementVerdict


class PlacementAnswer(BaseModel):
    """Whether a card may go to one column and lane."""

    column: str
    column_id: int
    lane: str
    lane_id: int
    answer: PlacementVerdict
    words: str


def placement_answer(placement: Placement) -> PlacementAnswer:
    return PlacementAnswer(
        column=placement.column.name,
        column_id=placement.column.pk,
        lane=placement.lane.name,
        lane_id=placement.lane.pk,
        answer=placement.answer,
        words=placement.words,
    )
