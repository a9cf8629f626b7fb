"""A component that a request names by its id or its name."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from flow.delivery.models import Component


def component_named(known: Sequence[Component], name: int | str, field: str) -> Component:
    """The one of these components with this id or name.

    Raises ValidationError for a name that none of them has, or several have.
    """
    named = [component for component in known if name in (component.pk, component.name)]
    if len(named) != 1:
        words = _("The board has no component %(name)s, or several.")
        raise ValidationError({field: words % {"name": name}})
    return named[0]
