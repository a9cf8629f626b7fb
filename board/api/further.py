"""The fields that apps add to a board in the API, and let its leads change.

An app names them on its AppConfig (`terms_of_a_board`); what keeps one is a `Further`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import BaseModel, create_model

from board import extensions
from board.models import Board, Person

Model = TypeVar("Model", bound=BaseModel)

ASKED, ANSWERED = "asked", "answered"


@dataclass(frozen=True)
class Further:
    """A field of a board that an app keeps.

    `asked` and `answered` are its pydantic field in a request and in an answer: the type, and the
    default or description.
    """

    asked: tuple[Any, Any]
    answered: tuple[Any, Any]
    answer: Callable[[Board], Any]
    keep: Callable[..., Any]  # of a board, what was asked, and by whom


def widened(model: type[Model], name: str, side: str) -> type[Model]:
    """The model with the fields that apps add."""
    fields = {field: getattr(kept, side) for field, kept in extensions.terms_of_a_board()}
    return create_model(name, __base__=model, __doc__=model.__doc__, **fields)


def answers(board: Board) -> dict[str, Any]:
    return {name: each.answer(board) for name, each in extensions.terms_of_a_board()}


def keep(board: Board, values: dict[str, Any], *, by: Person) -> None:
    """Let the apps keep the values of their fields."""
    for name, each in extensions.terms_of_a_board():
        if values.get(name) is not None:
            each.keep(board, values[name], by=by)


def names() -> set[str]:
    return {name for name, _kept in extensions.terms_of_a_board()}
