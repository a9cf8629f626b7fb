"""How small the cards are, as programs get it; and the table of its chart says the same."""

from datetime import date

import pytest

from board.models import SplitPart, Terms, TooLargeToStart
from flow.metrics.charts.batches import BATCHES
from flow.metrics.charts.question import Question
from flow.metrics.reports import DayWindow, Flow
from tests.flow.teller import moment_of

WINDOW = {"from": "2026-11-01", "to": "2026-11-14"}


@pytest.fixture
def told(tell, board, build, ideas, ada, time_machine):
    """Finished: one card in 1 day, one in 2, one in 7. Started without scenarios: all of them."""
    tell.card(("2026-11-02", "Build"), ("2026-11-02", "Done"))
    tell.card(("2026-11-03", "Build"), ("2026-11-04", "Done"))
    tell.card(("2026-11-03", "Build"), ("2026-11-09", "Done"))
    board.refresh_from_db()
    board.set_batch_rule(by=ada, mode="reason", most_scenarios=1)
    board.refresh_from_db()
    with tell.at("2026-11-10"):
        large = board.create_card("Large", by=ada, column=ideas, scenarios=["a", "b"])
        for _try in range(2):
            with pytest.raises(TooLargeToStart):
                large.move_to(build, by=ada)
        large.move_to(build, by=ada, terms=Terms(override_reason="x", passes=["too_large"]))
        second = large.checklist.kept().last()
        large.split([SplitPart("Part", [second.pk])], by=ada)
    time_machine.move_to(moment_of("2026-11-15T12:00:00Z"), tick=False)
    return tell


def test_the_size_of_cards_is_counted(told, api):
    answer = api.get("/boards/SLU/flow/batches", **WINDOW).json()

    assert {name: answer[name] for name in ("finished", "within_target", "target_days")} == {
        "finished": 3,
        "within_target": 2,
        "target_days": 2,
    }
    assert answer["share"] == pytest.approx(200 / 3)
    assert answer["not_described"] == 3
    assert answer["split"] == 1
    assert answer["too_large"] == {"refused": 1, "overridden": 1}
    assert answer["weeks"] == [
        {"from": "2026-11-01", "to": "2026-11-07", "finished": 2, "within_target": 2},
        {"from": "2026-11-08", "to": "2026-11-14", "finished": 1, "within_target": 0},
    ]


def test_a_split_that_was_undone_is_not_counted(told, board, api, ada, tell):
    with tell.at("2026-11-12"):
        card = board.create_card(
            "Again", by=ada, column=board.columns.first(), scenarios=["a", "b"]
        )
        card.split([SplitPart("Part", [card.checklist.kept().last().pk])], by=ada)
        card.undo(by=ada)
    answer = api.get("/boards/SLU/flow/batches", **WINDOW).json()
    assert answer["split"] == 1


def test_every_figure_is_about_the_cards_that_are_asked_about(told, board, api, ada):
    large = board.cards.get(title="Large")
    large.revise(labels=["pier"], by=ada)
    answer = api.get("/boards/SLU/flow/batches", **WINDOW, label="pier").json()
    assert (answer["finished"], answer["not_described"], answer["split"]) == (0, 0, 1)
    assert answer["too_large"] == {"refused": 1, "overridden": 1}
    board.add_label("quay", by=ada)
    answer = api.get("/boards/SLU/flow/batches", **WINDOW, label="quay").json()
    assert (answer["finished"], answer["not_described"], answer["split"]) == (0, 0, 0)
    assert answer["too_large"] == {"refused": 0, "overridden": 0}


def test_a_deleted_card_is_not_counted_as_not_described(told, board, api, ada):
    board.cards.first().discard(by=ada)
    assert api.get("/boards/SLU/flow/batches", **WINDOW).json()["not_described"] == 2


def test_the_chart_says_the_same(told, board):
    told.digest()
    window = DayWindow(date(2026, 11, 1), date(2026, 11, 14))
    flow = Flow(board, window)
    data = BATCHES.read(Question(flow, flow, window.last, None, str))
    assert BATCHES.says(data) == (
        "2 of 3 cards finished within 2 days. 1 split. 1 start was refused as too large. "
        "1 card started too large, with a reason. 3 cards started without scenarios."
    )
    assert [row[2:] for row in BATCHES.table(data).rows] == [[0, 1], [2, 0]]


def test_nothing_finished_has_no_share(board, api):
    answer = api.get("/boards/SLU/flow/batches", **WINDOW).json()
    assert (answer["finished"], answer["within_target"], answer["share"]) == (0, 0, None)


def test_without_target_days_nothing_is_within_them(told, board, api):
    api.patch("/boards/SLU", batch={"target_days": None})
    answer = api.get("/boards/SLU/flow/batches", **WINDOW).json()
    assert (answer["finished"], answer["within_target"], answer["share"]) == (3, None, None)


def test_a_viewer_looks_and_a_stranger_finds_nothing(calls, told, vera, sam):
    assert calls(vera).get("/boards/SLU/flow/batches").status_code == 200
    assert calls(sam).get("/boards/SLU/flow/batches").status_code == 404
