"""The numbers of a card are the same on its pages, at the standup, in alerts, mail and API."""

import csv
import io
import re

from tests.flow.numbers.conftest import DUE, FAST, OLD, STUCK, WAITS, piece
from tests.flow.pages.test_numbers_agree import days_in

BLOCKED = re.compile(r"[Bb]locked (\d+) d(?:ays?)?(?:: | · )(no \w+)")
OF_AGE = re.compile(r"SLU-(\d+) [\w ]+? (\d+) days? old|(\d+) days? [\w ]+ SLU-(\d+) ·")


def aged(words: str) -> set[tuple[int, int]]:
    """Each card that is said to be so many days old: (number, days)."""
    found = OF_AGE.findall(words)
    return {(int(one or last), int(days or before)) for one, days, before, last in found}


def test_a_card_has_one_age(ages, blocks, html, says, api, standup):
    board, alerts = html(), says("alerts/")
    aging = {each["number"]: each["age"] for each in api("/flow/aging")["items"]}
    assert aging == ages
    table = csv.DictReader(io.StringIO(html("flow/charts/age/table.csv").lstrip("\ufeff")))
    assert {int(row["Card"][4:]): int(row["Age, days"]) for row in table} == ages
    for number, age in ages.items():
        days = {str(age), str(blocks.get(number, age))}
        assert days_in(piece(board, f'id="card-{number}"', "</li>")) == days
        turn = piece(standup, f'id="turn-{number}"', "</li>")
        assert days_in(turn.replace("Past 8 days", "")) == days  # the expectation, in its own words
        assert f"SLU-{number} {age} d old" in says(f"cards/{number}/").replace("Expedite ", "")
        assert f"{age} days, most of it in " in says(f"flow/cards/{number}/")
        assert api(f"/cards/{number}")["age"] == age
        bars = piece(html(f"cards/{number}/"), '<ol class="timeline">', "</ol>")
        assert sum(int(days) for days in re.findall(r"(?:Build|Review) (\d+) d", bars)) == age
    assert {(number, ages[number]) for number in (OLD, STUCK, DUE)} <= aged(alerts)
    assert aged(alerts) <= set(ages.items())


def test_a_block_has_one_length(blocks, html, says, api, standup):
    board = html()
    reasons = {STUCK: "no crane", WAITS: "no date"}
    for number, days in blocks.items():
        assert f"Blocked {days} d ·" in piece(board, f'id="card-{number}"', "</li>")
        assert f"Blocked {days} day" in piece(standup, f'id="turn-{number}"', "</li>")
        for path in (f"cards/{number}/", f"cards/{number}/placement/"):
            assert set(BLOCKED.findall(says(path))) == {(str(days), reasons[number])}
        assert f"{days} d of it blocked" in says(f"cards/{number}/")
    for path in ("alerts/", f"alerts/cards/{STUCK}/"):
        assert (str(blocks[STUCK]), "no crane") in BLOCKED.findall(says(path))


def test_mail_tells_the_same_days_as_the_board(ages, blocks, mails):
    for words in mails:
        told = aged(words)
        assert told
        assert told <= set(ages.items())
        lengths = {reason: int(days) for days, reason in BLOCKED.findall(words)}
        known = {"no crane": blocks[STUCK], "no date": blocks[WAITS]}
        assert lengths.items() <= known.items()
        for days, reason in re.findall(r"(\d+) days?, (no \w+)", words):
            assert int(days) == known[reason]


def test_the_alerts_of_the_api_say_the_same_days(ages, blocks, api):
    for each in api("/alerts")["items"]:
        if each["number"]:
            number = each["number"]
            assert each["age"] == ages.get(number)
            known = {str(days[number]) for days in (ages, blocks) if number in days}
            assert days_in(each["words"]) <= known


def test_a_finished_card_took_the_same_days_everywhere(html, says, mails, standup, api):
    [took] = re.findall(r"took (\d+) d", says(f"cards/{FAST}/"))
    assert f"{took} d cycle time" in piece(html(), f'id="card-{FAST}"', "</li>")
    assert f"{took} days, most of it in Build" in says(f"flow/cards/{FAST}/")
    assert days_in(piece(standup, f'id="turn-{FAST}"', "</li>")) == {took}
    digests = [words for words in mails if "Finished since" in words]
    assert len(digests) == 4
    for words in digests:
        assert re.search(rf"Fast,? {took} days?", words)
    days = {each["number"]: each["days"] for each in api("/flow/cycle-time")["items"]}
    assert days.get(FAST, int(took)) == int(took)  # flow counts the days that are over


def test_a_moment_of_a_card_is_told_by_one_clock(says):
    """Its stays and its history are the same moments, and its facts name the same days."""
    facts, _, below = says(f"cards/{STUCK}/").partition("Each stay")
    stays, history = below.split("History")
    moments = re.compile(r"\d+ Nov 2026, \d+:\d\d")
    assert moments.findall(stays)
    assert set(moments.findall(stays)) <= set(moments.findall(history))
    [start] = re.findall(r"The line marks the start, (\d+ Nov)", facts)
    assert start in moments.findall(stays)[0]
