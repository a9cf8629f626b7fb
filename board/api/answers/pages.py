from collections.abc import Callable, Sequence
from typing import Annotated, Any, Generic, TypeVar

from django.db.models import Model, QuerySet
from pydantic import BaseModel, Field

from board.api.queries import Query
from board.api.values import BIGGEST_NUMBER

SIZE = 100

Answer = TypeVar("Answer", bound=BaseModel)
Row = TypeVar("Row", bound=Model)
Item = TypeVar("Item")

PageNumber = Annotated[
    int, Query(1, ge=1, le=BIGGEST_NUMBER, description=f"Which page; each has {SIZE} items.")
]


class Page(BaseModel, Generic[Answer]):
    """A part of a list; one behind the last is empty."""

    items: list[Answer]
    count: int = Field(description="How many items the whole list has.")
    page: int
    pages: int


def page_of(
    kind: Callable[..., Page], rows: QuerySet[Row], page: int, answer: Callable[[Row], Answer]
) -> Page:
    """One page of these rows, in two statements."""
    return _page(kind, rows.order_by().count(), rows, page, answer)


def page_of_items(
    kind: Callable[..., Page], items: Sequence[Item], page: int, answer: Callable[[Item], Answer]
) -> Page:
    """One page of what is at hand already."""
    return _page(kind, len(items), items, page, answer)


def page_of_all(kind: type[Page], items: list[Answer]) -> Page:
    """The only page of a list that is always short."""
    return kind(items=items, count=len(items), page=1, pages=1)


def _page(kind: Callable[..., Page], count: int, all_of_it: Any, page: int, answer: Any) -> Page:
    items = [answer(each) for each in all_of_it[(page - 1) * SIZE : page * SIZE]]
    return kind(items=items, count=count, page=page, pages=max(1, -(-count // SIZE)))
