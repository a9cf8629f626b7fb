"""Dates as other tools write them, and the moments that they mean."""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from django.utils.translation import gettext as _

from board.importers.problems import Wrong

ISO = "iso"
RELATIVE = "relative"  # {-5}: five days ago; {w-145}: 145 working days ago

_AGO = re.compile(r"\{(?P<working>w?)-(?P<days>\d{1,4})\}")


def check_format(form: str) -> None:
    """Raise Wrong unless dates can be read in this format."""
    try:
        if form not in (ISO, RELATIVE):
            datetime.strptime(datetime(2000, 11, 22, 13, 14, 15).strftime(form), form)  # noqa: DTZ001, DTZ007
    except (ValueError, re.error) as error:  # %Q; or %Y twice
        raise Wrong(
            _("%(form)s is not a date format; write it like %%d.%%m.%%Y %%H:%%M, iso or relative.")
            % {"form": form}
        ) from error


def read_date(text: str, formats: Sequence[str], *, today: date) -> datetime:
    """What is written, in the first format that fits: a local time unless it says its zone.

    A day without a time begins at midnight. Raises ValueError if no format fits.
    """
    for form in formats:
        try:
            return _read(text, form, today)
        except (ValueError, OverflowError):
            continue
    raise ValueError(text)


def moment(written: datetime, zone: tzinfo, *, after: datetime | None = None) -> datetime:
    """The moment that a local time means there.

    A time that comes twice, when the clocks go back, is the first one, unless only the second is
    not before `after`. A time that never comes, when they go forward, is as much later.
    """
    first, second = first_and_second(written, zone)
    return second if after is not None and first < after <= second else first


def first_and_second(written: datetime, zone: tzinfo) -> tuple[datetime, datetime]:
    """The two moments of a local time there; the second is later only where the time comes twice."""
    if written.tzinfo is not None:
        return (written.astimezone(UTC),) * 2
    first = written.replace(tzinfo=zone, fold=0).astimezone(UTC)
    second = written.replace(tzinfo=zone, fold=1).astimezone(UTC)
    return first, second


def _read(text: str, form: str, today: date) -> datetime:
    if form == ISO:
        return datetime.fromisoformat(text)
    if form == RELATIVE:
        return datetime.combine(_days_ago(text, today), time())
    return datetime.strptime(text, form)  # noqa: DTZ007 - the zone is the board's


def _days_ago(text: str, today: date) -> date:
    ago = _AGO.fullmatch(text)
    if not ago:
        raise ValueError(text)
    if not ago["working"]:
        return today - timedelta(days=int(ago["days"]))
    for _day in range(int(ago["days"])):
        today -= timedelta(days=1)
        today -= timedelta(days=max(0, today.isoweekday() - 5))  # to Friday
    return today
