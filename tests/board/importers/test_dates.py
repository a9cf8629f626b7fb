"""A date in a file is a local time; what it means depends on the zone and the day."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from board.importers.date_names import DateNames
from board.importers.dates import moment, read_date

MONDAY = date(2026, 11, 23)
ZURICH = ZoneInfo("Europe/Zurich")


@pytest.mark.parametrize(
    ("text", "formats", "read"),
    [
        ("7.6.2025 14:59:28", ["%d.%m.%Y %H:%M:%S"], datetime(2025, 6, 7, 14, 59, 28)),  # noqa: DTZ001
        ("5/31/2023 8:04:10 PM", ["%m/%d/%Y %I:%M:%S %p"], datetime(2023, 5, 31, 20, 4, 10)),  # noqa: DTZ001
        ("2018-01-01", ["iso"], datetime(2018, 1, 1)),  # noqa: DTZ001
        ("2018-01-01T10:00Z", ["iso"], datetime(2018, 1, 1, 10, tzinfo=UTC)),
        ("1.2.2025", ["%d.%m.%Y %H:%M", "%d.%m.%Y"], datetime(2025, 2, 1)),  # noqa: DTZ001
        ("{-0}", ["relative"], datetime(2026, 11, 23)),  # noqa: DTZ001
        ("{-5}", ["relative"], datetime(2026, 11, 18)),  # noqa: DTZ001
        ("{w-0}", ["relative"], datetime(2026, 11, 23)),  # noqa: DTZ001
        ("{w-1}", ["relative"], datetime(2026, 11, 20)),  # noqa: DTZ001 - the Friday before
        ("{w-6}", ["relative"], datetime(2026, 11, 13)),  # noqa: DTZ001
    ],
)
def test_a_date_is_read_in_the_first_format_that_fits(text, formats, read):
    assert read_date(text, formats, today=MONDAY) == read


@pytest.mark.parametrize("sunday", [date(2026, 11, 21), date(2026, 11, 22)])
def test_one_working_day_before_a_weekend_is_friday(sunday):
    assert read_date("{w-1}", ["relative"], today=sunday).date() == date(2026, 11, 20)


@pytest.mark.parametrize(
    "text", ["", "31.2.2025", "2.31.2025", "tomorrow", "{-}", "{5}", "{-99999}", "{w5}", "٢{-1}"]
)
def test_anything_else_is_no_date(text):
    with pytest.raises(ValueError, match=r".*"):
        read_date(text, ["%d.%m.%Y", "iso", "relative"], today=MONDAY)


def local(text: str) -> datetime:
    return datetime.fromisoformat(text)


def test_a_local_time_is_a_moment_of_its_zone():
    assert moment(local("2025-06-07T14:59"), ZURICH) == local("2025-06-07T12:59Z")
    assert moment(local("2025-06-07T14:59-05:00"), ZURICH) == local("2025-06-07T19:59Z")


def test_a_time_that_the_clocks_skip_is_as_much_later():
    """In Zurich 2:30 on 30 March 2025 never was: an hour after 1:30 it was 3:30."""
    assert moment(local("2025-03-30T02:30"), ZURICH) == local("2025-03-30T01:30Z")
    assert moment(local("2025-03-30T03:30"), ZURICH) == local("2025-03-30T01:30Z")


def test_a_time_that_comes_twice_is_the_first_one():
    assert moment(local("2025-10-26T02:30"), ZURICH) == local("2025-10-26T00:30Z")


def test_a_time_that_comes_twice_is_the_second_if_the_card_was_elsewhere_before():
    before = local("2025-10-26T00:50Z")  # 2:50, the first time
    assert moment(local("2025-10-26T02:10"), ZURICH, after=before) == local("2025-10-26T01:10Z")
    assert moment(local("2025-10-26T02:55"), ZURICH, after=before) == local("2025-10-26T00:55Z")


def test_a_date_before_the_other_is_not_bent_to_come_after_it():
    before = local("2025-10-26T12:00Z")
    assert moment(local("2025-10-26T02:10"), ZURICH, after=before) == local("2025-10-26T00:10Z")


@pytest.mark.parametrize(
    ("text", "form", "day"),
    [
        ("3 de septiembre de 2021", "%d de %B de %Y", "2021-09-03"),
        ("3/sep/21 10:19 p. m.", "%d/%b/%y %I:%M %p", "2021-09-03"),
        ("3/févr./21 1:10 AM", "%d/%b/%y %I:%M %p", "2021-02-03"),
        ("3/сент./21 1:10 AM", "%d/%b/%y %I:%M %p", "2021-09-03"),
        ("12/paź/21 10:19\u202fPM", "%d/%b/%y %I:%M %p", "2021-10-12"),
        ("lun., 1 mars 2021", "%a, %d %B %Y", "2021-03-01"),
        ("3/MA\u0308R/21 1:10 AM", "%d/%b/%y %I:%M %p", "2021-03-03"),
        ("3/lut/21 UTC", "%d/%b/%y %Z", "2021-02-03"),
    ],
)
def test_names_of_any_language_are_recognised(text, form, day):
    assert read_date(text, [form], today=MONDAY, names=DateNames()).date().isoformat() == day


@pytest.mark.parametrize("text", ["3/xyz/21", "3/jui/21", "3//21"])
def test_a_name_that_no_language_has_or_one_has_twice_is_no_date(text):
    with pytest.raises(ValueError, match=r".*"):
        read_date(text, ["%d/%b/%y"], today=MONDAY, names=DateNames())


def test_english_names_are_not_worth_a_word():
    names = DateNames()
    read_date("3 September 2021 UTC", ["%d %B %Y %Z"], today=MONDAY, names=names)
    assert names.recognised == {}
