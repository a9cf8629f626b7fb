"""When something recurs: rules of RFC 5545, read by dateutil. Pure: values in, values out.

A rule gives days; the time of day stands beside it, by the clock of the board. So a card of Monday at
nine comes at nine in summer and in winter. A time that a day does not have, since clocks were put
forward, comes as much later; one that a day has twice comes at the first.
"""

import re
from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import cached_property
from itertools import islice

from dateutil.rrule import rrule, rrulestr
from django.core.exceptions import ValidationError
from django.utils.dates import MONTHS, WEEKDAYS
from django.utils.formats import date_format
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

LONGEST = 200  # characters
LARGEST_COUNT = 10_000
FURTHEST = timedelta(days=366 * 10)  # in which the first time must be
DAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
WORKING = DAYS[:5]
UNITS = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
PARTS = {  # the parts of a rule that are known, and their values
    "FREQ": re.compile("|".join(UNITS)),
    "INTERVAL": re.compile("[1-9][0-9]{0,2}"),
    "BYDAY": re.compile(
        r"([+-]?[1-5])?(MO|TU|WE|TH|FR|SA|SU)(,([+-]?[1-5])?(MO|TU|WE|TH|FR|SA|SU)){0,6}"
    ),
    "BYMONTHDAY": re.compile(r"-?([1-9]|[12][0-9]|3[01])(,-?([1-9]|[12][0-9]|3[01])){0,30}"),
    "BYMONTH": re.compile("([1-9]|1[0-2])(,([1-9]|1[0-2])){0,11}"),
    "BYSETPOS": re.compile("[+-]?[1-5]"),
    "WKST": re.compile("MO|SU"),
    "COUNT": re.compile("[1-9][0-9]{0,3}"),
    "UNTIL": re.compile("[0-9]{8}"),
}


@dataclass(frozen=True)
class RecurrenceRule:
    """The text of a rule, its first day and its time of day."""

    text: str
    starts_on: date
    at: time
    zone: tzinfo

    def check(self) -> None:
        """Raise ValidationError where the rule is not known, or names no day within ten years."""
        never = ValidationError(_("This rule names no day within ten years."))
        days = (self.starts_on + timedelta(days=n) for n in range(FURTHEST.days))
        if not any(map(self._may_be, days)):  # dateutil would look for it until the year 9999
            raise never
        if next(self._days(until=self.starts_on + FURTHEST), None) is None:
            raise never

    @cached_property
    def parts(self) -> Mapping[str, str]:
        """Each part by its name."""
        return _parts(self.text)

    def next_after(self, moment: datetime) -> datetime | None:
        """The first time after this moment, in UTC; None if there is none within ten years."""
        since = max(moment.astimezone(self.zone).date() - timedelta(days=1), self.starts_on)
        times = map(self._at, self._days(until=since + FURTHEST))
        return next((each for each in times if each > moment), None)

    def last_until(self, moment: datetime) -> datetime | None:
        """The last time at or before this moment, in UTC."""
        today = moment.astimezone(self.zone).date()
        times = map(self._at, self._days(until=today))
        return max((each for each in times if each <= moment), default=None)

    @property
    def sentence(self) -> str:
        """Every Monday at 09:00"""
        phrases = [_often(self.parts), _days_of(self.parts, self.starts_on)]
        words = " ".join(filter(None, phrases))
        words = _("%(often)s at %(time)s") % {"often": words, "time": f"{self.at:%H:%M}"}
        if count := self.parts.get("COUNT"):
            n = int(count)
            words += f", {ngettext('%(n)d time', '%(n)d times', n) % {'n': n}}"
        if until := _day(self.parts.get("UNTIL", "")):
            words += f", {_('until %(day)s') % {'day': date_format(until, 'j F Y')}}"
        return words

    def _may_be(self, day: date) -> bool:
        """Whether the month, the day, the weekday and the interval allow this day."""
        parts, start = self.parts, self.starts_on
        n = int(parts.get("INTERVAL", "1"))
        months = (day.year - start.year) * 12 + day.month - start.month
        steps = {
            "DAILY": (day - start).days,
            "WEEKLY": 0,
            "MONTHLY": months,
            "YEARLY": day.year - start.year,
        }
        if steps[parts["FREQ"]] % n:
            return False
        if "BYMONTH" in parts and str(day.month) not in parts["BYMONTH"].split(","):
            return False
        from_end = day.day - monthrange(day.year, day.month)[1] - 1
        named = parts.get("BYMONTHDAY", "").split(",")
        if named != [""] and not {str(day.day), str(from_end)} & set(named):
            return False
        return "BYDAY" not in parts or DAYS[day.weekday()] in parts["BYDAY"]

    def _days(self, *, until: date) -> Iterator[date]:
        """The days that it names, up to this one. A rule may name a day that never comes."""
        stated = _day(self.parts.get("UNTIL", "")) or until
        last = datetime.combine(min(stated, until), time())
        days = (each.date() for each in self._dates.replace(until=last))
        return islice(days, int(self.parts.get("COUNT", LARGEST_COUNT)))

    @cached_property
    def _dates(self) -> rrule:
        """Every day that the rule names, without an end."""
        text = ";".join(
            f"{name}={value}"
            for name, value in self.parts.items()
            if name not in ("COUNT", "UNTIL")
        )
        try:
            dates = rrulestr(text, dtstart=datetime.combine(self.starts_on, time()))
        except (ValueError, TypeError, OverflowError) as error:
            raise ValidationError(_wrong(self.text)) from error
        if not isinstance(dates, rrule):
            raise ValidationError(_wrong(self.text))
        return dates

    def _at(self, day: date) -> datetime:
        return datetime.combine(day, self.at, self.zone).astimezone(UTC)


