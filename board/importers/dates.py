"""Dates as other tools write them, and the moments that they mean."""

import re
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from django.utils.translation import gettext as _

from board.importers.date_format import date_format
from board.importers.date_names import DateNames
from board.importers.problems import Wrong, shown

ISO = "iso"
RELATIVE = "relative"  # {-5}: five days ago; {w-145}: 145 working days ago

_AGO = re.compile(r"\{(?P<working>w?)-(?P<days>\d{1,4})\}")
_ZONED = re.compile(r"(?P<time>.*\d)\s*(?P<zone>UTC|GMT|Z|[+-]\d\d:?\d\d)", re.DOTALL)
_UNIVERSAL = re.compile(r"(?<![A-Za-z])(UTC|GMT)(?![A-Za-z])", re.IGNORECASE)


class Dates:
    """The dates of one file: how they are written, and the zone that they are local to.

    In a field whose name says UTC they are in UTC, unless the zone of the dates was said (`is_said`);
    `universal` has these fields.
    """

    def __init__(
        self,
        formats: Sequence[str],
        *,
        zone: tzinfo,
        now: datetime,
        languages: Sequence[str] = (),
        is_said: bool = False,
    ) -> None:
        self.formats = formats
        self.zone = zone
        self.names = DateNames(languages)
        self.universal: dict[str, None] = {}
        self._is_said = is_said
        self._today = now.astimezone(zone).date()
        self._zones: dict[str, tzinfo] = {}

    def moment(self, field: str, text: str, *, after: datetime | None = None) -> datetime:
        """Return the moment in this field of a row; raise Wrong if it is not a date."""
        written = self.written(field, text)
        try:
            return moment(written, self.zone_of(field), after=after)
        except (ValueError, OverflowError):
            raise self.no_date(field, text) from None

    def written(self, field: str, text: str) -> datetime:
        """Return the moment in this field: a local time unless the text has a zone. Raises Wrong."""
        try:
            if self.formats[0] == ISO:  # a million times, and nearly always right
                with suppress(ValueError):
                    return datetime.fromisoformat(text)
            return read_date(
                text, self.formats, today=self._today, zone=self.zone_of(field), names=self.names
            )
        except ValueError:
            raise self.no_date(field, text) from None

    def zone_of(self, field: str) -> tzinfo:
        """The zone of a field's dates."""
        if field not in self._zones:
            universal = not self._is_said and bool(_UNIVERSAL.search(field))
            if universal and str(self.zone) != "UTC":
                self.universal[field] = None
            self._zones[field] = UTC if universal else self.zone
        return self._zones[field]

    def no_date(self, field: str, text: str) -> Wrong:
        return Wrong(
            _("%(field)s is “%(text)s”, not a date like %(formats)s.")
            % {"field": field, "text": shown(text), "formats": _(" or ").join(self.formats)}
        )


def check_format(form: str) -> None:
    """Raise Wrong unless dates can be read in this format."""
    try:
        if form not in (ISO, RELATIVE):
            tried = date_format(form)
            tried.read(tried.example, DateNames(["en"]))
    except (ValueError, re.error) as error:  # %Q; or %Y twice
        raise Wrong(
            _("%(form)s is not a date format; write it like %%d.%%m.%%Y %%H:%%M, iso or relative.")
            % {"form": form}
        ) from error


def read_date(
    text: str,
    formats: Sequence[str],
    *,
    today: date,
    zone: tzinfo | None = None,
    names: DateNames | None = None,
) -> datetime:
    """Return the moment in a text, by the first format that fits: a local time unless the text has
    a zone.

    A day without a time begins at midnight. Raises ValueError if no format fits, and Wrong if a
    name in it means different months in different languages.
    """
    for form in formats:
        try:
            if form == ISO:
                return _iso(text)
            if form == RELATIVE:
                return datetime.combine(_days_ago(text, today), time())
            return date_format(form).read(text, names or DateNames(["en"]), zone)
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


def _iso(text: str) -> datetime:
    """An ISO date, also where a blank or a name stands before or for the zone (2017-08-03 22:45 UTC)."""
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        zoned = _ZONED.fullmatch(text)
        if not zoned:
            raise
        zone = zoned["zone"] if zoned["zone"][0] in "+-" else "+00:00"
        return datetime.fromisoformat(zoned["time"] + zone)


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
