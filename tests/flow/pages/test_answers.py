"""What the pages answer: the same numbers in tiles, charts, tables and readings; and what is missing."""

import csv
import io
import re

import pytest

from flow.metrics.charts import ALL, age, cycle_time
from flow.metrics.charts.question import Question
from flow.metrics.ledger import digests
from flow.metrics.registry import charts
from flow.metrics.reports import Flow


def csv_of(look, chart):
    answer = look(f"charts/{chart}/table.csv")
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))


@pytest.fixture
def past(finish, count, card_in, build, done, ago, ada):
    for took in (2, 3, 3, 5, 8, 2, 4, 6, 3, 9, 2):
        finish(took=took)
    with ago(4):
        card_in(build, title="Chart the harbour")
        blocked = card_in(build).block(reason="no key", by=ada)
    with ago(2):
        blocked.move_to(done, by=ada)
    count()


def test_a_tile_says_what_the_readings_say(past, look, board):
    page = " ".join(look().content.decode().split())
    flow = Flow(board)
    assert f">{flow.throughput().total}<small> in 90 days</small>" in page
    assert f">{flow.cycle_times().percentiles[85]}<small> days</small>" in page
    assert ">5<small> days</small>" in page  # started four days ago, both ends counted
    assert ">1<small> </small>" in page


def test_days_that_are_long_over_are_not_compared_with_now(past, look):
    """What is blocked now is; what was in progress then is not."""
    assert look().content.decode().count("7 days ago") == 2
    long_ago = look(first="2020-01-01", last="2020-03-01").content.decode()
    assert long_ago.count("7 days ago") == 1


def test_work_in_progress_is_held_against_the_limit_of_this_moment(past, look, board, ada):
    board.add_limit(maximum=4, by=ada)
    page = " ".join(look().content.decode().split())
    assert ">1<small> limit 4</small>" in page


@pytest.mark.parametrize("chart", [chart.name for chart in ALL])
def test_a_table_is_the_same_in_the_page_and_as_a_file(chart, past, look):
    head, *rows = csv_of(look, chart)
    page = look(f"charts/{chart}/").content.decode()
    assert page.count('<th scope="col"') == len(head)
    assert page.count("<tr>") == len(rows) + 1


def test_the_rows_of_a_table_are_the_points_of_its_chart(past, look):
    data = look("charts/cycle-time/data.json").json()["data"]
    _head, *rows = csv_of(look, "cycle-time")
    points = sorted((card["key"], card["day"], str(card["days"])) for card in data["cards"])
    assert sorted((key, day, days) for key, _title, day, days in rows) == points


@pytest.mark.parametrize("chart", [chart.name for chart in ALL])
def test_a_chart_can_be_had_as_a_picture(chart, past, look):
    answer = look(f"charts/{chart}/picture.png")
    assert answer["Content-Type"] == "image/png"
    assert answer.content.startswith(b"\x89PNG")


def test_more_cards_than_can_be_told_apart_are_binned(past, look, monkeypatch):
    monkeypatch.setattr(cycle_time, "MOST", 5)
    data = look("charts/cycle-time/data.json").json()["data"]
    assert data["cards"] == []
    assert sum(cell["cards"] for cell in data["cells"]) == 12
    _head, *rows = csv_of(look, "cycle-time")
    assert sorted(int(cards) for _week, _days, cards in rows) == sorted(
        cell["cards"] for cell in data["cells"]
    )


def test_no_spreadsheet_computes_what_somebody_wrote(finish, count, look):
    finish(took=2, title="=1+1")
    count()
    assert csv_of(look, "cycle-time")[1][1] == "'=1+1"


@pytest.mark.parametrize("chart", [chart.name for chart in ALL])
def test_a_board_without_a_past_says_what_is_missing(chart, board, count, look):
    count()
    page = look(f"charts/{chart}/").content.decode()
    assert str(charts()[chart].missing) in page
    assert "<flow-chart" not in page


def test_a_board_that_is_not_counted_yet_says_so(board, look, monkeypatch):
    monkeypatch.setattr(digests, "FEW_CARDS", 0)  # else it is counted at once
    assert "is being counted" in look().content.decode()


def test_few_cards_are_marked_as_too_few_to_trust(finish, count, look):
    finish(took=2)
    count()
    assert "too few to trust" in look().content.decode()


def test_data_that_have_not_changed_are_not_sent_again(past, look, browser_of, grace, board, ada):
    url = "/boards/SLU/flow/charts/wip/data.json"
    browser = browser_of(grace)
    tag = browser.get(url)["ETag"]
    assert browser.get(url, HTTP_IF_NONE_MATCH=tag).status_code == 304
    assert browser.get(f"{url}?days=30", HTTP_IF_NONE_MATCH=tag).status_code == 200
    board.add_lane("Boats", by=ada)
    assert browser.get(url, HTTP_IF_NONE_MATCH=tag).status_code == 200


def test_the_next_release_sends_its_charts_although_no_data_changed(
    past, look, browser_of, grace, settings
):
    url = "/boards/SLU/flow/charts/wip/data.json"
    browser = browser_of(grace)
    tag = browser.get(url)["ETag"]
    settings.VERSION = "the next release"
    assert browser.get(url, HTTP_IF_NONE_MATCH=tag).status_code == 200


def test_more_cards_need_no_more_questions_to_the_database(
    finish, count, look, card_in, build, django_assert_num_queries, django_assert_max_num_queries
):
    def questions():
        count()
        with django_assert_max_num_queries(100) as asked:
            assert look().status_code == 200
        return len(asked)

    finish(took=2), card_in(build)
    few = questions()
    for _ in range(5):
        finish(took=3), card_in(build)
    assert questions() == few


def test_a_card_shows_where_its_days_went(finish, count, look):
    finish(took=5)
    count()
    page = look("cards/1/").content.decode()
    assert "5 days, most of it in Build." in page
    assert "left at an age of 5 d" in page


def test_a_card_that_is_not_started_has_no_way_yet(card_in, ideas, count, look):
    card_in(ideas)
    count()
    assert "It has not been started" in look("cards/1/").content.decode()


def test_all_boards_are_told_by_name_and_against_themselves(past, browser_of, ada):
    page = browser_of(ada).get("/flow/").content.decode()
    assert '<td class="number" data-label="In progress">1</td>' in page
    assert '<td class="number" data-label="Finished">12</td>' in page


def test_only_a_column_with_a_limit_can_be_over_it(past, browser_of, board, build, card_in, ada):
    def over():
        page = browser_of(ada).get("/flow/").content.decode()
        return re.search(r'data-label="Over">(\d+)<', page)[1]

    assert over() == "0"
    card_in(build)
    board.limit_columns([build], 1, by=ada)
    assert over() == "1"


def test_a_card_that_left_with_its_column_is_not_drawn_before_it_is_counted_out(
    past, board, card_in, review, count, ada
):
    card = card_in(review)
    count()
    card.archive(by=ada)
    review.refresh_from_db()
    review.archive(by=ada)
    flow = Flow(type(board).objects.get())
    drawn = age.read(Question(flow, flow, flow.today, None, str))["cards"]
    assert flow.in_progress() == len(drawn) + 1
    assert card.key not in {each["key"] for each in drawn}
