"""The face of a card: what the board shows of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db.models import Prefetch, prefetch_related_objects
from django.utils import timezone

from board.models import Block, Card, Override, Service

if TYPE_CHECKING:
    from board.models import Board


@dataclass(frozen=True)
class Face:
    """A card with what keeps it from going on and what let it past a limit."""

    card: Card
    block: Block | None
    override: Override | None

    @property
    def service(self) -> str:
        return self.card.service_class.kind

    @property
    def is_standard(self) -> bool:
        return self.service == Service.STANDARD

    @property
    def style(self) -> str:
        """How much room it takes: what is not started is brief, what is done is a line."""
        if self.card.column.is_done:
            return "done"
        return "full" if self.card.column.is_started else "brief"

    @property
    def heat(self) -> int:
        """How many thresholds of its column's pace the card has reached: 0 to 4."""
        age, pace = self.card.age, self.card.column.pace
        return sum(age >= days for days in pace) if age and pace else 0

    @property
    def blocked_days(self) -> int:
        return self._days_since(self.block.blocked_at) if self.block else 0

    @property
    def took(self) -> int | None:
        """Cycle time in days, both ends counted."""
        start, end = self.card.started_at, self.card.finished_at
        if start is None or end is None:
            return None
        board = self.card.board
        return (board.day_of(end) - board.day_of(start)).days + 1

    @property
    def finished_on(self) -> date | None:
        end = self.card.finished_at
        return self.card.board.day_of(end) if end else None

    @property
    def has_foot(self) -> bool:
        card = self.card
        return bool(card.due_on or card.labels.all() or card.assignees.all())

    @property
    def is_due_soon(self) -> bool:
        due = self.card.due_on
        return due is not None and (due - self.card.board.day_of(timezone.now())).days <= 7

    def _days_since(self, moment: datetime) -> int:
        board = self.card.board
        return (board.day_of(timezone.now()) - board.day_of(moment)).days + 1


def faces(board: "Board", cards: Iterable[Card]) -> list[Face]:
    """The faces of these cards of a board, in four statements however many there are."""
    cards = list(cards)
    prefetch_related_objects(
        cards,
        "assignees",
        "labels",
        Prefetch("blocks", Block.objects.standing(), to_attr="standing_blocks"),
        Prefetch("overrides", Override.objects.in_force(), to_attr="overrides_in_force"),
    )
    return [_face(board, card) for card in cards]


def _face(board: "Board", card: Card) -> Face:
    shape = board.shape
    card.board = board
    card.column = shape.columns.get(card.column_id) or card.column
    card.service_class = shape.service_classes[card.service_class_id]
    blocks, overrides = card.standing_blocks, card.overrides_in_force  # type: ignore[attr-defined]
    return Face(
        card,
        block=blocks[0] if blocks else None,
        override=overrides[-1] if overrides else None,
    )
