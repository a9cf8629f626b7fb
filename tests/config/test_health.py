"""What a supervisor and a load balancer are told: whether Sluice is alive, and whether it can work."""

import socket
import time
from contextlib import closing

import pytest
from django.db import connection

from config.celery import app
from tests.patience import eventually


@pytest.fixture
def broker_address(monkeypatch):
    """Gives the broker another address for the length of a test."""
    return lambda address: monkeypatch.setattr(app.conf, "broker_url", address)


def test_a_living_process_says_so_and_touches_nothing(client, django_assert_num_queries, db):
    with django_assert_num_queries(0):
        answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"alive\n")
    assert not answer.cookies


def test_web_is_ready_when_the_database_answers_whatever_else_is_away(
    client, db, empty_cache, broker_address
):
    broker_address("redis://127.0.0.1:1//")
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (200, {"ready": True, "missing": {}})


def test_a_cache_that_is_away_is_named(client, db, settings):
    settings.CACHE_URL = "redis://127.0.0.1:1/1"
    missing = client.get("/status").json()["missing"]
    assert missing["cache"] == "The cache does not answer; the database stands in."


def test_without_a_worker_sluice_is_not_well_and_says_why(client, db, empty_cache):
    answer = client.get("/status")
    assert answer.status_code == 503
    assert answer.json() == {
        "well": False,
        "missing": {"worker": "No worker has answered in the last 60 seconds."},
    }


def test_sluice_is_well_as_soon_as_a_real_worker_is(client, worker):
    eventually(lambda: client.get("/status").status_code == 200)
    assert client.get("/status").json() == {"well": True, "missing": {}}


@pytest.mark.parametrize("scheme", ["redis", "amqp"])
def test_a_dead_broker_is_named_at_once(client, db, empty_cache, broker_address, scheme):
    broker_address(f"{scheme}://127.0.0.1:1//")
    began = time.monotonic()
    answer = client.get("/status")
    assert time.monotonic() - began < 2
    assert answer.status_code == 503
    assert answer.json()["missing"]["broker"] == "The broker does not answer."


@pytest.mark.parametrize("scheme", ["redis", "amqp"])
def test_a_broker_that_never_answers_is_named_within_seconds(
    client, db, empty_cache, broker_address, scheme
):
    with closing(socket.create_server(("127.0.0.1", 0))) as silent:
        broker_address(f"{scheme}://127.0.0.1:{silent.getsockname()[1]}//")
        began = time.monotonic()
        answer = client.get("/status")
    assert time.monotonic() - began < 5
    assert answer.json()["missing"]["broker"] == "The broker does not answer."


def test_a_dead_database_is_named_and_its_address_kept_for_the_log(
    client, empty_cache, transactional_db, monkeypatch, caplog
):
    connection.close()
    monkeypatch.setitem(connection.settings_dict, "HOST", "127.0.0.1")
    monkeypatch.setitem(connection.settings_dict, "PORT", "1")
    answer, status = client.get("/readyz"), client.get("/status")
    monkeypatch.undo()
    connection.close()
    assert answer.json()["missing"]["database"] == "The database does not answer."
    assert answer.status_code == 503
    assert status.json()["missing"]["database"] == "The database does not answer."
    assert "127.0.0.1" not in answer.content.decode() + status.content.decode()
    assert "refused" in caplog.text
