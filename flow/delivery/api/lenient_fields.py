"""The fields of what pipelines send: a number may be a string, and unknown fields are kept."""

from typing import Annotated

from django.utils.translation import gettext as _
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from board.models.words import is_storable

Text = str | int | None
Time = Annotated[str | float | None, Field(description="ISO 8601, or seconds since 1970.")]
Required = Annotated[  # demanded by the operation: the description knows no null
    str | None,
    WithJsonSchema({"type": "string", "maxLength": 200, "pattern": r"^[^\x00]*[^\s\x00][^\x00]*$"}),
]


def _storable(value: str | int | None) -> str | int | None:
    if isinstance(value, str) and not is_storable(value):
        raise PydanticCustomError("string_unicode", _("A text cannot contain these characters."))
    return value


Name = Annotated[str | int | None, AfterValidator(_storable), Field(description="A name or an id.")]


class Lenient(BaseModel):
    """The body of a pipeline's request; fields that are not known are kept for their reader."""

    model_config = ConfigDict(extra="allow")
