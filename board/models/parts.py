from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.translation import gettext as _


def checked(part):
    """Save a named part of a board; a name that is taken or empty is a ValidationError."""
    try:
        part.full_clean()
    except ValidationError as error:
        if NON_FIELD_ERRORS not in error.error_dict:
            raise
        taken = _("%(name)s is there already.") % {"name": part.name}
        raise ValidationError({"name": taken}) from error
    part.save()
    return part
