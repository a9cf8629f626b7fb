"""All the columns are put in order, with their stages, as one change."""

import pytest
from django.core.exceptions import ValidationError

from board.models import Kind, NotPossible


def steps(board):
    return list(board.columns.filter(archived_at=None).values_list("name", "stage"))


def test_columns_change_places_and_stages_at_once(board, ideas, build, review, done, ada):
    board.line_up([(ideas, "queue"), (review, "queue"), (build, "active"), (done, "done")], by=ada)
    assert steps(board) == [
        ("Ideas", "queue"),
        ("Review", "queue"),
        ("Build", "active"),
        ("Done", "done"),
    ]
    told = [event.data for event in board.events.filter(kind=Kind.COLUMN_CHANGED)]
    assert told == [
        {"order": [ideas.pk, review.pk, build.pk, done.pk]},
        {"column": review.pk, "was": {"stage": "active"}, "stage": "queue"},
    ]


def test_cards_are_counted_again(board, ideas, build, review, done, card_in, ada):
    card = card_in(build)
    board.line_up([(ideas, "queue"), (build, "queue"), (review, "active"), (done, "done")], by=ada)
    assert card.as_now().started_at is None


def test_the_same_order_is_no_change(board, ideas, build, review, done, ada):
    before = board.events.count()
    board.line_up([(ideas, "queue"), (build, "active"), (review, "active"), (done, "done")], by=ada)
    assert board.events.count() == before


def test_stages_out_of_order_change_nothing(board, ideas, build, review, done, ada):
    was = steps(board)
    with pytest.raises(ValidationError, match="queue columns first"):
        board.line_up(
            [(build, "active"), (ideas, "queue"), (review, "active"), (done, "done")], by=ada
        )
    assert steps(board) == was


def test_a_column_that_somebody_added_meanwhile_is_not_forgotten(board, ideas, build, done, ada):
    with pytest.raises(NotPossible, match="changed since you saw them"):
        board.line_up([(ideas, "queue"), (build, "active"), (done, "done")], by=ada)


def test_columns_have_a_limit_together(board, build, review, ada):
    limit = board.limit_columns([review, build], 4, by=ada)
    raised = board.limit_columns([build, review], 5, by=ada)
    assert (raised, raised.maximum) == (limit, 5)
    assert board.limit_columns([build, review], None, by=ada) is None
    assert not board.limits.in_force().exists()


def test_a_lane_or_label_whose_name_is_taken_says_so(board, build, card_in, ada):
    card_in(build, labels=["map", "chart"])
    lane = board.add_lane("Boats", by=ada)
    with pytest.raises(ValidationError, match="boats exists already"):
        board.rename_lane(board.lanes.exclude(pk=lane.pk).get(), "boats", by=ada)
    with pytest.raises(ValidationError, match="exists already"):
        board.rename_label(board.labels.get(name="map"), "Chart", by=ada)
