"""A new board begins with columns, lanes and limits that fit a team."""

import pytest

from board.models import Board
from board.settings_pages.templates import TEMPLATES

PROMISED = {
    "basic": (
        ["To do", "Doing", "Done"],
        ["Standard"],
        ["At most 5 cards in Doing, expedite apart."],
    ),
    "development": (
        [
            *("Ideas", "Ready", "Build Doing", "Build Done"),
            *("Review Doing", "Review Done", "Release", "Done"),
        ],
        ["Standard"],
        [
            "At most 7 cards in Build: Doing and Done together, expedite apart.",
            "At most 7 cards in Review: Doing and Done together, expedite apart.",
        ],
    ),
    "expedite": (
        ["Ideas", "Ready", "Build", "Review", "Done"],
        ["Expedite", "Standard"],
        [
            "At most 7 cards in Build, expedite apart.",
            "At most 5 cards in Review, expedite apart.",
            "At most 1 expedite card in progress.",
        ],
    ),
    "empty": (["Doing", "Done"], ["Standard"], []),
}


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_template_keeps_its_promise(browser_of, sam, template):
    said = {"name": "Dock office", "key": "dock", "template": template, "team": 5}
    assert browser_of(sam).post("/boards/new/", said).status_code == 302
    shape = Board.objects.get().shape
    columns, lanes, limits = PROMISED[template]
    assert [column.name for column in shape.columns.values()] == columns
    assert [lane.name for lane in shape.lanes.values()] == lanes
    sentences = [limit.sentence.rpartition(" One more")[0] for limit in shape.limits]
    assert sentences == limits


def test_the_policy_of_a_column_stands_on_the_board(browser_of, board, build, ada):
    build.revise(policy="Tests are green.\n<b>Two</b> have read it.", by=ada)
    page = browser_of(ada).get("/boards/SLU/").content.decode()
    assert "Tests are green.<br>&lt;b&gt;Two&lt;/b&gt; have read it." in page


def test_a_new_board_keeps_the_days_of_who_makes_it(browser_of, ada):
    ada.time_zone = "Pacific/Auckland"
    ada.save()
    browser_of(ada).post(
        "/boards/new/", {"name": "Dock office", "key": "DOCK", "template": "basic", "team": 3}
    )
    assert Board.objects.get().time_zone == "Pacific/Auckland"
