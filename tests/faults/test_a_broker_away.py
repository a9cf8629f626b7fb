"""The broker is away: no request waits for it, and beat finds what is due."""

import json
import socket
import time
from contextlib import closing

import pytest
from django.test import Client

from board.models import Notice
from flow.delivery.models import Component, Delivery, Deployment, Repository, Team
from flow.delivery.tasks import sweep
from tests.patience import eventually
from tests.processes import procfile_process
from tests.workers import a_worker

SOON = 3  # seconds; a broker that does not answer is waited for longer


@pytest.fixture(params=["redis", "amqp"])
def silent_broker(request):
    with closing(socket.create_server(("127.0.0.1", 0), backlog=50)) as silent:
        yield f"{request.param}://127.0.0.1:{silent.getsockname()[1]}//"


def test_an_invitation_does_not_wait_for_the_broker(
    transactional_db, static_files, silent_broker, tmp_path, board, ada
):
    client = Client()
    client.force_login(ada)
    cookie = f"sessionid={client.cookies['sessionid'].value}; csrftoken={'k' * 32}"
    said = {"Cookie": cookie, "X_CSRFToken": "k" * 32}
    said["Content_Type"] = "application/x-www-form-urlencoded"
    with procfile_process("web", tmp_path / "web.log", BROKER_URL=silent_broker) as web:
        web.ask("GET", "/readyz")
        for number in range(4):
            began = time.monotonic()
            body = f"email=new{number}%40example.org&role=member"
            answer = web.ask("POST", "/boards/SLU/people/invite/", body, **said)
            assert answer.status == 200, answer.read()[-2000:]
            assert time.monotonic() - began < SOON
    assert Notice.objects.count() == 4


def test_a_delivery_is_taken_without_the_broker_and_applied_by_the_next_sweep(
    transactional_db, static_files, tmp_path, board, ada, token
):
    repository = Repository.connect(board, provider="github", name="acme/harbour", by=ada)
    Component.make(repository, "app", paths=["**"], team=Team.make(board, "Harbour"))
    said = {"id": "1", "component": "app", "environment": "production", "status": "success"}
    body = json.dumps(said | {"sha": "f95f852bd8fca8fcc58a9a2d6c842781e32a215e"})
    headers = {"Authorization": f"Bearer {token}", "Content_Type": "application/json"}
    away = "redis://127.0.0.1:1//"
    with procfile_process("web", tmp_path / "web.log", BROKER_URL=away) as web:
        for _ in range(2):
            answer = web.ask("POST", "/api/v1/deployments", body, **headers)
            assert answer.status == 202, answer.read()
    assert Delivery.objects.get().state == "waiting"
    with a_worker(tmp_path / "worker.log"):
        sweep.delay()  # beat does so
        eventually(lambda: Delivery.objects.get().state == "applied")
    assert Deployment.objects.exclude(component=None).count() == 1
