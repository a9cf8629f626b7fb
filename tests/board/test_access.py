"""To fetch is to be allowed."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import Http404

from board import access
from board.models import Board, Role

BOARD_GETTERS = [access.visible_board, access.editable_board, access.led_board]
CARD_GETTERS = [access.visible_card, access.editable_card]


@pytest.mark.parametrize("getter", BOARD_GETTERS)
def test_a_board_is_not_there_for_a_stranger(board, sam, getter):
    for stranger in (sam, AnonymousUser()):
        with pytest.raises(Http404):
            getter(stranger, board.key)


@pytest.mark.parametrize("getter", CARD_GETTERS)
def test_a_card_is_not_there_for_a_stranger(board, build, card_in, sam, getter):
    card = card_in(build)
    for stranger in (sam, AnonymousUser()):
        with pytest.raises(Http404):
            getter(stranger, board.key, card.number)


def test_a_viewer_looks_but_does_not_change(board, build, card_in, vera):
    card = card_in(build)
    assert access.visible_board(vera, board.key).role == Role.VIEWER
    assert access.visible_card(vera, board.key, card.number) == card
    with pytest.raises(PermissionDenied, match="can view"):
        access.editable_board(vera, board.key)
    with pytest.raises(PermissionDenied, match="can view"):
        access.editable_card(vera, board.key, card.number)


def test_a_member_changes_cards_but_not_the_board(board, build, card_in, grace):
    card = card_in(build)
    assert access.editable_board(grace, board.key) == board
    assert access.editable_card(grace, board.key, card.number) == card
    with pytest.raises(PermissionDenied, match="Only a lead"):
        access.led_board(grace, board.key)


def test_a_lead_changes_the_board(board, ada):
    assert access.led_board(ada, board.key) == board


def test_a_role_on_one_board_is_none_on_another(board, sam, build, card_in):
    other = Board.make("Other", key="OTH", by=sam, columns=[("Do", "active"), ("Did", "done")])
    card = card_in(build)
    assert access.led_board(sam, other.key).role == Role.LEAD
    with pytest.raises(Http404):
        access.visible_card(sam, board.key, card.number)


def test_fetching_a_card_with_its_right_is_one_statement(
    board, build, card_in, grace, django_assert_num_queries
):
    card = card_in(build)
    with django_assert_num_queries(1):
        assert access.editable_card(grace, board.key, card.number).board.role == Role.MEMBER
