"""The numbers of flow and of limits are the same on every page, in mail and in the API."""

import re

from board.models import Notice
from flow.standup import mail
from flow.standup.models import Reader, Standup
from tests.flow.numbers.conftest import EXPRESS, OLD
from tests.flow.pages.test_numbers_agree import words_of


def test_work_in_progress_is_one_number(harbour, ages, says, api, html, browser_of, grace):
    wip = len(ages)
    boards = browser_of(grace)
    assert f"Work in progress {wip} limit 3" in says("flow/")
    assert api("/flow/aging")["count"] == wip
    assert f'data-label="In progress">{wip}<' in boards.get("/flow/").content.decode()
    assert f"In progress {wip} " in words_of(boards.get("/").content.decode())
    started = html().partition('data-stage="done"')[0]
    assert started.count("data-heat=") == wip


def test_the_oldest_card_is_one_card_with_one_age(harbour, ages, says, api, browser_of, grace):
    oldest = ages[OLD]
    assert f"oldest {oldest} d" in says()
    assert f"Oldest age {oldest} days SLU-{OLD}" in says("flow/")
    assert f"Oldest {oldest} d" in words_of(browser_of(grace).get("/").content.decode())
    assert api("/flow/aging")["items"][0]["number"] == OLD


def test_what_is_blocked_is_one_number(blocks, html, says, api):
    assert f"Blocked now {len(blocks)} cards" in says("flow/")
    assert html().count(" data-blocked") == len(blocks)
    assert sum(card["blocked"] for card in api("/cards")["items"]) == len(blocks)


def test_the_expectation_is_one_number(harbour, ages, says, api, mails, browser_of, grace):
    days, percent = harbour.sle_days, harbour.sle_percent
    assert f"{percent} % within {days} days" in says()
    assert f"Cycle time, {percent} % within {days} days" in says("flow/")
    assert f"{percent} % within {days}." in says("flow/charts/cycle-time/")
    assert api("/flow/cycle-time")["percentiles"][str(percent)] == days
    past = [age for age in ages.values() if age > days]
    assert f"past the expectation by {ages[OLD] - days} day" in says("flow/")
    boards = words_of(browser_of(grace).get("/flow/").content.decode())
    assert re.search(rf"{percent} % .*{days}.* {len(past)} \d+$", boards)
    assert f"Past the {days} days we expect." in says("alerts/")
    for words in mails:
        said = re.findall(r"the (\d+) days", words)
        assert set(said) <= {str(days)}


def test_what_has_finished_is_one_number(harbour, says, api, browser_of, grace):
    finished = api("/flow/throughput")["total"]
    assert f"Throughput {finished} in 90 days" in says("flow/")
    assert f"of {finished} cards did" in says("flow/")
    assert api("/flow/cycle-time")["count"] == api("/flow/efficiency")["cards"] == finished
    assert f"{finished} cards finished" in says("flow/charts/throughput/")
    boards = browser_of(grace).get("/flow/").content.decode()
    assert f'data-label="Finished">{finished}<' in boards


def test_a_limit_that_is_over_is_over_everywhere_by_the_same_number(
    harbour, ages, says, api, mails, standup, browser_of, grace
):
    [limit] = [each for each in api("/limits")["items"] if each["maximum"] == 3]
    counted = [number for number in ages if number != EXPRESS]
    assert limit["count"] == len(counted) == 4
    assert "Build, Review 4/3 exceeds its limit, 4 of 3" in says()
    assert "Build, Review exceeds its limit, 4/3" in words_of(standup)
    assert "Build, Review exceeds its limit, 4 of 3." in says("cards/18/placement/")
    assert "Work in progress 5 limit 3" in says("flow/")
    assert "1 of them apart from the limit" in says("flow/")
    since = re.search(r"4 of 3, since (\d+ November)", says("alerts/"))[1]
    assert f"above the limit of 3 since {since}." in says("flow/charts/wip/")
    told = [words for words in mails if "Build, Review" in words]
    assert len(told) == 6  # all but the mail to Grace of her own cards
    for words in told:
        assert re.search(r"Build, Review\W+4/3|Build, Review exceeds its limit, 4 of 3", words)
    for column in ("Build", "Review"):
        assert re.search(rf"{column} \d no limit of its own", says())


def test_a_finished_card_is_not_told_as_moved_too(standup, mails):
    assert "0 moved 1 finished" in words_of(standup)
    for words in mails:
        assert "Moved since" not in words


def test_a_mail_about_alerts_counts_what_it_shows(mails, harbour):
    for notice in Notice.objects.filter(subject__contains="to look at"):
        said = {what: int(n) for n, what in re.findall(r"(\d+) (card|limit)", notice.subject)}
        keys = set(re.findall(r"/cards/(\d+)/", notice.text))
        assert said["card"] == len(keys)
        assert said.get("limit", 0) == notice.text.count("exceeds its limit")


def test_the_length_of_a_standup_is_one_number(harbour, standup, says, browser_of, grace, ada):
    Reader.objects.create(board=harbour, person=ada)
    browser_of(grace).post("/boards/SLU/standup/come/", {"column": harbour.columns.first().pk})
    Notice.objects.all().delete()
    browser_of(grace).post("/boards/SLU/standup/end/")
    kept = Standup.objects.get()
    mail.mail_summaries()
    [length] = re.findall(r"(\d+:\d\d) min", says(f"standup/kept/{kept.pk}/"))
    assert f"{length} min" in says("standup/kept/")
    [notice] = Notice.objects.all()
    for words in (notice.subject, notice.text, words_of(notice.html)):
        assert f"{length} min" in words
