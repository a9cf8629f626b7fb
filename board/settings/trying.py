"""A verb is tried; what the board says no to is told by the form that asked for it."""

from collections.abc import Iterator
from contextlib import contextmanager

from django import forms
from django.core.exceptions import ValidationError

from board.models import Refusal


@contextmanager
def tried(form: forms.BaseForm) -> Iterator[None]:
    """Turn a refusal of what is done here into errors of the form."""
    try:
        yield
    except Refusal as refusal:
        form.add_error(None, refusal.message)
    except ValidationError as error:
        for field, errors in _by_field(error).items():
            form.add_error(field if field in form.fields else None, errors)


def _by_field(error: ValidationError) -> dict[str, list[ValidationError]]:
    return error.error_dict if hasattr(error, "error_dict") else {"": error.error_list}