def _parts(text: str) -> dict[str, str]:
    """Each part of a rule by its name; raise ValidationError for what is not one of ours."""
    rule = text.strip().upper().removeprefix("RRULE:")
    if len(rule) > LONGEST:
        raise ValidationError(_wrong(text))
    parts: dict[str, str] = {}
    for part in rule.split(";"):
        name, _equals, value = part.partition("=")
        if name == "UNTIL":
            value = value.partition("T")[0]  # a day; the time of day stands beside the rule
        if name in parts or name not in PARTS or not PARTS[name].fullmatch(value):
            raise ValidationError(_wrong(text))
        parts[name] = value
    numbered = any(day[:1] not in "MTWFS" for day in parts.get("BYDAY", "").split(",") if day)
    if (
        "FREQ" not in parts
        or {"COUNT", "UNTIL"} <= parts.keys()
        or (numbered and parts["FREQ"] in ("DAILY", "WEEKLY"))
        or ("BYSETPOS" in parts and (numbered or "BYDAY" not in parts))
        or ("BYSETPOS" in parts and parts["FREQ"] not in ("MONTHLY", "YEARLY"))
        or ("BYMONTHDAY" in parts and (numbered or {"BYSETPOS"} & parts.keys()))
        or ("BYMONTHDAY" in parts and parts["FREQ"] == "WEEKLY")
        or ("UNTIL" in parts and _day(parts["UNTIL"]) is None)
    ):
        raise ValidationError(_wrong(text))
    return {"FREQ": parts.pop("FREQ"), **parts}


def _wrong(text: str) -> str:
    return _(
        "Sluice does not know this rule. Write one of RFC 5545 by days, such as "
        "FREQ=WEEKLY;BYDAY=MO or FREQ=MONTHLY;BYMONTHDAY=1."
    )


def _day(text: str) -> date | None:
    try:
        return datetime.strptime(text, "%Y%m%d").replace(tzinfo=UTC).date()
    except ValueError:
        return None


def _often(parts: Mapping[str, str]) -> str:
    """Every Monday and Thursday; every 2 weeks; on the last weekday of every month"""
    n = int(parts.get("INTERVAL", "1"))
    unit = parts["FREQ"]
    if unit == "WEEKLY" and n == 1 and "BYDAY" in parts:
        days = parts["BYDAY"].split(",")
        if set(days) == set(WORKING):
            return _("Every weekday")
        return _("Every %(days)s") % {"days": _list(map(_weekday, days))}
    words = {
        "DAILY": ngettext("Every day", "Every %(n)d days", n),
        "WEEKLY": ngettext("Every week", "Every %(n)d weeks", n),
        "MONTHLY": ngettext("Every month", "Every %(n)d months", n),
        "YEARLY": ngettext("Every year", "Every %(n)d years", n),
    }
    return words[unit] % {"n": n}


def _days_of(parts: Mapping[str, str], starts_on: date) -> str:
    """on Monday; on day 1 and 15; on the last weekday; in March on day 3"""
    unit, phrases = parts["FREQ"], []
    month = ""
    if "BYMONTH" in parts:
        month = _list(str(MONTHS[int(each)]) for each in parts["BYMONTH"].split(","))
        phrases.append(_("in %(months)s") % {"months": month})
    elif unit == "YEARLY" and "BYDAY" not in parts:
        phrases.append(_("in %(months)s") % {"months": str(MONTHS[starts_on.month])})
    if "BYMONTHDAY" in parts:
        days = _list(_month_day(int(each)) for each in parts["BYMONTHDAY"].split(","))
        phrases.append(_("on %(days)s") % {"days": days})
    if "BYDAY" in parts and not (unit == "WEEKLY" and parts.get("INTERVAL", "1") == "1"):
        phrases.append(_("on %(days)s") % {"days": _week_days(parts)})
    elif "BYDAY" not in parts and "BYMONTHDAY" not in parts:
        if unit == "WEEKLY":
            weekday = str(WEEKDAYS[starts_on.weekday()])
            phrases.append(_("on %(days)s") % {"days": weekday})
        elif unit in ("MONTHLY", "YEARLY"):
            phrases.append(_("on %(days)s") % {"days": _month_day(starts_on.day)})
    return " ".join(phrases)


def _week_days(parts: Mapping[str, str]) -> str:
    days = parts["BYDAY"].split(",")
    named = _("weekday") if set(days) == set(WORKING) else _list(map(_weekday, days), _("or"))
    if at := parts.get("BYSETPOS"):
        return _("the %(nth)s %(day)s") % {"nth": _nth(int(at)), "day": named}
    return _("weekdays") if set(days) == set(WORKING) else _list(map(_weekday, days))


def _weekday(text: str) -> str:
    """Monday; the first Monday; the last Friday"""
    day = str(WEEKDAYS[DAYS.index(text[-2:])])
    return (
        _("the %(nth)s %(day)s") % {"nth": _nth(int(text[:-2])), "day": day} if text[:-2] else day
    )


def _nth(n: int) -> str:
    words = {
        1: _("first"),
        2: _("second"),
        3: _("third"),
        4: _("fourth"),
        5: _("fifth"),
        -1: _("last"),
        -2: _("second to last"),
        -3: _("third to last"),
        -4: _("fourth to last"),
        -5: _("fifth to last"),
    }
    return words[n]


def _month_day(day: int) -> str:
    if day > 0:
        return _("day %(n)d") % {"n": day}
    return _("the last day") if day == -1 else _("day %(n)d from the end") % {"n": -day}


def _list(words: Iterable[str], last: str = "") -> str:
    return get_text_list(list(words), last or _("and"))
