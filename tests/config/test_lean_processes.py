"""A process does not hold in memory what only others need."""

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings

from tests import services

CHARTS = ("altair", "vl_convert", "pandas", "jsonschema")
APPS = ("allauth", "board.models", "ninja", "numpy", "flow.metrics.models")
STARTS = {
    "web": ("import config.wsgi, config.urls", CHARTS),
    "worker": (
        "from config.celery import app; import django; django.setup();"
        " app.loader.import_default_modules()",
        CHARTS,
    ),
    "beat": ("from config.beat import app; app.loader.import_default_modules()", CHARTS + APPS),
    "live": ("import config.live", (*CHARTS, *APPS, "redis")),
    "flags": ("import config.flags", (*CHARTS, *APPS, "redis")),
    "make run": ("import local.run.__main__", ("django", "celery", "redis", "psycopg")),
    "the keeper": ("import local.embedded.keeper", ("django", "redis", "psycopg", "psutil")),
}


@pytest.mark.parametrize("process", STARTS)
def test_a_process_starts_without_what_only_others_need(process):
    start, unwanted = STARTS[process]
    report = f"; import json, sys; print(json.dumps(sorted(set(sys.modules) & set({unwanted}))))"
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", start + report],
        cwd=settings.BASE_DIR,
        env=os.environ | services.environment(),
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    assert json.loads(done.stdout.splitlines()[-1]) == []
