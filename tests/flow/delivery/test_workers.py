"""Real workers apply what was delivered, whatever becomes of them, of the broker and of a board."""

import json
from datetime import UTC, datetime

import psycopg
import pytest
from django.db import OperationalError, connection

from board.models import Board
from config.celery import app
from flow.delivery.models import Change, ComponentChange, Delivery, Deployment, Door
from flow.delivery.queue import apply_all
from flow.delivery.tasks import apply, sweep
from tests import services
from tests.flow.delivery.forges import commit, pushed, sha
from tests.patience import eventually
from tests.workers import a_worker, kill

pytestmark = pytest.mark.django_db(transaction=True)

WAITING = "SELECT 1 FROM pg_locks WHERE relation = 'delivery_deployment'::regclass AND NOT granted"
COMMITS = 5


@pytest.fixture
def delivered(repository, component, build, card_in):
    """A push of five commits, each for a card, and five deployments of them."""
    before = "0" * 40
    for n in range(COMMITS):
        card_in(build)
        told = commit(str(n), f"2026-11-02T0{n}:00:00Z", f"SLU-{n + 1}")
        receive(repository, Door.GITHUB, pushed(told, before=before), "push")
        before = told["id"]
        said = {"id": f"d{n}", "environment": "production", "sha": sha(str(n))}
        at = datetime(2026, 11, 3, n, tzinfo=UTC).isoformat()
        receive(
            repository, Door.DEPLOYMENTS, said | {"status": "success", "finished_at": at}, f"d{n}"
        )
    return repository


def receive(repository, door, body, event):
    raw = json.dumps(body).encode()
    Delivery.receive(repository, door, key=f"{event}{hash(raw)}", event=event, body=raw)


def is_applied() -> bool:
    return not Delivery.objects.waiting().exists()


def assert_all_is_there_once(board: Board) -> None:
    assert set(Delivery.objects.values_list("state", flat=True)) == {"applied"}
    assert Change.objects.count() == ComponentChange.objects.count() == COMMITS
    brought = dict(ComponentChange.objects.values_list("change__sha", "deployment__external_id"))
    assert brought == {sha(str(n)): f"d{n}" for n in range(COMMITS)}
    assert Deployment.objects.exclude(component=None).count() == COMMITS
    assert board.events.filter(kind="told").count() == COMMITS  # one for each card


def somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(WAITING)
        return cursor.fetchone() is not None


def forget_all_rings() -> None:
    """Let the broker lose all: those of other tests, too, which a slow worker is long busy with."""
    with app.connection_for_write() as broker:
        broker.default_channel.client.flushdb()


def test_a_worker_killed_in_the_middle_loses_nothing_and_another_applies_it_once(
    delivered, board, tmp_path
):
    forget_all_rings()
    with a_worker(tmp_path / "first.log") as first:
        with psycopg.connect(services.environment()["DATABASE_URL"]) as other:
            other.execute("LOCK TABLE delivery_deployment IN EXCLUSIVE MODE")
            sweep.delay()
            eventually(somebody_waits)
            kill(first)
        eventually(lambda: not somebody_waits())

    assert Delivery.objects.waiting().count() == 2 * COMMITS
    assert not Change.objects.exists()
    forget_all_rings()
    with a_worker(tmp_path / "second.log"):
        for _ in range(3):
            sweep.delay()
            apply.delay(delivered.pk)
        eventually(is_applied)

    assert_all_is_there_once(board)


@pytest.fixture
def held(board):
    """Somebody holds the board for long, as an import does; nobody here waits long for it."""
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '100ms'")
    other = psycopg.connect(services.environment()["DATABASE_URL"])
    other.execute("SELECT 1 FROM board_board WHERE id = %s FOR UPDATE", [board.pk])
    yield other
    other.close()
    with connection.cursor() as cursor:
        cursor.execute("RESET lock_timeout")


def test_what_waits_for_a_board_that_is_held_is_applied_later(delivered, board, held):
    with pytest.raises(OperationalError):
        apply_all(delivered.pk)
    assert Delivery.objects.waiting().count() == 2 * COMMITS
    held.rollback()
    apply_all(delivered.pk)
    assert_all_is_there_once(board)


def test_an_incident_waits_for_no_delivery_and_is_counted_by_a_task(delivered, pipeline):
    """Somebody is at the repository, and goes. The change of its card is a hotfix from then on."""
    apply_all(delivered.pk)
    said = {"component": "app", "title": "Out", "detected_at": "2026-11-03T05:00:00Z"}
    with psycopg.connect(services.environment()["DATABASE_URL"]) as other:
        held = "SELECT 1 FROM delivery_repository WHERE id = %s FOR NO KEY UPDATE"
        other.execute(held, [delivered.pk])
        assert pipeline.post("/incidents", **said).status_code == 201
        assert not delivered.is_to_count  # without a card no deployment is another one by it
        assert pipeline.post("/incidents", **said, card="SLU-3").status_code == 201
        assert delivered.is_to_count
        assert kinds()["d2"] == "normal"
    apply_all(delivered.pk)
    assert not delivered.is_to_count
    assert kinds() == {
        "d0": "normal",
        "d1": "normal",
        "d2": "hotfix",
        "d3": "normal",
        "d4": "normal",
    }


def kinds() -> dict[str, str]:
    counted = Deployment.objects.exclude(component=None)
    return dict(counted.values_list("external_id", "kind"))


def test_an_incident_is_taken_and_counted_while_a_board_is_held(delivered, pipeline, board, held):
    held.rollback()
    apply_all(delivered.pk)
    held.execute("SELECT 1 FROM board_board WHERE id = %s FOR UPDATE", [board.pk])
    said = {"component": "app", "title": "Out", "detected_at": "2026-11-03T05:00:00Z"}
    assert pipeline.post("/incidents", **said, card="SLU-3").status_code == 201
    assert not delivered.is_to_count
    assert kinds()["d2"] == "hotfix"
