"""Past the limit of a column there is a cut line, and below it what came in last."""

import pytest

from board.models import Terms


@pytest.fixture
def below(browser_of, grace, board):
    """The numbers of the cards below the cut line of a column."""

    def find(column) -> list[int]:
        html = browser_of(grace).get("/boards/SLU/").content.decode()
        part = html.split(f'id="column-{column.pk}"')[1].split('id="column-')[0]
        _above, _line, past = part.partition('class="cutline"')
        return [n for n in range(1, 20) if f'id="card-{n}"' in past]

    return find


def test_a_column_that_is_full_has_no_cut_line(below, full_review):
    assert below(full_review) == []


def test_the_cards_that_came_in_last_stand_past_it(below, board, full_review, card_in, build, ada):
    board.limit_column(full_review, 2, by=ada)
    first = full_review.cards.in_order().first()
    first.move_to(build, by=ada)
    board.limit_column(full_review, 3, by=ada)
    first.move_to(full_review, by=ada, before=full_review.cards.in_order().first())
    board.limit_column(full_review, 1, by=ada)
    assert below(full_review) == [1, 3]


def test_who_was_let_in_with_a_reason_stands_past_it_first(
    below, board, reasons_allowed, card_in, ada, build
):
    [limit] = board.shape.limits
    terms = Terms(override_reason="audit", limit_versions={limit.pk: limit.version})
    card_in(build).move_to(reasons_allowed, by=ada, terms=terms)
    board.limit_column(reasons_allowed, 5, by=ada)
    card_in(reasons_allowed)
    board.limit_column(reasons_allowed, 4, by=ada)
    assert below(reasons_allowed) == [4]


def test_cards_apart_from_limits_stand_before_it(below, board, full_review, card_in, ada):
    board.limit_column(full_review, 2, by=ada)
    card_in(full_review, service_class=board.class_of("expedite"))
    assert below(full_review) == [3]


def test_it_says_at_how_many_it_stands(browser_of, grace, board, full_review, ada):
    board.limit_column(full_review, 2, by=ada)
    assert "limit 2 · exceeded" in browser_of(grace).get("/boards/SLU/").content.decode()


def test_a_card_that_leaves_draws_the_cut_line_anew(ask, grace, board, full_review, build, ada):
    board.limit_column(full_review, 2, by=ada)
    card = full_review.cards.in_order().first()
    drawn = ask(grace, "move", card, hx=True, column=build.pk).content.decode()
    assert f'hx-target="#column-{full_review.pk}"' in drawn
    assert "· exceeded" not in drawn


def test_the_cut_line_of_a_pair_is_in_the_column_that_holds_the_card(
    below, board, build, review, card_in, ada
):
    for column in (build, review):
        column.revise(group="Work", by=ada)
    early, late = card_in(build), card_in(build)
    board.limit_columns([build, review], 1, by=ada)
    early.move_to(review, by=ada)  # which is no coming in
    assert below(review) == []
    assert below(build) == [late.number]


def test_a_filter_does_not_move_the_cut_line(browser_of, grace, board, full_review, card_in, ada):
    board.limit_column(full_review, 2, by=ada)
    full_review.cards.filter(number=1).update(title="Tide")
    html = browser_of(grace).get("/boards/SLU/", {"q": "tide"}).content.decode()
    assert "· exceeded" not in html
