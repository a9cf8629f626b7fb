"""The beginning of every answer about flow: its version of the board, and its days."""

from datetime import date

from pydantic import BaseModel, Field

AsOf = int | None
AS_OF = Field(description="The version of the board whose figures these are; null: none yet.")


class FlowAnswer(BaseModel):
    """The common fields of every answer."""

    as_of: AsOf = AS_OF


class InWindow(FlowAnswer):
    first: date = Field(serialization_alias="from")
    last: date = Field(serialization_alias="to")
