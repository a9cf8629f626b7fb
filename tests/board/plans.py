"""What PostgreSQL reads to answer: the rows that the statements of a deed take from tables."""

import json
from collections.abc import Callable, Iterator
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext


def rows_read(deed: Callable[[], Any]) -> int:
    """The most rows that one question of this deed reads."""
    with CaptureQueriesContext(connection) as asked:
        deed()
    questions = [each["sql"] for each in asked if each["sql"].lstrip("( ").startswith("SELECT")]
    assert questions, "it asked nothing"
    return max(map(_rows_of, questions))


def _rows_of(question: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) {question}")
        [[plans]] = cursor.fetchall()
    [plan] = json.loads(plans) if isinstance(plans, str) else plans
    return sum(_scanned(plan["Plan"]))


def _scanned(plan: dict[str, Any]) -> Iterator[int]:
    if "Scan" in plan["Node Type"]:
        each = plan["Actual Rows"] + plan.get("Rows Removed by Filter", 0)
        yield round(each * plan["Actual Loops"])
    for part in plan.get("Plans", ()):
        yield from _scanned(part)
