"""Before a request uses the connection of an earlier one, it sees whether the server has ended it."""

from select import select

import pytest
from django.db import OperationalError, ProgrammingError, connection
from django.db.backends.postgresql import base

from config.postgresql.base import DatabaseWrapper
from tests.config.test_security import in_production

DIRECT = "postgresql://sluice@127.0.0.1:1/sluice"


@pytest.fixture
def kept(transactional_db):
    kept = DatabaseWrapper(connection.settings_dict | {"CONN_HEALTH_CHECKS": True})
    kept.inc_thread_sharing()
    kept.ensure_connection()
    yield kept
    kept.close()


def begin_a_request(kept):
    kept.close_if_unusable_or_obsolete()


def process_of(kept):
    with kept.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return cursor.fetchone()[0]


def end_at_the_server(process):
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [process])
        assert cursor.fetchone()[0]


def test_one_that_stands_is_used_again_and_the_server_is_asked_nothing(kept, monkeypatch):
    process = process_of(kept)
    monkeypatch.setattr(base.DatabaseWrapper, "is_usable", None)
    begin_a_request(kept)
    assert process_of(kept) == process


def test_one_that_the_server_has_ended_is_opened_again(kept):
    process = process_of(kept)
    end_at_the_server(process)
    begin_a_request(kept)
    assert process_of(kept) != process


def test_one_that_is_closed_here_is_opened_again(kept):
    process = process_of(kept)
    kept.connection.close()
    begin_a_request(kept)
    assert process_of(kept) != process


def test_one_on_which_news_have_come_is_used_again(kept):
    process = process_of(kept)
    with kept.cursor() as cursor:
        cursor.execute("LISTEN kept")
    with connection.cursor() as cursor:
        cursor.execute("NOTIFY kept")
    arrived, _, _ = select([kept.connection], [], [], 10)
    assert arrived
    begin_a_request(kept)
    assert process_of(kept) == process


def test_one_that_ends_during_a_request_is_opened_again_by_the_next_one(kept):
    process = process_of(kept)
    end_at_the_server(process)
    with pytest.raises(OperationalError, match="terminat"):
        process_of(kept)
    begin_a_request(kept)
    assert process_of(kept) != process


def test_one_in_a_transaction_that_has_failed_is_of_no_use(kept):
    with kept.cursor() as cursor:
        cursor.execute("BEGIN")
        with pytest.raises(ProgrammingError):
            cursor.execute("SELECT nothing")
    assert not kept.is_usable()


@pytest.mark.parametrize(
    ("pooler", "engine"),
    [({}, "config.postgresql"), ({"LISTEN_URL": DIRECT}, "django.db.backends.postgresql")],
)
def test_behind_a_pooler_djangos_own_check_stays(pooler, engine):
    code = "print(json.dumps(settings.DATABASES['default']['ENGINE']))"
    assert in_production(code, **pooler) == engine
