"""The broker is away: no request waits for it, and beat finds what is due."""

import socket
import time
from contextlib import closing

import pytest
from django.test import Client

from board.models import Notice
from tests.processes import procfile_process

SOON = 3  # seconds; a broker that does not answer is waited for longer


@pytest.fixture(params=["redis", "amqp"])
def silent_broker(request):
    with closing(socket.create_server(("127.0.0.1", 0), backlog=50)) as silent:
        yield f"{request.param}://127.0.0.1:{silent.getsockname()[1]}//"


def test_an_invitation_does_not_wait_for_the_broker(
    transactional_db, silent_broker, tmp_path, board, ada
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
            assert answer.status in (200, 302), answer.read()[-2000:]
            assert time.monotonic() - began < SOON
    assert Notice.objects.count() == 4
