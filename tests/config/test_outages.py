"""The database is away, or a lock is held: people and programs are asked to come again."""

import json
import logging

import pytest
from django.db import connection, connections
from django.test import Client

from board.models import ApiToken
from config import time_limits
from config.logs import JsonLines


@pytest.fixture
def no_database(monkeypatch):
    """`no_database()`: from now on nobody can be reached at its address."""

    def leaves():
        connection.close()
        monkeypatch.setitem(connection.settings_dict, "HOST", "127.0.0.1")
        monkeypatch.setitem(connection.settings_dict, "PORT", "1")

    yield leaves
    monkeypatch.undo()
    connection.close()


@pytest.fixture
def visitor(transactional_db, ada):
    client = Client(raise_request_exception=False)
    client.force_login(ada)
    return client


def test_a_page_comes_back_by_itself(visitor, no_database):
    no_database()
    answer = visitor.get("/")
    assert answer.status_code == 503
    assert answer["Retry-After"] == "2"
    assert answer["Cache-Control"] == "no-store"
    page = answer.content.decode()
    assert "Back in a moment" in page
    assert '<meta http-equiv="refresh" content="2">' in page


def test_what_was_sent_is_not_sent_again_by_a_page(visitor, no_database):
    no_database()
    answer = visitor.post("/boards/new/", {"name": "X", "key": "XX"})
    assert answer.status_code == 503
    assert "what you sent was not saved" in answer.content.decode()
    assert "refresh" not in answer.content.decode()


def test_a_program_gets_a_problem(visitor, ada, no_database):
    token = ApiToken.issue(ada)
    no_database()
    answer = visitor.get("/api/v1/boards", headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 503
    assert answer["Retry-After"] == "2"
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["code"] == "service_unavailable"


def test_the_log_says_it_in_one_line(visitor, no_database, caplog):
    caplog.set_level(logging.INFO)
    caplog.handler.setFormatter(JsonLines())
    no_database()
    visitor.get("/")
    [line] = map(json.loads, caplog.text.splitlines())
    assert (line["status"], line["level"]) == (503, "warning")
    assert "refused" in line["outage"]
    assert "exception" not in line


@pytest.fixture
def new_connection(settings, monkeypatch, transactional_db):
    """A connection as web opens it."""
    options = dict(connections.settings["default"]["OPTIONS"])
    options.pop("options", None)  # that a test loaded the application leaves its mark
    monkeypatch.setitem(connections.settings["default"], "OPTIONS", options)
    made = []

    def connect():
        time_limits.apply()
        one = connections.create_connection("default")
        one.settings_dict = connection.settings_dict | {"OPTIONS": options}
        made.append(one)
        return one

    yield connect
    for one in made:
        one.close()


def asked(database, name):
    with database.cursor() as cursor:
        cursor.execute(f"SHOW {name}")
        return cursor.fetchone()[0]


@pytest.mark.parametrize(("name", "value"), time_limits.LIMITS.items())
def test_a_statement_of_web_ends(new_connection, name, value):
    assert asked(new_connection(), name) == {"60s": "1min"}.get(value, value)


def test_a_pooler_is_told_nothing_that_it_does_not_know(new_connection, settings):
    settings.HAS_POOLER = True
    assert asked(new_connection(), "statement_timeout") == "0"
