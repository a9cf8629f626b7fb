"""A test run that loses its services says so in one sentence."""

import subprocess
import sys

import pytest

from tests.tree import ROOT

A_RUN_ON_SERVICES_OF_ITS_OWN = """
import os, sys
from pathlib import Path
import pytest
from local import embedded

place = Path(sys.argv[1])
services = embedded.attach(place)
os.environ |= {
    "DATABASE_URL": services.database_url,
    "BROKER_URL": services.broker_url,
    "CACHE_URL": services.cache_url,
    "EMAIL_URL": "smtp://127.0.0.1:1",
    "ALLOWED_HOSTS": "localhost",
    "SECRET_KEY": "x" * 50,
    "PID_FILE": str(place / "var/postgres/postmaster.pid"),
}
config = ["-p", "no:cacheprovider", "-c", "pyproject.toml"]
sys.exit(pytest.main([*config, "-n", "2", str(place / "test_that_kills.py")]))
"""

WITH_THE_PLUGIN = """
from tests.lost_services import LostServices

def pytest_configure(config):
    config.pluginmanager.register(LostServices(config))
"""

A_TEST_THAT_KILLS_ITS_DATABASE = """
import os, signal
from pathlib import Path
import pytest
from django.db import connection

@pytest.mark.parametrize("number", range(100))
def test_something(db, number):
    if number == 3:
        server = int(Path(os.environ["PID_FILE"]).read_text().split()[0])
        os.kill(server, signal.SIGQUIT)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(0.05)")
"""


def test_a_lost_database_ends_the_run_with_one_sentence(tmp_path):
    (tmp_path / "var").mkdir()
    (tmp_path / "conftest.py").write_text(WITH_THE_PLUGIN)
    (tmp_path / "test_that_kills.py").write_text(A_TEST_THAT_KILLS_ITS_DATABASE)
    ended = subprocess.run(
        [sys.executable, "-c", A_RUN_ON_SERVICES_OF_ITS_OWN, tmp_path],
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert ended.returncode == pytest.ExitCode.INTERRUPTED, ended.stderr
    assert "Interrupted: The tests lost their PostgreSQL; start them again" in ended.stdout
    assert "Traceback" not in ended.stdout + ended.stderr
