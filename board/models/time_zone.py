from functools import cache
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


@cache
def time_zones() -> frozenset[str]:
    """The zones of the tz database, which takes hundreds of files to read."""
    return frozenset(available_timezones())


def check_time_zone(name: str) -> None:
    """Raise ValidationError unless this is a zone of the tz database."""
    if name not in time_zones():
        raise ValidationError(
            _("%(name)s is not a time zone. Write it like Europe/Brussels."),
            code="time_zone",
            params={"name": name},
        )
