"""`column = ANY(values)`: many values as one parameter, which costs Django a tenth of `column__in`."""

from collections.abc import Iterable

from django.db.models import BooleanField, Func, Value


class OneOf(Func):
    """Whether a number or a text is one of these: `filter(OneOf("pk", ids))`. Of none, nothing is."""

    arg_joiner = " = ANY("
    output_field = BooleanField()

    def __init__(self, field: str, values: Iterable[int] | Iterable[str], of: type = int) -> None:
        array = "text[]" if of is str else "bigint[]"
        super().__init__(field, Value([*values]), template=f"(%(expressions)s::{array}))")
