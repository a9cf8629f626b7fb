"""An import is never refused: a limit that it passes gets overrides by the board, and shows as over."""

import pytest

from board.models import Board, Kind, Mode, Override, Service, WipLimitReached

FIELDS = ("--board", "SLU", "--id", "id", "--title", "id", "--state", "state")
IN_BUILD = ("id,state", "a,Build", "b,Build", "c,Build", "d,Ideas")


@pytest.fixture
def into_slu(board, ada, import_csv, file):
    """Import these lines into Ada's board; returns what was said."""
    return lambda *lines: import_csv(*FIELDS, "--owner", ada.email, file(*lines))


def overridden(board: Board) -> set[tuple[str, str]]:
    """Which card was let past which limit."""
    found = Override.objects.filter(card__board=board).select_related("card", "limit")
    assert {override.by for override in found} <= {None}
    limits = {limit.pk: limit.title for limit in board.shape.limits}
    return {(override.card.external_id, limits[override.limit_id]) for override in found}


def test_a_limit_that_is_passed_has_an_override_for_each_card_that_came(
    board, build, ada, into_slu
):
    board.limit_column(build, 2, by=ada)
    said = into_slu(*IN_BUILD)
    assert overridden(board) == {("a", "Build"), ("b", "Build"), ("c", "Build")}
    assert "Build exceeds its limit, 3 of 2; its cards have overrides." in said
    assert Override.objects.first().reason == "Imported from export.csv."


def test_the_log_says_which_limit_was_passed(board, build, ada, into_slu):
    board.limit_column(build, 2, by=ada)
    into_slu(*IN_BUILD)
    [event] = board.events.filter(kind=Kind.IMPORTED)
    [passed] = event.data["passed"]
    assert (passed["name"], passed["count"], passed["maximum"]) == ("Build", 0, 2)


def test_a_limit_with_room_for_all_has_no_override(board, build, ada, into_slu):
    board.limit_column(build, 3, by=ada)
    assert "exceeds its limit" not in into_slu(*IN_BUILD)
    assert not overridden(board)


def test_exactly_the_limits_that_are_over_have_overrides(
    board, ideas, build, review, ada, card_in, into_slu
):
    card_in(build)
    card_in(review)
    board.limit_column(ideas, 1, by=ada)  # one comes: full, not over
    board.limit_column(build, 3, by=ada)  # three come to one: over
    board.limit_column(review, 0, by=ada)  # over before, and nothing comes
    board.add_limit(by=ada, name="Both", maximum=5, columns=[build, review])  # two and three: full
    board.add_limit(by=ada, name="All", maximum=4)  # in progress, five: over
    into_slu(*IN_BUILD)
    assert overridden(board) == {(card, limit) for card in "abc" for limit in ("Build", "All")}


def test_a_limit_that_only_warns_is_told_and_not_overridden(board, build, ada, into_slu):
    board.limit_column(build, 2, mode=Mode.WARN, by=ada)
    assert "exceeds its limit" in into_slu(*IN_BUILD)
    assert not overridden(board)
    [event] = board.events.filter(kind=Kind.IMPORTED)
    assert [passed["name"] for passed in event.data["passed"]] == ["Build"]


def test_done_and_archived_cards_do_not_count_for_work_in_progress(board, ada, import_csv, file):
    board.add_limit(by=ada, name="All", maximum=0)
    lines = file("id,state,end", "a,Done,2025-01-01", "b,Removed,")
    import_csv(
        *(*FIELDS, "--owner", ada.email, "--archive", "Removed", "--entered", "Done=end"), lines
    )
    assert board.cards.count() == 2
    assert not overridden(board)


def test_the_limit_of_another_class_of_service_is_not_touched(board, ada, into_slu):
    expedite = board.class_of(Service.EXPEDITE)
    board.add_limit(by=ada, name="One expedite", maximum=0, service_class=expedite)
    into_slu(*IN_BUILD)
    assert not overridden(board)


def test_nothing_more_is_pulled_into_a_column_that_an_import_filled(
    board, build, ada, card_in, into_slu
):
    board.limit_column(build, 2, by=ada)
    into_slu(*IN_BUILD)
    with pytest.raises(WipLimitReached, match="Build exceeds its limit, 3 of 2"):
        card_in(build)


def test_an_override_ends_when_the_card_leaves(board, build, review, ada, into_slu):
    board.limit_column(build, 2, by=ada)
    into_slu(*IN_BUILD)
    board.cards.get(external_id="a").move_to(review, by=ada)
    assert Override.objects.filter(ended_at=None).count() == 2
