"""An invitation is accepted while a lead changes the same board."""

from functools import partial
from threading import Thread

import pytest
from django.db import connection

from board.models import Invitation, Role
from tests.board.races.crowd import at_once
from tests.patience import eventually

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def invitation(board, ada) -> Invitation:
    Invitation.issue(board, by=ada)
    return Invitation.objects.get()


def waits_for_a_lock() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return cursor.fetchone()[0] > 0


def test_who_was_made_a_lead_meanwhile_stays_one(board, invitation, ada, sam):
    def accept() -> None:
        invitation.accept(by=sam)
        connection.close()

    accepting = Thread(target=accept)
    with board.turn(by=ada):
        accepting.start()
        eventually(waits_for_a_lock)
        board.add_member(sam, Role.LEAD, by=ada)
    accepting.join(30)
    assert board.role_of(sam) == Role.LEAD


@pytest.mark.parametrize("trial", range(10))
def test_accepting_and_withdrawing_do_not_wait_for_each_other_for_ever(
    board, invitation, ada, sam, trial
):
    at_once([partial(invitation.accept, by=sam), partial(invitation.withdraw, by=ada)])
    assert (board.role_of(sam) is None) == (not Invitation.objects.exists())
