"""To fetch is to be allowed, here as on the board."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from board.access import Caller, editable_board, led_board
from board.models import Notice
from flow.alerts.failing_addresses import failing
from flow.alerts.models import Alert


def snoozable_alert(person: Caller, key: str, pk: int) -> Alert:
    """Return an open alert, for somebody who can change cards of its board."""
    if pk > 2**63 - 1:
        raise Http404
    board = editable_board(person, key)
    alert = get_object_or_404(Alert.objects.of(board).standing(), pk=pk)
    alert.board = board
    return alert


def failed_notice(person: Caller, key: str, pk: int) -> Notice:
    """The last mail that did not arrive at somebody of a board, for who leads it."""
    for each in failing(led_board(person, key)):
        if each.notice.pk == pk:
            return each.notice
    raise Http404
