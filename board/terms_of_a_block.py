"""The fields that apps add to the form of a block, next to the reason.

An app names them on its AppConfig (`terms_of_a_block`); what keeps one is a `TermOfABlock`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

from django.forms import Field
from pydantic import BaseModel, create_model

from board import extensions
from board.models import Block, Board, Person

Model = TypeVar("Model", bound=BaseModel)


@dataclass(frozen=True)
class TermOfABlock:
    """A field of a block that an app keeps.

    `asked` is how pydantic knows it in a request. `find` makes of what was said in the API what
    `keep` takes, and raises ValidationError for what there is not; `keep` says whether that changes
    the block. `field` is the field of the page's form, None where there is nothing to choose.
    """

    asked: tuple[Any, Any]
    find: Callable[[Board, Person, Any], Any]
    field: Callable[[Board, Person], Field | None]
    keep: Callable[[Block, Any], bool]


def widened(model: type[Model], name: str) -> type[Model]:
    """The model with the fields that apps add."""
    fields = {field: each.asked for field, each in extensions.terms_of_a_block()}
    return create_model(name, __base__=model, __doc__=model.__doc__, **fields)


def fields(board: Board, person: Person) -> dict[str, Field]:
    """The fields of the page's form on this board."""
    asked = ((name, each.field(board, person)) for name, each in extensions.terms_of_a_block(board))
    return {name: field for name, field in asked if field}


def found(board: Board, person: Person, asked: Any) -> dict[str, Any]:
    """Return the values of these fields in a request of the API, as `keeps` takes them."""
    values = ((name, each, getattr(asked, name)) for name, each in extensions.terms_of_a_block())
    return {name: each.find(board, person, value) for name, each, value in values if value}


def keeps(values: Mapping[str, Any]) -> list[Callable[[Block], bool]]:
    """For each field of which something was said, what keeps it of a block."""
    terms = dict(extensions.terms_of_a_block())
    return [
        partial(_keep, terms[name], value)
        for name, value in values.items()
        if name in terms and value
    ]


def _keep(term: TermOfABlock, value: Any, block: Block) -> bool:
    return term.keep(block, value)
