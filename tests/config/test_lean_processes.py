"""What only charts need is not in the memory of a process that draws none."""

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings

from tests import services

HEAVY = ["altair", "vl_convert", "pandas", "jsonschema"]
TELL = f"; import json, sys; print(json.dumps([each for each in {HEAVY} if each in sys.modules]))"
STARTS = {
    "web": "import config.wsgi, config.urls",
    "beat and worker": "from config.celery import app; app.loader.import_default_modules();"
    " import django; django.setup()",
    "live": "import config.live",
    "flags": "import config.flags",
}


@pytest.mark.django_db
@pytest.mark.parametrize("process", STARTS)
def test_no_process_starts_with_what_draws_charts(process):
    told = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", STARTS[process] + TELL],
        cwd=settings.BASE_DIR,
        env=os.environ | services.environment(),
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    assert json.loads(told.stdout.splitlines()[-1]) == []
