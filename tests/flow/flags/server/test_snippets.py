"""The texts that the page of a flag shows are run as they stand, against the real process."""

import shutil
import subprocess
import sys

import pytest
from django.conf import settings

from flow.flags.display import FlagPicture
from tests.flow.flags.server.test_openfeature_node import NODE
from tests.patience import eventually


@pytest.fixture
def shown(server, make_flag, state_of, grace, token_of, board, settings):
    """The text in a language, with a token; the flag is on."""
    settings.FLAGS_URL = f"http://127.0.0.1:{server.port}/flags/"
    flag = make_flag()
    state_of(flag).switch(by=grace, enabled=True, rollout=100, reason="Test")
    token = token_of(board)
    texts = dict(FlagPicture(flag, flag.remove_by).snippets)
    return lambda language: texts[language].replace("TOKEN", token)


def run(*command: str) -> str:
    ran = subprocess.run(
        command, cwd=settings.BASE_DIR, capture_output=True, text=True, timeout=60, check=False
    )
    return ran.stdout + ran.stderr


@pytest.mark.skipif(not shutil.which("curl"), reason="there is no curl on this machine")
def test_the_text_of_curl_asks_for_the_flag(shown):
    assert '"value":true' in run("sh", "-c", shown("curl").replace("curl", "curl --silent", 1))


def test_each_text_asks_for_the_flag(shown, tmp_path):
    python = shown("Python").replace("    ...", "    print('It is on')")
    eventually(lambda: "It is on" in run(sys.executable, "-c", python), 30)
    node = shown("JavaScript").replace("/* … */", "console.log('It is on');")
    assert "It is on" in run(NODE, "--input-type=module", "--eval", node)
    file = tmp_path / "test_both.py"
    file.write_text(shown("A test of both states"))
    assert "2 passed" in run(sys.executable, "-m", "pytest", "-p", "no:cacheprovider", str(file))
