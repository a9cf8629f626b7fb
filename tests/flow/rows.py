"""The rows that flow keeps of a board, as plain values that can be compared."""

from typing import Any

from board.models import Board
from flow.metrics.models import Delta, Option, Passage


def rows(board: Board) -> dict[str, list[dict[str, Any]]]:
    """All of them, in one order, without the numbers that the database gave them."""
    return {
        model.__name__: [
            {name: value for name, value in row.items() if name != "id"}
            for row in model.objects.filter(board=board).order_by(*order).values()
        ]
        for model, order in (
            (Delta, ("day", "column_id", "service_class_id", "lane_id")),
            (Option, ("card_id",)),
            (Passage, ("card_id", "nth")),
        )
    }
