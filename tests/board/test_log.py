"""The log says what happened; its numbers are the board's clock."""

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from board.models import Board, Event, Kind, NotHere, NotPossible, Role


def test_every_event_is_one_tick_of_the_board(board, build, review, card_in, ada):
    card = card_in(build)
    card.move_to(review, by=ada)
    card.block(reason="no key", by=ada)
    board.limit_column(review, 3, by=ada)
    board.refresh_from_db()
    numbers = list(board.events.values_list("number", flat=True))
    assert numbers == list(range(1, board.version + 1))


def test_a_board_records_only_while_it_is_locked(board):
    with transaction.atomic(), pytest.raises(RuntimeError, match="only while it is locked"):
        board.record([Event(kind=Kind.MOVED)])


@pytest.mark.parametrize(
    "nothing",
    [
        lambda card, ada: card.revise(title=card.title, labels=[], by=ada),
        lambda card, ada: card.assign(by=ada),
        lambda card, ada: card.reclassify(card.service_class, by=ada),
        lambda card, ada: card.unblock(by=ada),
        lambda card, ada: card.restore(by=ada),
        lambda card, ada: card.move_to(card.column, by=ada),
    ],
)
def test_a_verb_that_changes_nothing_writes_nothing(board, build, card_in, ada, nothing):
    card = card_in(build)
    before = board.events.count(), card.as_now().version
    nothing(card, ada)
    assert (board.events.count(), card.as_now().version) == before


def test_the_same_limit_again_writes_nothing(board, review, ada):
    limit = board.limit_column(review, 3, by=ada)
    before = board.events.count()
    assert board.limit_column(review, 3, by=ada).version == limit.version
    assert board.limit_column(review, None, by=ada) is None
    assert board.limit_column(review, None, by=ada) is None
    assert board.events.count() == before + 1


def test_a_change_of_a_limit_says_what_it_was(board, review, ada):
    board.limit_column(review, 3, by=ada)
    limit = board.limit_column(review, 5, by=ada)
    event = board.events.get(kind=Kind.LIMIT_CHANGED)
    assert (event.data["was"]["maximum"], event.data["maximum"]) == (3, 5)
    assert limit.version == 2


def test_two_limits_on_the_same_cards_are_one_too_many(board, review, ada):
    board.limit_column(review, 3, by=ada)
    with pytest.raises(NotPossible, match="There is a limit on these cards already: Review"):
        board.add_limit(maximum=2, columns=[review], by=ada)
    assert board.limits.in_force().count() == 1


def test_labels_are_written_one_way(board, build, card_in, ada):
    card_in(build, labels=["Billing"])
    card = card_in(build, labels=["billing ", "map", "Map"])
    assert sorted(label.name for label in card.labels.all()) == ["Billing", "map"]
    assert board.labels.count() == 2


def test_only_members_are_assigned(build, card_in, sam, ada):
    with pytest.raises(NotHere, match="Sam is not a member of this board"):
        card_in(build).assign(sam, by=ada)


def test_a_card_is_blocked_for_one_reason_at_a_time(build, card_in, ada):
    card = card_in(build).block(reason="no key", by=ada)
    card.block(reason="no key", by=ada)
    with pytest.raises(NotPossible, match="is blocked already: no key"):
        card.block(reason="no time", by=ada)
    assert card.blocks.get().blocked_by == ada
    card.unblock(by=ada)
    assert card.blocks.get().unblocked_at is not None


def test_a_board_keeps_a_lead(board, ada, grace):
    with pytest.raises(NotPossible, match="A board needs a lead"):
        board.remove_member(ada, by=ada)
    with pytest.raises(NotPossible, match="A board needs a lead"):
        board.add_member(ada, Role.MEMBER, by=ada)
    board.add_member(grace, Role.LEAD, by=ada)
    board.remove_member(ada, by=grace)
    assert board.role_of(ada) is None


def test_who_leaves_the_board_gives_their_cards_up(board, build, card_in, ada, grace):
    card = card_in(build, assignees=[ada, grace])
    board.remove_member(grace, by=ada)
    assert card.as_now().people == [ada.pk]


@pytest.mark.parametrize(
    ("key", "columns"),
    [
        ("slu", [("Do", "active"), ("Did", "done")]),
        ("S", [("Do", "active"), ("Did", "done")]),
        ("SLUICEBOARD", [("Do", "active"), ("Did", "done")]),
        ("OK", []),
        ("OK", [("Did", "done"), ("Do", "active")]),
        ("OK", [("Do", "active")]),
        ("OK", [("Do", "active"), ("Wait", "queue"), ("Did", "done")]),
        ("OK", [("Do", "active"), ("do", "active"), ("Did", "done")]),
        ("OK", [("", "active"), ("Did", "done")]),
    ],
)
def test_a_board_that_makes_no_sense_is_not_made(ada, key, columns):
    with pytest.raises(ValidationError):
        Board.make("A board", key=key, by=ada, columns=columns)
    assert not Board.objects.exists()


def test_a_column_is_added_at_the_end_of_its_stage(board, review, ada):
    board.add_column("Ready", "queue", by=ada)
    board.add_column("Test", "waiting", before=review, by=ada)
    assert [column.name for column in board.columns.all()] == [
        *("Ideas", "Ready", "Build", "Test", "Review", "Done")
    ]
    with pytest.raises(ValidationError):
        board.add_column("Late", "queue", before=review, by=ada)
