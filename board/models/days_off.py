from collections.abc import Collection

import holidays
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


def check_days(days_off: Collection[int], holidays_of: str) -> None:
    """Raise ValidationError unless a week has a working day and the holidays are known."""
    if len({*days_off}) >= 7:
        raise ValidationError(
            {"days_off": _("At least one day must be a working day.")}, code="days_off"
        )
    if holidays_of and not _is_known(holidays_of):
        raise ValidationError(
            {"holidays_of": _("The holidays of %s are not known.") % holidays_of},
            code="holidays_of",
        )


def _is_known(place: str) -> bool:
    country, _dash, part = place.partition("-")
    try:
        holidays.country_holidays(country, subdiv=part or None)
    except NotImplementedError:
        return False
    return True
