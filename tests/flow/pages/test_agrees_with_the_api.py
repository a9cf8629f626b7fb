"""Whatever has happened on a board and whatever is asked, its charts say what the API says."""

import itertools
from datetime import timedelta
from random import Random
from types import SimpleNamespace

import pytest
from django.test import Client

from board.models import ApiToken
from flow.metrics.ledger.rebuilds import rebuild
from tests.flow.histories import Story

SEEDS = range(6)


@pytest.fixture(params=SEEDS)
def asked(request, db):
    """A random board at the end of its story, asked by a page and by a program."""
    story = Story(request.param)
    for _verb in story.steps(90):
        pass
    board, dice = story.board, Random(request.param)
    rebuild(board.pk)
    with story.clock():
        client, token = Client(), ApiToken.issue(story.by)
        client.force_login(story.by)
        today = board.day_of(story.now)
        first, last = today - timedelta(dice.randint(20, 70)), today - timedelta(dice.randint(0, 9))
        lane = dice.choice([None, *board.shape.lanes.values()])
        service_class = dice.choice([None, *board.shape.service_classes.values()])

        def chart(name):
            said = {"first": first, "last": last, "lane": lane, "service": service_class}
            query = {field: getattr(value, "pk", value) for field, value in said.items() if value}
            answer = client.get(f"/boards/{board.key}/flow/charts/{name}/data.json", query)
            assert answer.status_code == 200
            return answer.json()["data"]

        def api(question, **more):
            said = {"lane": lane, "class": service_class}
            said |= {} if question == "aging" else {"from": first, "to": last}
            query = {field: getattr(value, "pk", value) for field, value in said.items() if value}
            url = f"/api/v1/boards/{board.key}/flow/{question}"
            answer = client.get(url, query | more, headers={"Authorization": f"Bearer {token}"})
            assert answer.status_code == 200
            return answer.json()

        yield SimpleNamespace(chart=chart, api=api, today=today, board=board)


def cycle_times_are_the_same(asked):
    said = asked.api("cycle-time")
    cards = asked.chart("cycle-time")["cards"]
    assert sorted(card["days"] for card in cards) == sorted(each["days"] for each in said["items"])
    lines = asked.chart("cycle-time")["lines"]
    assert {str(line["percent"]): line["days"] for line in lines} == said["percentiles"]
    assert sum(bar["cards"] for bar in asked.chart("spread")["bars"]) == said["count"]


def throughput_is_the_same(asked):
    assert (
        sum(bar["cards"] for bar in asked.chart("throughput")["bars"])
        == asked.api("throughput")["total"]
    )


def work_in_progress_and_its_age_are_the_same(asked):
    days = asked.api("wip")["days"] if asked.chart("wip")["days"] else []
    wip, age = asked.chart("wip")["days"], asked.chart("total-age")["days"]
    assert [(d["day"], d["wip"], d["limit"]) for d in wip] == [
        (d["day"], d["wip"], d["limit"]) for d in days
    ]
    assert [(d["day"], d["age"]) for d in age] == [(d["day"], d["total_age"]) for d in days]


def net_flow_is_the_same(asked):
    bars, days = asked.chart("net-flow")["bars"], asked.api("wip")["days"]
    for field in ("arrivals", "departures", "abandoned"):
        assert sum(bar[field] for bar in bars) == sum(day[field] for day in days)


def the_cumulative_flow_is_the_same(asked):
    said, days = asked.api("cfd"), asked.chart("cumulative-flow")["days"]
    if not days:
        assert not any(said["days"][-1]["counts"])
    names = [column["name"] for column in said["columns"]]
    for mine, theirs in zip(days, said["days"], strict=bool(days)):
        counts = theirs["counts"]
        between = [left - right for left, right in itertools.pairwise(counts)]
        shown = [mine["columns"][name] for name in names[:-1]]
        assert (mine["day"], shown, mine["restated"]) == (
            theirs["day"],
            between,
            theirs["restated"],
        )


def the_age_of_work_is_the_same(asked):
    said = asked.api("aging")["items"]
    cards = asked.chart("age")["cards"]
    shown = {(card["key"].rpartition("-")[2], card["age"], card["heat"]) for card in cards}
    assert shown == {(str(each["number"]), each["age"], each["level"]) for each in said}


def flow_efficiency_is_the_same(asked):
    said, ends = asked.api("efficiency"), asked.chart("efficiency")["ends"]
    shown = ends[0]["value"] / 100 if ends else None
    assert shown == pytest.approx(said["efficiency"])


def a_forecast_is_the_same(asked):
    tomorrow, until = asked.today + timedelta(1), asked.today + timedelta(30)
    days = len(asked.board.calendar.working_days(tomorrow, until))
    said = asked.api("forecast", days=days)["how_many"]
    lines = asked.chart("how-many")["lines"]
    shown = {str(line["percent"]): line["cards"] for line in lines}
    assert shown == (said["answers"] if said else {})


CHECKS = [
    cycle_times_are_the_same,
    throughput_is_the_same,
    work_in_progress_and_its_age_are_the_same,
    net_flow_is_the_same,
    the_cumulative_flow_is_the_same,
    the_age_of_work_is_the_same,
    flow_efficiency_is_the_same,
    a_forecast_is_the_same,
]


def test_every_chart_says_what_the_api_says(asked):
    """One story for all of them: telling it takes longer than to ask."""
    for check in CHECKS:
        check(asked)
