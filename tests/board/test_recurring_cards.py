"""A recurring card comes once for each time: over daylight saving, downtime, and a full queue."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from board.display.settings.log import ChangesPage
from board.models import Board, Kind, NotPossible, RecurredCard, RefusedPull
from board.models.recurrence_rule import RecurrenceRule
from board.tasks import make_recurring_cards

BERLIN = ZoneInfo("Europe/Berlin")
SUNDAY = datetime(2026, 11, 29, 12, 0, tzinfo=UTC)
MONDAY = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)


def rule(text, starts_on=date(2026, 11, 30), at=time(9), zone=BERLIN):
    return RecurrenceRule(text, starts_on, at, zone)


@pytest.fixture
def inspect(board, ada):
    return board.add_card_template(title="Inspect the crane", steps=["Look"], by=ada)


@pytest.fixture
def monday(board, inspect, ada, time_machine):
    """Each Monday at nine; it is Sunday."""
    time_machine.move_to(SUNDAY, tick=False)
    return board.add_recurrence(template=inspect, rule="FREQ=WEEKLY;BYDAY=MO", by=ada)


@pytest.fixture
def ring(time_machine):
    """Beat rings at a moment, twice."""

    def at(moment):
        time_machine.move_to(moment, tick=False)
        make_recurring_cards()
        make_recurring_cards()

    return at


def made(board):
    return [card.column.name for card in board.cards.order_by("number")]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("FREQ=DAILY", "Every day at 09:00"),
        ("FREQ=DAILY;INTERVAL=3;COUNT=5", "Every 3 days at 09:00, 5 times"),
        ("FREQ=WEEKLY", "Every week on Monday at 09:00"),
        ("FREQ=WEEKLY;BYDAY=MO,TH", "Every Monday and Thursday at 09:00"),
        ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "Every weekday at 09:00"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=FR", "Every 2 weeks on Friday at 09:00"),
        ("FREQ=MONTHLY", "Every month on day 30 at 09:00"),
        ("FREQ=MONTHLY;BYMONTHDAY=1,-1", "Every month on day 1 and the last day at 09:00"),
        ("FREQ=MONTHLY;BYDAY=1MO", "Every month on the first Monday at 09:00"),
        (
            "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
            "Every month on the last weekday at 09:00",
        ),
        ("FREQ=YEARLY", "Every year in November on day 30 at 09:00"),
        (
            "FREQ=YEARLY;BYMONTH=3,9;BYMONTHDAY=1;UNTIL=20301231T235959Z",
            "Every year in March and September on day 1 at 09:00, until 31 December 2030",
        ),
    ],
)
def test_a_rule_is_a_sentence(text, sentence):
    rule(text).check()
    assert rule(text).sentence == sentence


@pytest.mark.parametrize(
    "text",
    [
        *("", "x", "FREQ=SECONDLY", "FREQ=DAILY;BYHOUR=3", "FREQ=DAILY;INTERVAL=0", "BYDAY=MO"),
        *(
            "FREQ=DAILY;FREQ=DAILY",
            "FREQ=DAILY;COUNT=2;UNTIL=20301231",
            "FREQ=DAILY;UNTIL=20301399",
        ),
        *(
            "FREQ=WEEKLY;BYDAY=1MO",
            "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
            "FREQ=DAILY;UNTIL=20201231",
        ),
        *("FREQ=MONTHLY;INTERVAL=12;BYMONTH=2", "FREQ=DAILY;COUNT=99999999", "FREQ=DAILY\nX"),
        *("FREQ=MONTHLY;BYMONTHDAY=1;BYDAY=MO;BYSETPOS=5", "FREQ=DAILY;INTERVAL=7;BYDAY=TU"),
    ],
)
def test_what_is_no_rule_is_refused_at_once(text):
    with pytest.raises(ValidationError):
        rule(text).check()


def test_it_comes_at_the_same_time_of_the_clock_in_summer_and_winter():
    daily = rule("FREQ=DAILY", date(2026, 3, 27))
    moment, hours = datetime(2026, 3, 27, 20, tzinfo=UTC), []
    for _ in range(3):
        moment = daily.next_after(moment)
        hours.append((moment.day, moment.hour))
    assert hours == [(28, 8), (29, 7), (30, 7)]


def test_a_time_that_a_day_does_not_have_comes_later_and_one_that_it_has_twice_once():
    night = rule("FREQ=DAILY", date(2026, 3, 28), time(2, 30))
    assert night.next_after(datetime(2026, 3, 28, 12, tzinfo=UTC)) == datetime(
        2026, 3, 29, 1, 30, tzinfo=UTC
    )
    night = rule("FREQ=DAILY", date(2026, 10, 24), time(2, 30))
    first = night.next_after(datetime(2026, 10, 24, 12, tzinfo=UTC))
    assert first == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert night.next_after(first) == datetime(2026, 10, 26, 1, 30, tzinfo=UTC)


def test_a_count_and_a_last_day_end_it():
    twice = rule("FREQ=DAILY;COUNT=2", at=time(9), zone=UTC)
    assert twice.next_after(MONDAY) == MONDAY + timedelta(days=1)
    assert twice.next_after(MONDAY + timedelta(days=1)) is None
    assert rule("FREQ=DAILY;UNTIL=20261130", zone=UTC).next_after(MONDAY) is None


def test_mondays_card_stands_in_the_queue_exactly_once(board, monday, ring):
    ring(MONDAY - timedelta(seconds=1))
    assert made(board) == []
    ring(MONDAY)
    ring(MONDAY + timedelta(minutes=1))
    assert made(board) == ["Ideas"]
    card = board.cards.get()
    assert (card.title, card.checklist.count()) == ("Inspect the crane", 1)
    event = card.events.get()
    assert (event.kind, event.by, event.data["recurrence"]) == (Kind.CREATED, None, monday.pk)
    ring(MONDAY + timedelta(days=7))
    assert made(board) == ["Ideas", "Ideas"]


def test_after_a_downtime_it_comes_once_in_all(board, inspect, ada, ring, time_machine):
    time_machine.move_to(SUNDAY, tick=False)
    board.add_recurrence(template=inspect, rule="FREQ=DAILY", by=ada)
    ring(MONDAY + timedelta(days=7, hours=3))
    assert len(made(board)) == 1
    assert RecurredCard.objects.get().due_at == MONDAY + timedelta(days=7)
    ring(MONDAY + timedelta(days=8))
    assert len(made(board)) == 2


def test_the_database_holds_that_a_time_has_one_card(board, monday, ring):
    ring(MONDAY)
    again = RecurredCard(recurrence=monday, due_at=MONDAY, made_at=MONDAY)
    with pytest.raises(IntegrityError):
        again.save()


def test_a_time_that_was_made_already_makes_nothing(board, monday, ring):
    ring(MONDAY)
    type(monday).objects.update(next_at=MONDAY)
    ring(MONDAY + timedelta(minutes=5))
    assert len(made(board)) == 1
    monday.refresh_from_db()
    assert monday.next_at == MONDAY + timedelta(days=7)


def test_a_full_queue_lets_it_wait_and_the_board_says_so(
    board, monday, ideas, card_in, ada, ring, browser_of
):
    other = card_in(ideas)
    board.limit_column(ideas, 1, by=ada)
    ring(MONDAY)
    ring(MONDAY + timedelta(hours=1))
    assert made(board) == ["Ideas"]
    words = ChangesPage(Board.objects.get()).changes[0].words
    assert words == (
        "found no room in the queue for the recurring card Inspect the crane; it waits"
    )
    assert board.events.filter(kind=Kind.RECURRENCE_WAITS).count() == 1
    page = browser_of(ada).get("/boards/SLU/settings/templates/").content.decode()
    assert "waits for room in the queue since 30 November, 09:00" in page
    assert not RefusedPull.objects.exists()
    other.archive(by=ada)
    ring(MONDAY + timedelta(hours=2))
    assert board.cards.filter(title="Inspect the crane").count() == 1
    monday.refresh_from_db()
    assert monday.waits_since is None


def test_while_it_is_off_or_the_board_is_archived_nothing_comes(board, monday, ada, ring):
    monday = board.revise_recurrence(monday, is_on=False, by=ada)
    ring(MONDAY)
    monday = board.revise_recurrence(monday, is_on=True, by=ada)
    ring(MONDAY + timedelta(hours=1))
    assert made(board) == []
    board.archive(by=ada)
    ring(MONDAY + timedelta(days=7))
    assert made(board) == []
    board.restore(by=ada)
    ring(MONDAY + timedelta(days=8))
    assert len(made(board)) == 1


def test_another_time_zone_of_the_board_counts_anew(board, monday, ada, ring):
    board.revise(time_zone="America/New_York", by=ada)
    ring(MONDAY)
    assert made(board) == []
    ring(MONDAY + timedelta(hours=5))
    assert len(made(board)) == 1


def test_a_board_without_a_queue_has_no_recurring_cards(ada):
    board = Board.make("Quay", key="QUA", by=ada, columns=[("A", "active"), ("B", "done")])
    template = board.add_card_template(title="A", by=ada)
    with pytest.raises(NotPossible):
        board.add_recurrence(template=template, rule="FREQ=DAILY", by=ada)


def test_a_lead_lets_a_card_recur_on_a_page(board, inspect, browser_of, ada):
    see, where = browser_of(ada), "/boards/SLU/settings/recurring/"
    said = {"template": inspect.pk, "every": 2, "unit": "WEEKLY", "weekdays": ["MO", "FR"]}
    said |= {"starts_on": date.today().isoformat(), "at": "07:30", "rule": ""}  # noqa: DTZ011
    assert see.post(where, said).status_code == 302
    recurrence = board.recurrences.get()
    assert recurrence.rule == "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR"
    page = see.get("/boards/SLU/settings/templates/").content.decode()
    assert "Every 2 weeks on Monday and Friday at 07:30" in page
    for wrong in ({"rule": "x"}, {"every": "0"}, {"at": "25:00"}, {"template": "999999999"}):
        assert see.post(where, said | wrong).status_code == 422
    assert see.post(f"{where}{recurrence.pk}/switch/", {"on": "false"}).status_code == 302
    assert not board.recurrences.get().is_on
    see.post(f"{where}{recurrence.pk}/remove/")
    assert not board.recurrences.exists()


def test_a_lead_changes_when_a_card_recurs_on_its_page(board, inspect, browser_of, ada):
    rule = "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR"
    recurrence = board.add_recurrence(template=inspect, rule=rule, at=time(7, 30), by=ada)
    see, where = browser_of(ada), f"/boards/SLU/settings/recurring/{recurrence.pk}/"
    page = see.get(where).content.decode()
    assert "Every 2 weeks on Monday and Friday at 07:30" in page
    for field in ('value="2"', 'value="WEEKLY" selected', 'value="07:30"', 'value="FR" id='):
        assert field in page
    said = {"template": inspect.pk, "every": "", "unit": "WEEKLY", "at": "08:00", "rule": ""}
    said |= {"starts_on": recurrence.starts_on.isoformat(), "expected_revision": 1}
    for wrong in ({"rule": "x"}, {"at": "25:00"}, {"template": "0"}, {"starts_on": "1999-01-01"}):
        assert see.post(where, said | wrong).status_code == 422
    assert see.post(where, said | {"rule": "FREQ=MONTHLY;BYDAY=1MO"}).status_code == 302
    changed = board.recurrences.get()
    assert (changed.sentence, changed.revision) == (
        "Every month on the first Monday at 08:00",
        recurrence.revision + 1,
    )
    assert 'value="FREQ=MONTHLY;BYDAY=1MO"' in see.get(where).content.decode()
    answer = see.post(where, said)
    assert answer.status_code == 409
    assert "FREQ=MONTHLY;BYDAY=1MO" in answer.content.decode()
    assert board.recurrences.get().rule == changed.rule


def test_a_first_day_of_long_ago_stays_when_the_rest_is_changed(board, inspect, browser_of, ada):
    recurrence = board.add_recurrence(template=inspect, rule="FREQ=DAILY", by=ada)
    long_ago = date(2020, 1, 6)
    board.recurrences.update(starts_on=long_ago)
    said = {"template": inspect.pk, "every": "3", "unit": "DAILY", "at": "09:00"}
    said |= {"starts_on": long_ago.isoformat(), "expected_revision": recurrence.revision}
    where = f"/boards/SLU/settings/recurring/{recurrence.pk}/"
    assert browser_of(ada).post(where, said).status_code == 302
    changed = board.recurrences.get()
    assert (changed.rule, changed.starts_on) == ("FREQ=DAILY;INTERVAL=3", long_ago)
