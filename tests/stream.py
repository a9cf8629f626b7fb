"""A real event stream, as a process of its own."""

import http.client
import os
import subprocess
import sys
import time

import pytest
from django.conf import settings
from django.db import connection
from psycopg.conninfo import make_conninfo

from tests.patience import eventually
from tests.ports import free_port
from tests.tree import ROOT

STREAM = """
import os, uvicorn
from config.live import application
uvicorn.run(application(os.environ["STREAM_URL"]), port=int(os.environ["STREAM_PORT"]),
            timeout_graceful_shutdown=3, access_log=False, log_level="warning")
"""


class Stream:
    """A stream process that can be stopped and started again on its port."""

    def __init__(self, database: str):
        self.port, self.database = free_port(), database
        self.process: subprocess.Popen | None = None

    @property
    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def start(self) -> None:
        environ = os.environ | {"STREAM_URL": self.database, "STREAM_PORT": str(self.port)}
        self.process = subprocess.Popen([sys.executable, "-c", STREAM], cwd=ROOT, env=environ)
        eventually(lambda: not self.is_running or self._is_ready())
        assert self.is_running, "the stream ended instead of starting"

    def _is_ready(self) -> bool:
        asking = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            asking.request("GET", "/live/readyz")
            return asking.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            asking.close()

    def stop(self, signal: int) -> float:
        """End it with this signal; returns the seconds that it took."""
        began = time.monotonic()
        self.process.send_signal(signal)
        self.process.wait(timeout=15)
        return time.monotonic() - began


@pytest.fixture(scope="session")
def one_stream(django_db_setup):
    database = make_conninfo(settings.LISTEN_URL, dbname=connection.settings_dict["NAME"])
    stream = Stream(database)
    yield stream
    if stream.is_running:
        stream.process.kill()
        stream.process.wait()


@pytest.fixture
def stream(one_stream):
    """The stream process; a test may stop it, the next one starts it again."""
    if not one_stream.is_running:
        one_stream.start()
    return one_stream
