"""Where a card may go: the answer for a drag, for each column and lane."""

import pytest


@pytest.fixture
def card(build, card_in):
    return card_in(build)


def answers(caller, number: int) -> dict[tuple[str, str], tuple[str, str]]:
    told = caller.get(f"/boards/SLU/cards/{number}/placement")
    assert told.status_code == 200
    return {(each["column"], each["lane"]): (each["answer"], each["words"]) for each in told.json()}


def test_a_card_may_go_where_there_is_room(api, board, card):
    assert answers(api, 1) == {
        (column, "Standard"): ("may", "") for column in ("Ideas", "Build", "Review", "Done")
    }


def test_a_full_column_says_no_and_why(api, full_review, build, card_in):
    told = answers(api, card_in(build).number)
    assert told["Review", "Standard"] == ("no", "Review is full, 3 of 3.")
    assert told["Done", "Standard"] == ("may", "")


def test_a_card_may_always_stay_in_a_column_that_is_over(api, board, full_review, ada):
    board.limit_column(full_review, 1, by=ada)
    assert answers(api, 1)["Review", "Standard"] == ("may", "")


def test_a_limit_that_takes_a_reason_says_so_to_who_may_give_it(
    api, calls, board, review, card, card_in, ada, grace
):
    card_in(review)
    board.add_limit(by=ada, maximum=1, columns=[review], mode="reason", members_may_override=False)
    assert answers(api, 1)["Review", "Standard"] == ("reason", "Review is full, 1 of 1.")
    assert answers(calls(grace), 1)["Review", "Standard"][0] == "no"


def test_a_warning_lets_pass_with_its_words(api, board, review, card, card_in, ada):
    card_in(review)
    board.add_limit(by=ada, maximum=1, columns=[review], mode="warn")
    assert answers(api, 1)["Review", "Standard"] == ("may", "Review is full, 1 of 1.")


def test_each_cell_is_answered_apart(api, board, review, card, card_in, ada):
    fast = board.add_lane("Fast", by=ada)
    board.add_limit(by=ada, maximum=0, columns=[review], lane=fast)
    told = answers(api, 1)
    assert len(told) == 8
    assert told["Review", "Fast"][0] == "no"
    assert told["Review", "Standard"][0] == "may"


def test_a_persons_limit_is_answered_where_a_card_would_be_pulled(
    api, board, ideas, build, card_in, ada, grace
):
    board.add_limit(by=ada, name="One each", maximum=1, each_person=True)
    card_in(build, assignees=[grace])
    option = card_in(ideas, assignees=[grace])
    told = answers(api, option.number)
    assert told["Build", "Standard"] == ("no", "Grace has 1 of 1: One each.")
    assert told["Done", "Standard"][0] == "may"


def test_what_may_not_be_changed_may_go_nowhere(api, calls, board, card, vera, ada):
    assert {answer for answer, _words in answers(calls(vera), 1).values()} == {"no"}
    card.archive(by=ada)
    assert set(answers(api, 1).values()) == {("no", "SLU-1 is archived. Restore it first.")}


def test_the_answer_is_what_the_move_will_say(api, board, full_review, build, done, card_in, ada):
    board.limit_column(build, 1, by=ada)
    card = card_in(build)
    board.add_limit(by=ada, name="All", maximum=4)
    for (column, _lane), (answer, _words) in answers(api, card.number).items():
        moved = api.post(f"/boards/SLU/cards/{card.number}/move", column=column)
        assert (moved.status_code == 200) == (answer == "may")
        if column not in ("Build", "Review"):
            api.post(f"/boards/SLU/cards/{card.number}/undo")


def test_no_column_lane_or_limit_costs_a_statement(api, board, card, query_count, ada):
    api.get("/boards")
    board.limit_column(board.columns.first(), 3, by=ada)
    few = query_count(api.get, "/boards/SLU/cards/1/placement")
    for name in ("Fast", "Slow", "Odd"):
        lane = board.add_lane(name, by=ada)
        board.add_limit(by=ada, maximum=3, lane=lane)
    assert query_count(api.get, "/boards/SLU/cards/1/placement") <= few + 1  # lanes are read once
