"""The kinds of values that come in. What the database could not hold is refused here, by name."""

import re
from datetime import date
from typing import Annotated, Any

from django.db.models import Model
from django.utils.translation import gettext as _
from ninja import Header, Path
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainValidator,
    Strict,
    StringConstraints,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

from board.models.board.board import KEY
from board.models.words import is_storable

BIGGEST_NUMBER = 2**31 - 1  # of a card, a version, a maximum: PostgreSQL's integer
BIGGEST_SIZE = 2**15 - 1  # PostgreSQL's smallint
LONGEST_NAME = 80  # of all that a reference may name
VISIBLE = r"^[!-~]{1,200}$"
BIGGEST_ID = 2**63 - 1  # PostgreSQL's bigint


class RequestBody(BaseModel):
    """The body of a request; an unknown field is an error."""

    model_config = ConfigDict(extra="forbid")


def example(**values: Any) -> ConfigDict:
    """Return the example of a model for the description."""
    return ConfigDict(json_schema_extra={"examples": [values]})


def length_of(model: type[Model], field: str) -> int:
    """How long a text the model holds in this field."""
    length = model._meta.get_field(field).max_length  # type: ignore[union-attr]
    assert length is not None
    return length


def _storable(value: str) -> str:
    """Refuse what no database and no answer can hold: NUL, and half of a surrogate pair."""
    if "\x00" in value:
        raise PydanticCustomError("nul_character", _("A text cannot contain NUL characters."))
    if not is_storable(value):
        raise PydanticCustomError(
            "string_unicode", _("A text cannot contain an incomplete character.")
        )
    return value


def _whole(value: Any) -> Any:
    """In JSON 3.0 is an integer like 3."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _day(value: Any) -> Any:
    if isinstance(value, str) and not re.fullmatch(r"\d{4}-\d\d-\d\d", value, re.ASCII):
        raise PydanticCustomError("day", _("Write a date like 2026-11-23."))
    if not isinstance(value, str | None):
        raise PydanticCustomError("day", _("Write a date like 2026-11-23."))
    return value


def _reference(value: Any) -> int | str:
    if isinstance(value, str) and value and len(value) <= LONGEST_NAME:
        return _storable(value)
    value = _whole(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    raise PydanticCustomError("reference", _("Give an id (a number) or an exact name."))


Text = Annotated[
    str, AfterValidator(_storable), Field(json_schema_extra={"pattern": r"^[^\x00]*$"})
]
Line = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1),
    AfterValidator(_storable),
    Field(json_schema_extra={"pattern": r"^[^\x00]*[^\s\x00][^\x00]*$"}),
]
Day = Annotated[date, BeforeValidator(_day)]
Switch = Annotated[bool, Strict()]
WHOLE = BeforeValidator(_whole)  # stands last: a field after it would not be described
Number = Annotated[int, Strict(), Field(ge=1, le=BIGGEST_NUMBER), WHOLE]
Count = Annotated[int, Strict(), Field(ge=0, le=BIGGEST_NUMBER), WHOLE]
RowId = Annotated[int, Strict(), Field(ge=1, le=BIGGEST_ID), WHOLE]  # in a body
Expected = Annotated[
    Count | None,
    Field(description="The revision that you saw; if it has changed, 409 with it as it is now."),
]
Size = Annotated[int, Strict(), Field(ge=0, le=BIGGEST_SIZE), WHOLE]
Reference = Annotated[
    int | str,
    PlainValidator(_reference),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "integer"},
                {"type": "string", "minLength": 1, "maxLength": LONGEST_NAME},
            ]
        }
    ),
]
Versions = Annotated[
    dict[Annotated[str, StringConstraints(pattern="^[1-9][0-9]{0,18}$")], Count],
    Field(json_schema_extra={"additionalProperties": False}),
]

BoardKey = Annotated[str, Path(pattern=KEY, description="The key of the board.", example="SLU")]
CardNumber = Annotated[
    int, Path(ge=1, le=BIGGEST_NUMBER, description="The number of the card: 12 of SLU-12.")
]
Id = Annotated[int, Path(ge=1, le=BIGGEST_ID)]
IdempotencyKey = Annotated[
    str | None,
    WithJsonSchema({"type": "string", "pattern": VISIBLE}),
    Header(
        None,
        alias="Idempotency-Key",
        pattern=VISIBLE,
        description=(
            "Made by the client, new for each request. A retry with the same key does nothing "
            "twice: it is answered 200 with the card as it is now."
        ),
    ),
]
