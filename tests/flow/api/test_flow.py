"""The numbers of flow as programs get them: those of the pages, by the same questions."""

import pytest

from flow.metrics.models import Cursor
from tests.flow.teller import moment_of

NOW = "2026-11-10T12:00:00Z"
WINDOW = {"from": "2026-11-01", "to": "2026-11-09"}
QUESTIONS = ["cycle-time", "aging", "cfd", "throughput", "wip", "efficiency", "blocked", "pace"]
QUESTIONS = [*QUESTIONS, "forecast"]


@pytest.fixture
def told(tell, board, ada, grace, time_machine):
    """SLU-1 took 3 days, SLU-2 (Grace's, expedite, painted) 7; SLU-3 is in progress since the 4th."""
    expedite = board.service_classes.get(kind="expedite")
    tell.card(("2026-11-02", "Build"), ("2026-11-04", "Done"))
    tell.card(
        *(("2026-11-03", "Build"), ("2026-11-04", "Review"), ("2026-11-09", "Done")),
        assignees=[grace],
        labels=["paint"],
        service_class=expedite,
    )
    third = tell.card(("2026-11-04", "Build"))
    with tell.at("2026-11-05"):
        third.block(reason="no key", by=ada)
    time_machine.move_to(moment_of(NOW), tick=False)
    return tell


@pytest.fixture
def ask(told, api):
    def ask(what: str, **query):
        answer = api.get(f"/boards/SLU/flow/{what}", **query)
        assert answer.status_code == 200, answer.content
        return answer.json()

    return ask


def test_cycle_time_says_count_mean_percentiles_and_each_card(ask, board):
    board.refresh_from_db()
    answer = ask("cycle-time", **WINDOW)
    assert answer == {
        "as_of": board.version,
        "from": "2026-11-01",
        "to": "2026-11-09",
        "count": 2,
        "mean": 5.0,
        "percentiles": {"50": 3, "70": 7, "85": 7, "95": 7},
        "too_few": True,
        "items": [
            {
                "number": 2,
                "started_on": "2026-11-03",
                "finished_on": "2026-11-09",
                "days": 7,
                "lead_days": 7,
            },
            {
                "number": 1,
                "started_on": "2026-11-02",
                "finished_on": "2026-11-04",
                "days": 3,
                "lead_days": 3,
            },
        ],
        "page": 1,
        "pages": 1,
    }


def test_without_days_it_is_about_the_last_90_that_are_over(ask):
    answer = ask("throughput")
    assert (answer["from"], answer["to"]) == ("2026-08-12", "2026-11-09")
    assert len(answer["days"]) == 90
    assert answer["total"] == 2


@pytest.mark.parametrize(
    "filters",
    [
        {"class": "Expedite"},
        {"class": "expedite"},
        {"label": "paint"},
        {"assignee": "grace@example.org"},
        {"lane": "Standard", "class": "Expedite"},
    ],
)
def test_it_can_be_asked_of_some_cards_only(ask, filters):
    times = ask("cycle-time", **WINDOW, **filters)
    assert [each["number"] for each in times["items"]] == [2]
    assert ask("throughput", **WINDOW, **filters)["total"] == 1
    assert ask("wip", **WINDOW, **filters)["days"][5]["wip"] == 1
    assert ask("cfd", **WINDOW, **filters)["days"][-1]["counts"] == [1, 1, 1, 1]
    assert ask("aging", **filters)["items"] == []


def test_work_in_progress_has_its_age_column_and_how_it_compares(ask):
    [card] = ask("aging")["items"]
    assert card == {
        "number": 3,
        "title": "A card",
        "column": "Build",
        "column_id": card["column_id"],
        "started_on": "2026-11-04",
        "age": 7,
        "seconds_in_column": 6 * 86_400 + 3 * 3_600,
        "percentile": 100,
        "level": 0,
    }


def test_wip_is_told_with_the_limit_in_force_on_each_day(ask, told, board, build, review, ada):
    with told.at("2026-11-03"):
        board.add_limit(maximum=9, by=ada)
    with told.at("2026-11-05"):
        board.limit_columns([build, review], 4, by=ada)
    with told.at("2026-11-08"):
        board.remove_limit(board.limits.get(maximum=9), by=ada)
        board.limit_columns([build, review], 3, by=ada)
    days = ask("wip", **WINDOW)["days"]
    assert [day["limit"] for day in days] == [None, None, 9, 9, 4, 4, 4, 3, 3]
    assert [day["wip"] for day in days] == [0, 1, 2, 2, 2, 2, 2, 2, 1]


