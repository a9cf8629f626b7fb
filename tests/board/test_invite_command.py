"""`manage.py invite` prints a link for somebody."""

import pytest
from django.core.management import CommandError, call_command

from board.models import Board, Invitation


def test_it_prints_a_link_for_that_address(board, capsys):
    call_command("invite", "joan@example.org", role="viewer")
    path = capsys.readouterr().out.strip()
    invitation = Invitation.objects.with_secret(path.split("/")[-2]).get()
    assert (invitation.board, invitation.email, invitation.role) == (
        *(board, "joan@example.org", "viewer"),
    )


def test_it_asks_which_board_where_there_are_several(board, ada):
    Board.make("Other", key="OTHER", by=ada, columns=[("A", "active"), ("B", "done")])
    with pytest.raises(CommandError, match="Say to which board"):
        call_command("invite", "joan@example.org")
    call_command("invite", "joan@example.org", board="other")
    assert Invitation.objects.get().board.key == "OTHER"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["nobody"], "nobody is not an e-mail address"),
        (["joan@example.org", "--board", "XX"], "There is no board XX"),
    ],
)
def test_it_says_what_is_wrong(board, arguments, words):
    with pytest.raises(CommandError, match=words):
        call_command("invite", *arguments)


def test_nobody_is_invited_to_an_archived_board(board, ada):
    board.archive(by=ada)
    with pytest.raises(CommandError, match="Harbour is archived"):
        call_command("invite", "joan@example.org", board="SLU")
    with pytest.raises(CommandError, match="There is no board yet"):
        call_command("invite", "joan@example.org")
