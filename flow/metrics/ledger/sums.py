"""From options and passages to what each day changed, by the same SQL in all ways.

A rebuild writes the sums of the whole board, a digest the difference between the sums of some
cards before and after, and a filtered page adds up the sums of the cards that it is about.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from board.models import Board
from board.sql.prepared import prepared
from flow.metrics.definitions.workflow import Workflow
from flow.metrics.models import Delta

# What each row of facts adds to a day: joined, gone, days before the start, restated.
SUMS = """
    SELECT day, column_id, service_class_id, lane_id, sum(joined)::int AS joined,
        sum(gone)::int AS gone, sum(days_before)::bigint AS days_before,
        sum(restated)::int AS restated
    FROM (
        SELECT line.day, line.column_id, service_class_id, lane_id, 1 AS joined, 0 AS gone,
            0 AS days_before, 0 AS restated
        FROM metrics_option, unnest(settled, %(queues)s::bigint[]) AS line (day, column_id)
        WHERE {of_cards}
    UNION ALL
        SELECT gone_on, line.column_id, service_class_id, lane_id, 0, 1, 0, 0
        FROM metrics_option, unnest(settled, %(queues)s::bigint[]) AS line (day, column_id)
        WHERE {of_cards} AND gone_on IS NOT NULL AND line.day IS NOT NULL
    UNION ALL
        SELECT unnest(restated_from), %(done)s, service_class_id, lane_id, 0, 0, 0, 1
        FROM metrics_option WHERE {of_cards}
    UNION ALL
        SELECT unnest(restated_until), %(done)s, service_class_id, lane_id, 0, 0, 0, -1
        FROM metrics_option WHERE {of_cards}
    UNION ALL
        SELECT line.day, line.column_id, service_class_id, lane_id, 1, 0, days_before, 0
        FROM metrics_passage, unnest(settled, %(started)s::bigint[]) AS line (day, column_id)
        WHERE {of_cards}
    UNION ALL
        SELECT abandoned_on, line.column_id, service_class_id, lane_id, 0, 1, -days_before, 0
        FROM metrics_passage, unnest(settled, %(started)s::bigint[]) AS line (day, column_id)
        WHERE {of_cards} AND abandoned_on IS NOT NULL AND line.day IS NOT NULL
    ) AS added
    WHERE day IS NOT NULL
    GROUP BY day, column_id, service_class_id, lane_id
"""
ALL = "board_id = %(board)s"
SOME = "card_id = ANY(%(cards)s)"

FIELDS = ("joined", "gone", "days_before", "restated")
PLACE = ("day", "column_id", "service_class_id", "lane_id")
COLUMNS = ", ".join(("board_id", *PLACE, *FIELDS))
NOT_NOTHING = " OR ".join(f"{field} <> 0" for field in FIELDS)

WRITE = f"""
    INSERT INTO metrics_delta ({COLUMNS})
    SELECT %(board)s, * FROM ({SUMS.format(of_cards=ALL)}) AS summed WHERE {NOT_NOTHING}
"""
ADD = f"""
    INSERT INTO metrics_delta AS stored ({COLUMNS})
    SELECT %(board)s, * FROM unnest(
        %(day)s::date[], %(column_id)s::bigint[], %(service_class_id)s::bigint[],
        %(lane_id)s::bigint[], %(joined)s::int[], %(gone)s::int[], %(days_before)s::bigint[],
        %(restated)s::int[]
    )
    ON CONFLICT (board_id, column_id, service_class_id, lane_id, day) DO UPDATE SET
        {", ".join(f"{field} = stored.{field} + excluded.{field}" for field in FIELDS)}
"""

Place = tuple[Any, ...]
Sums = dict[Place, tuple[int, ...]]


def write_all(board: Board, workflow: Workflow) -> None:
    """Write what each day changed on the whole board; nothing is stored yet."""
    with connection.cursor() as cursor:
        cursor.execute(WRITE, _lines(workflow) | {"board": board.pk})


def sums_of(cards: Sequence[int], workflow: Workflow) -> Sums:
    """Return the sums of these cards, by day, column, class and lane."""
    with prepared() as cursor:
        cursor.execute(SUMS.format(of_cards=SOME), _lines(workflow) | {"cards": list(cards)})
        return {row[:4]: row[4:] for row in cursor}


def sums_among(cards: "QuerySet[Any, Any]", workflow: Workflow) -> list[Place]:
    """The same for the cards of a question, one row for each place."""
    question, values = cards.order_by().values("pk").query.sql_with_params()
    named = {f"value_{place}": value for place, value in enumerate(values)}
    of_cards = f"card_id IN ({question % tuple(f'%({name})s' for name in named)})"
    with connection.cursor() as cursor:
        cursor.execute(SUMS.format(of_cards=of_cards), _lines(workflow) | named)
        return cursor.fetchall()


def add(board: Board, before: Sums, after: Sums) -> set[date]:
    """Add what is new less what was stored; returns the days that this changes."""
    nothing = (0,) * len(FIELDS)
    changes = {}
    for place in before.keys() | after.keys():
        was, now = before.get(place, nothing), after.get(place, nothing)
        if was != now:
            changes[place] = tuple(new - old for old, new in zip(was, now, strict=True))
    if not changes:
        return set()
    rows = [(*place, *change) for place, change in sorted(changes.items())]
    by_field = dict(zip((*PLACE, *FIELDS), map(list, zip(*rows, strict=True)), strict=True))
    with connection.cursor() as cursor:
        cursor.execute(ADD, by_field | {"board": board.pk})
    zero = dict.fromkeys(FIELDS, 0)
    days = {place[0] for place in changes}
    Delta.objects.filter(board=board, day__in=days, **zero).delete()
    return days


def _lines(workflow: Workflow) -> dict[str, Any]:
    return {
        "queues": list(workflow.queues),
        "started": list(workflow.started),
        "done": workflow.columns[workflow.done],
    }
