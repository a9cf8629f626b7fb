"""When the story happened, relative to the moment at which the demo board is made.

The story counts days back: 2.5 is two days and a half ago. It assumes that now is 30 % of a working day,
whatever the clock says, so each of its events falls on the same day before today at every hour, on
every date and in every time zone.
"""

import math
from datetime import UTC, datetime, time, timedelta

NOW = 0.3  # the part of today that has passed, in the story
OPENS, CLOSES = time(7), time(18)  # no clock change falls into these hours


def moment(ago: float, now: datetime) -> datetime:
    """Return the moment that is `ago` days before `now`; the time zone of `now` says what a day is.

    An event of today happened between the opening, or midnight if it is earlier, and now.
    """
    days = math.floor(NOW - ago)
    part = NOW - ago - days
    day = now.date() + timedelta(days)
    opened = datetime.combine(day, OPENS, now.tzinfo)
    if days < 0:
        return _between(opened, datetime.combine(day, CLOSES, now.tzinfo), part)
    midnight = datetime.combine(day, time(), now.tzinfo)
    return _between(opened if opened < now else midnight, now, part / NOW)


def _between(first: datetime, last: datetime, part: float) -> datetime:
    start = first.astimezone(UTC)  # the clock on the wall may jump between the two
    return start + part * (last.astimezone(UTC) - start)
