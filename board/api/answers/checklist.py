from datetime import datetime

from pydantic import BaseModel, Field

from board.models import ChecklistItem


class ItemAnswer(BaseModel):
    """A scenario or a step of a card."""

    id: int
    text: str
    done: bool
    done_by: str | None = Field(description="The e-mail address of the person who ticked it.")
    done_at: datetime | None


class ItemsAnswer(BaseModel):
    """The scenarios or the steps of a card, in order; at most 100."""

    items: list[ItemAnswer]


def item_answer(item: ChecklistItem) -> ItemAnswer:
    return ItemAnswer(
        id=item.pk,
        text=item.text,
        done=item.is_done,
        done_by=item.done_by.email if item.done_by else None,
        done_at=item.done_at,
    )
