"""A board that is archived can be looked at and not be changed; one that is erased is gone."""

import pytest

from board.models import Board, Invitation, NotPossible, Role
from board.models.board import archive
from board.tasks import delete_withdrawn_boards
from tests.cast import COLUMNS


@pytest.fixture
def archived(board, ada) -> Board:
    board.archive(by=ada)
    return board


def test_archiving_a_board_is_an_event_and_happens_once(board, ada):
    version = board.archive(by=ada).version
    assert board.archive(by=ada).version == version
    assert board.events.latest("number").kind == "board_archived"
    assert board.events.latest("number").by == ada


def test_an_archived_board_is_in_no_list_of_open_ones(archived, ada):
    mine = Board.objects.visible_to(ada)
    assert list(mine.open()) == []
    assert list(mine.archived()) == [archived]


def test_nothing_changes_a_board_that_is_archived(board, build, review, card_in, grace, ada):
    card = card_in(build)
    board.archive(by=ada)
    changes = [
        lambda: card.move_to(review, by=grace),
        lambda: card.block(reason="no key", by=grace),
        lambda: card.archive(by=grace),
        lambda: board.create_card("Late", by=grace, column=build),
        lambda: board.add_limit(maximum=3, by=ada),
        lambda: board.add_member(grace, Role.LEAD, by=ada),
        lambda: board.revise(name="Port", by=ada),
        lambda: build.archive(by=ada, cards_to=review),
        lambda: Invitation.issue(board, by=ada),
    ]
    for change in changes:
        with pytest.raises(NotPossible, match="Harbour is archived"):
            change()


def test_sluice_itself_may_note_what_it_worked_out_of_the_past(archived, build):
    assert build.set_pace([1, 2, 3, 4], by=None).pace == (1, 2, 3, 4)


def test_everybody_who_had_a_role_only_looks_until_it_is_restored(archived, ada, grace):
    assert Board.objects.visible_to(ada).get().role == Role.VIEWER
    assert Board.objects.visible_to(grace).get().role == Role.VIEWER
    assert Board.objects.visible_to(ada).get().seat == Role.LEAD
    archived.restore(by=ada)
    assert Board.objects.visible_to(ada).get().role == Role.LEAD
    assert Board.objects.visible_to(grace).get().role == Role.MEMBER


def test_work_goes_on_after_it_is_restored(board, build, review, card_in, grace, ada):
    card = card_in(build)
    board.archive(by=ada)
    board.restore(by=ada)
    assert card.move_to(review, by=grace).column == review
    assert [event.kind for event in board.events.order_by("number")][-3:] == [
        *("board_archived", "board_restored", "moved"),
    ]


def test_an_invitation_to_it_waits_until_it_is_restored(board, ada, sam):
    secret = Invitation.issue(board, by=ada)
    invitation = Invitation.objects.with_secret(secret).get()
    board.archive(by=ada)
    with pytest.raises(NotPossible):
        invitation.accept(by=sam)
    board.restore(by=ada)
    assert invitation.accept(by=sam).role == Role.MEMBER


def test_what_is_erased_is_gone_with_all_that_happened_on_it(board, build, card_in, full_review):
    card_in(build).block(reason="no key", by=board.members.first())
    board.erase()
    assert not Board.objects.exists()


def test_a_board_that_is_withdrawn_is_nobodys_and_its_key_is_free(
    board, ada, grace, build, card_in
):
    card_in(build)
    invitation = Invitation.issue(board, by=ada)
    board.withdraw()
    assert not Board.objects.visible_to(ada).exists()
    assert not Invitation.objects.with_secret(invitation).exists()
    assert Board.make("Another", key="SLU", by=grace, columns=COLUMNS).key == "SLU"
    with pytest.raises(NotPossible):
        board.create_card("Too late", column=build, by=ada)


def test_its_rows_are_deleted_by_a_task_that_may_be_broken_off(board, build, card_in, monkeypatch):
    for _ in range(5):
        card_in(build)
    board.withdraw()
    monkeypatch.setattr(archive, "A_BATCH", 2)
    with monkeypatch.context() as broken:
        broken.setattr(Board, "delete", lambda board: 1 / 0)
        delete_withdrawn_boards()
    assert Board.objects.withdrawn().get().cards.count() == 0
    delete_withdrawn_boards()
    assert not Board.objects.exists()
    delete_withdrawn_boards()
