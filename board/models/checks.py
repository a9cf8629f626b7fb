from collections.abc import Collection

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.core.validators import MaxLengthValidator
from django.db.models import Field, Model, TextField
from django.utils.translation import gettext as _


def checked(part):
    """Save a named part of a board; raise ValidationError for a taken or an empty name."""
    try:
        part.full_clean()
    except ValidationError as error:
        if NON_FIELD_ERRORS not in error.error_dict:
            raise
        taken = _("%(name)s exists already.") % {"name": part.name}
        raise ValidationError({"name": taken}) from error
    _check_lengths(part, part._meta.fields)
    part.save()
    return part


def check_fields(thing: Model, *names: str) -> None:
    """Raise ValidationError if one of these fields is too long, too large or empty; no query."""
    thing.clean_fields(exclude={field.name for field in thing._meta.fields} - {*names})
    _check_lengths(thing, [field for field in thing._meta.fields if field.name in names])


def _check_lengths(thing: Model, fields: Collection[Field]) -> None:
    """Check the length of long texts, too: Django checks it in forms only."""
    for field in fields:
        if isinstance(field, TextField) and field.max_length is not None:
            try:
                MaxLengthValidator(field.max_length)(getattr(thing, field.name))
            except ValidationError as error:
                raise ValidationError({field.name: error}) from error
