"""What programs are told about flow is what the reckoning says."""

from datetime import timedelta

import pytest

from tests.board.api.conftest import calls
from tests.flow.histories import Story
from tests.flow.oracle import figures
from tests.flow.oracle.counts import Counts
from tests.flow.oracle.plain_board import plain

__all__ = ["calls"]

SHOWN = (50, 70, 85, 95)


@pytest.fixture(params=[31, 32])
def told(request, calls, db):
    """The reckoning of a story, and whom to ask about it; it is digested when it is asked about."""
    story = Story(request.param)
    for _verb in story.steps(60):
        pass
    counts = Counts(plain(story.board, story.now))
    window = {
        "from": counts.board.this_day - timedelta(days=20),
        "to": counts.board.this_day - timedelta(days=1),
    }

    def ask(what: str, **query):
        with story.clock():
            answer = calls(story.by).get(f"/boards/{story.board.key}/flow/{what}", **query)
        assert answer.status_code == 200, answer.content
        return answer.json()

    return counts, ask, window


def test_what_programs_are_told_is_as_reckoned(told):
    assert_each_day_is_told_as_reckoned(*told)
    assert_finished_cards_are_told_as_reckoned(*told)
    assert_work_in_progress_is_told_as_reckoned(*told)
    assert_a_forecast_is_told_as_reckoned(*told)


def assert_each_day_is_told_as_reckoned(counts, ask, window):
    days = [day for day in counts.span() if window["from"] <= day <= window["to"]]
    told_of = {day["day"]: day for day in ask("cfd", **window)["days"]}
    wip = {day["day"]: day for day in ask("wip", **window)["days"]}
    throughput = {day["day"]: day["count"] for day in ask("throughput", **window)["days"]}
    for day in days:
        name = day.isoformat()
        assert told_of[name]["counts"] == [*counts.lines(day).values()]
        assert told_of[name]["restated"] == counts.is_restated(day)
        assert wip[name]["wip"] == counts.wip(day)
        assert wip[name]["total_age"] == counts.total_age(day)
        change = counts.arrivals(day) - counts.departures(day) - counts.abandoned(day)
        assert wip[name]["net_flow"] == change
        assert throughput.get(name, 0) == counts.throughput(day)
        assert (name in throughput) == counts.board.works_on(day)


def assert_finished_cards_are_told_as_reckoned(counts, ask, window):
    span = window["from"], window["to"]
    answer = ask("cycle-time", **window)
    finished = counts.finished(*span)
    told_of = {each["number"]: (each["days"], each["lead_days"]) for each in answer["items"]}
    assert told_of == {each.card.number: (each.cycle_time(), each.lead_time()) for each in finished}
    finishes = {each["number"]: each["finished_on"] for each in answer["items"]}
    days = {each.card.number: counts.board.day(each.last.finish) for each in finished}
    assert finishes == {number: day.isoformat() for number, day in days.items()}
    days = counts.cycle_times(*span)
    assert answer["count"] == len(days) > 0
    assert answer["mean"] == pytest.approx(float(figures.mean(days)))
    assert answer["percentiles"] == {str(p): figures.percentile(days, p) for p in SHOWN}
    assert answer["too_few"] == (len(days) < 10)
    assert ask("efficiency", **window)["efficiency"] == counts.efficiency(*span)
    paces = {each["column_id"]: [*each["percentiles"].values()] for each in columns(ask, window)}
    assert paces == {column: pace or [] for column, pace in counts.paces(*span).items()}


def assert_work_in_progress_is_told_as_reckoned(counts, ask, _window):
    assert {(each["number"], each["age"]) for each in ask("aging")["items"]} == {
        (replay.card.number, replay.age()) for replay in counts.replays if replay.age() is not None
    }


def assert_a_forecast_is_told_as_reckoned(counts, ask, window):
    """By all ways in which three days may go, each like one of those of the last week."""
    week = [day for day in counts.span() if day <= window["to"]][-7:]
    history = [counts.throughput(day) for day in week if counts.board.works_on(day)]
    answer = ask("forecast", days=3, **(window | {"from": week[0]}))["how_many"]["answers"]
    reckoned = {str(p): figures.how_many(history, 3, p) for p in SHOWN}
    assert answer == (reckoned if any(history) else {})


def columns(ask, window):
    return ask("pace", **window)["columns"]
