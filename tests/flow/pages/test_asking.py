"""Which days and cards the pages are about stands in their address, and applies to all they show."""

from datetime import timedelta

import pytest
from django.utils import timezone

from board.models import Service
from flow.metrics.charts import ALL


def numbers(look, chart, **asked):
    answer = look(f"charts/{chart}/data.json", **asked)
    assert answer.status_code == 200
    return answer.json()["data"]


def keys(look, **asked):
    return {card["key"] for card in numbers(look, "cycle-time", **asked)["cards"]}


@pytest.fixture
def past(board, finish, count, grace):
    """SLU-1 took two days, SLU-2 of Grace's is an expedite one, SLU-3 is labelled and older."""
    finish(took=2)
    finish(took=4, service_class=board.class_of(Service.EXPEDITE), assignees=[grace])
    finish(took=9, before=40, labels=["chart"])
    count()


def test_without_a_word_it_is_the_last_ninety_days(past, look):
    assert keys(look) == {"SLU-1", "SLU-2", "SLU-3"}


def test_fewer_days_may_be_asked_for(past, look):
    assert keys(look, days=30) == {"SLU-1", "SLU-2"}


def test_days_may_be_named(past, look, board):
    today = board.day_of(timezone.now())
    asked = {"first": today - timedelta(60), "last": today - timedelta(30)}
    assert keys(look, **asked) == {"SLU-3"}


def test_only_a_class_a_label_or_somebodys_cards(past, look, board, grace):
    expedite, label = board.class_of(Service.EXPEDITE), board.labels.get()
    assert keys(look, service=expedite.pk) == {"SLU-2"}
    assert keys(look, label=label.pk) == {"SLU-3"}
    assert keys(look, who=grace.pk) == {"SLU-2"}
    assert keys(look, lane=board.lanes.get().pk) == {"SLU-1", "SLU-2", "SLU-3"}


def test_what_was_asked_goes_along_to_every_chart_table_and_picture(past, look):
    page = look(days=30, who="").content.decode()
    for chart in (each.name for each in ALL):
        assert f'href="/boards/SLU/flow/charts/{chart}/?days=30"' in page
    assert "charts/cycle-time/data.json?days=30" in page
    assert "charts/cycle-time/table.csv?days=30" in page


WRONG = [
    {"days": "many"},
    {"days": "0"},
    {"days": "99999999999999999999"},
    {"first": "2026-13-01"},
    {"last": "2020-01-01"},
    {"first": "2020-02-02", "last": "2020-01-01"},
    {"first": "1900-01-01"},
    {"first": "0001-01-01", "last": "0001-01-02"},
    {"last": "2999-01-01", "first": "2020-01-01"},
    {"service": "-1"},
    {"lane": "' OR 1"},
    {"label": "99999999999999999999999"},
    {"who": "somebody"},
    {"until": "2020-01-01"},
    {"until": "9999-12-31"},
    {"cards": "-3"},
    {"like": "\x00"},
]


@pytest.mark.parametrize("asked", WRONG)
@pytest.mark.parametrize("page", ["", "charts/when/", "charts/wip/data.json"])
def test_a_question_that_makes_no_sense_is_told_so(page, asked, board, look):
    answer = look(page, **asked)
    assert answer.status_code == 422
    assert 'class="field__errors"' in answer.content.decode()


def test_a_chart_that_nobody_knows_is_not_found(board, look):
    for page in ("", "data.json", "table.csv", "picture.png"):
        assert look(f"charts/velocity/{page}").status_code == 404


def test_a_forecast_may_be_about_another_number_and_other_days(past, look):
    page = look("charts/when/", cards=3, like=10).content.decode()
    assert "85 %: the next 3 cards are done by" in page


def test_what_would_have_to_be_true_is_told_for_a_date(past, look, board):
    until = board.day_of(timezone.now()) + timedelta(14)
    page = look("charts/how-many/", cards=6, until=until).content.decode()
    assert "3.0 must finish in seven days that count." in page
