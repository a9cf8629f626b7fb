"""References of the rows of a log are checked, whether PostgreSQL does it row by row or once."""

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, connection, transaction

from board.models import Board, Card, Entry, Stay
from board.models.board.event_logs import CARD, NEW, STAY
from board.sql import references
from board.sql.copy import copy_in
from board.sql.references import checked_once

AT = datetime(2025, 6, 1, tzinfo=UTC)
COLUMNS = [("New", "queue"), ("Doing", "active"), ("Done", "done")]
NOTHING = 2_000_000_000  # the id of no row


@pytest.fixture
def empty(ada) -> Board:
    return Board.make("Empty", key="EMPTY", by=ada, columns=COLUMNS)


@pytest.fixture(params=["checked once", "checked row by row"])
def role(request, monkeypatch, db) -> str:
    """What the role of the database may do; that of the embedded one may leave triggers out."""
    if request.param == "checked row by row":
        monkeypatch.setattr(references, "MAY_SET", "SELECT false")
    with connection.cursor() as cursor:
        cursor.execute(references.MAY_SET)
        assert cursor.fetchone() == (request.param == "checked once",)
    return request.param


def write(board: Board, model: type[Card] | type[Stay], row: dict[str, object]) -> None:
    names = CARD if model is Card else STAY
    with checked_once(NEW, board, board=board.pk) as check:
        copy_in(model, names, [tuple(row[name] for name in names)])
        check()


def break_off(board: Board) -> None:
    with transaction.atomic(), checked_once(NEW, board, board=board.pk):
        raise ValueError("broken off")


def replication_role() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SHOW session_replication_role")
        return cursor.fetchone()[0]


def test_a_log_comes_in(role, empty, ada):
    new, doing, _done = empty.columns.all()
    empty.retrace([Entry("1", new.pk, AT), Entry("1", doing.pk, AT)], by=ada, source="a test")
    assert [stay.column for stay in empty.cards.get().stays.all()] == [new, doing]
    assert replication_role() == "origin"


@pytest.mark.parametrize("lost", ["column_id", "lane_id"])
def test_a_stay_that_refers_to_nothing_is_refused(role, empty, ada, lost):
    card = empty.create_card("A card", column=empty.columns.first(), by=ada)
    row = {"card_id": card.pk, "column_id": card.column_id, "lane_id": card.lane_id}
    row |= {"entered_at": AT, "left_at": AT, lost: NOTHING}
    with pytest.raises(IntegrityError, match=lost):
        write(empty, Stay, row)


def test_a_card_that_refers_to_nothing_is_refused(role, empty, ada):
    card = empty.create_card("A card", column=empty.columns.first(), by=ada)
    row = {name: getattr(card, name) for name in CARD}
    row |= {"id": NOTHING, "number": 2, "external_id": "2", "service_class_id": NOTHING}
    with pytest.raises(IntegrityError, match="service_class_id"):
        write(empty, Card, row)


def test_rows_of_other_boards_are_not_looked_at(empty, ada, board):
    with checked_once(NEW, empty, board=empty.pk):
        pass
    assert replication_role() == "origin"


def test_other_transactions_check_as_ever_after_one_that_failed(empty, ada):
    with pytest.raises(ValueError, match="broken off"):
        break_off(empty)
    assert replication_role() == "origin"


def test_no_trigger_but_those_of_references_is_left_out(db):
    """Were there another one on these tables, a log would pass it by."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgname FROM pg_trigger WHERE tgrelid = ANY(%s::regclass[]) "
            "AND (NOT tgisinternal OR tgconstraint = 0)",
            [[Card._meta.db_table, Stay._meta.db_table]],
        )
        assert cursor.fetchall() == []
