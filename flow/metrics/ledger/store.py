"""Facts are written in two ways: those of some cards in the place of what was, or all by COPY."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, models

from board.models import Board
from board.sql.copy import copy_in
from flow.metrics.ledger.card_counter import Facts
from flow.metrics.models import Delta, Option, Passage


def forget(board: Board) -> None:
    """Take away all that is known of a board."""
    with connection.cursor() as cursor:
        for model in (Option, Passage, Delta):
            cursor.execute(f"DELETE FROM {model._meta.db_table} WHERE board_id = %s", [board.pk])


def replace(cards: Sequence[int], facts: Facts) -> None:
    """Let these be the facts of these cards."""
    options, passages = facts
    Option.objects.filter(card__in=cards).delete()
    Option.objects.bulk_create(options)
    Passage.objects.filter(card__in=cards).delete()
    Passage.objects.bulk_create(passages)


def copy(facts: Facts) -> None:
    """Write facts of cards of which nothing is stored."""
    options, passages = facts
    _copy(Option, options)
    _copy(Passage, passages)


def _copy(model: type[models.Model], rows: Iterable[Any]) -> None:
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]
    names = [field.attname for field in fields]
    copy_in(
        model,
        [str(field.column) for field in fields],
        (tuple(getattr(row, name) for name in names) for row in rows),
    )
