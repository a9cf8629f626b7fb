"""Date a board back: each event gets another moment, and with it all that happened at that moment.

A verb writes one moment everywhere: on its event, on the card, on its stays, blocks and overrides.
So a story made within a second becomes a history by replacing each moment by another. This
bypasses the verbs on purpose, changes nothing but times, and is for boards that nobody works on yet.
"""

from collections.abc import Mapping
from datetime import datetime

from django.db import connection

from board.models import Block, Board, Card, ChecklistItem, Comment, Event, Override, Stay

# starts before ends, so that nothing ends before it began while it is written
TIMES = [
    (Stay, "entered_at"),
    (Stay, "left_at"),
    (Block, "blocked_at"),
    (Block, "unblocked_at"),
    (Comment, "at"),
    (ChecklistItem, "done_at"),
    (Override, "at"),
    (Override, "ended_at"),
    (Card, "created_at"),
    (Card, "arrived_at"),
    (Card, "started_at"),
    (Card, "finished_at"),
    (Card, "archived_at"),
]


def date_back(board: Board, when: Mapping[int, datetime]) -> None:
    """Let each event of the board have happened at the moment that `when` gives for its number.

    The moments must not be later than they were, nor out of order.
    """
    events = list(board.events.all())
    moments = {event.at: when[event.number] for event in events}
    for event in events:
        event.at = moments[event.at]
    Event.objects.bulk_update(events, ["at"])
    for model, field in TIMES:
        _replace(model._meta.db_table, field, moments)
    Board.objects.filter(pk=board.pk).update(made_at=min(moments.values()))


def _replace(table: str, field: str, moments: Mapping[datetime, datetime]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} SET {field} = moment.now "
            "FROM unnest(%s::timestamptz[], %s::timestamptz[]) AS moment(was, now) "
            f"WHERE {field} = moment.was",
            [list(moments), list(moments.values())],
        )