def test_a_limit_on_all_is_not_told_of_cards_with_one_label(ask, told, board, ada):
    with told.at("2026-11-03"):
        board.add_limit(maximum=9, by=ada)
    assert {day["limit"] for day in ask("wip", label="paint", **WINDOW)["days"]} == {None}


def test_pace_says_what_was_measured_and_what_the_board_goes_by(ask, build, ada):
    build.set_pace([1, 2, 3, 4], by=ada)
    answer = ask("pace", **WINDOW)
    column, _review = answer["columns"]
    assert column["percentiles"] == {"50": 2, "70": 3, "85": 3, "95": 3}
    assert (column["in_force"], column["is_automatic"]) == ([1, 2, 3, 4], False)
    assert answer["sle"] == {"percent": 85, "days": None, "is_automatic": True}


def test_a_forecast_gives_four_answers_and_all_chances(ask):
    answer = ask("forecast", days=30, items=20, **WINDOW)
    assert set(answer["how_many"]["answers"]) == {"50", "70", "85", "95"}
    assert sum(each["chance"] for each in answer["how_many"]["distribution"]) == pytest.approx(1)
    days, on = answer["when"]["answers"], answer["when"]["dates"]
    assert days["50"] <= days["95"]
    assert on["50"] > "2026-11-10"


def test_a_forecast_from_nothing_says_so(ask):
    answer = ask("forecast", **{"from": "2026-10-01", "to": "2026-10-09"})
    assert answer["how_many"]["answers"] == {}
    assert answer["words"].startswith("Nothing was finished")


@pytest.mark.parametrize("what", QUESTIONS)
def test_a_board_on_which_nothing_has_happened_has_an_answer(api, board, what):
    assert api.get(f"/boards/SLU/flow/{what}").status_code == 200


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"from": "2026-13-01"}, "from"),
        ({"from": "yesterday"}, "from"),
        ({"from": "2026-11-09", "to": "2026-11-01"}, "from"),
        ({"from": "1969-01-01"}, "from"),
        ({"to": "2026-11-11"}, "to"),
        ({"to": "0001-01-01"}, "to"),
        ({"from": "1999-01-01"}, "from"),
        ({"class": "Nobody's"}, "class"),
        ({"lane": "Nowhere"}, "lane"),
        ({"label": "none"}, "label"),
        ({"assignee": "sam@example.org"}, "assignee"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_what_cannot_be_asked_is_named(told, api, query, field):
    answer = api.get("/boards/SLU/flow/cycle-time", **query)
    assert answer.status_code == 422
    assert [each["field"] for each in answer.json()["errors"]] == [field]


@pytest.mark.parametrize("query", [{"days": -1}, {"days": 99999}, {"items": "many"}])
def test_a_forecast_that_nobody_can_make_is_refused(told, api, query):
    assert api.get("/boards/SLU/flow/forecast", **query).status_code == 422


@pytest.mark.parametrize("what", QUESTIONS)
def test_no_question_takes_more_statements_for_more_cards(told, api, query_count, what):
    api.get(f"/boards/SLU/flow/{what}")
    before = query_count(api.get, f"/boards/SLU/flow/{what}")
    for _ in range(5):
        told.card(("2026-11-05", "Build"), ("2026-11-06", "Done"))
        told.card(("2026-11-05", "Build"))
    api.get(f"/boards/SLU/flow/{what}")
    assert query_count(api.get, f"/boards/SLU/flow/{what}") == before


def test_what_has_just_happened_is_in_the_answer(ask, board, card_in, build):
    ask("aging")
    card_in(build)
    board.refresh_from_db()
    answer = ask("aging")
    assert (len(answer["items"]), answer["as_of"]) == (2, board.version)


def test_while_a_large_board_is_digested_it_says_as_of_when(ask, card_in, build, monkeypatch):
    as_of = ask("aging")["as_of"]
    monkeypatch.setattr("flow.metrics.ledger.digests.FEW_CARDS", 2)
    monkeypatch.setattr("flow.metrics.ledger.digests.FEW_EVENTS", 0)
    card_in(build)
    assert ask("aging")["as_of"] == as_of == Cursor.objects.get().version
