"""A verb is tried; its errors are shown by the form that asked for it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import MappingProxyType
from typing import Any

from django.core.exceptions import ValidationError

from board.models import Refusal, StalePart

SAME: Mapping[str, str] = MappingProxyType({})


@contextmanager
def wrong_in(form: Any, names: Mapping[str, str] = SAME) -> Iterator[None]:
    """Turn a ValidationError of what is done here into errors of the form.

    `names` gives the field of a name, where the form calls it otherwise than the verb.
    """
    try:
        yield
    except ValidationError as error:
        for name, errors in _by_name(error).items():
            field = names.get(name, name)
            form.add_error(field if field in form.fields else None, errors)


@contextmanager
def tried(form: Any) -> Iterator[None]:
    """Turn a refusal of what is done here into errors of the form, too."""
    try:
        with wrong_in(form):
            yield
    except StalePart as refusal:
        form.say_stale(refusal)
    except Refusal as refusal:
        form.add_error(None, refusal.message)


def _by_name(error: ValidationError) -> dict[str, list[ValidationError]]:
    return error.error_dict if hasattr(error, "error_dict") else {"": error.error_list}
