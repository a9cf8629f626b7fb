"""`manage.py create_token EMAIL` prints a token, and nothing else."""

import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.management import call_command

from board.models import ApiToken, Person
from tests import services


def run(*arguments: str) -> subprocess.CompletedProcess:
    """The command as a person types it, on this test's database."""
    return subprocess.run(
        [sys.executable, "manage.py", "create_token", *arguments],
        cwd=settings.BASE_DIR,
        env=os.environ | services.environment(),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_the_only_line_on_stdout_is_the_token(ada_for_all):
    ended = run("ADA@example.org", "--name", "laptop")
    assert ended.returncode == 0, ended.stderr
    [token] = ended.stdout.splitlines()
    found = ApiToken.objects.valid().with_secret(token).get()
    assert (found.person, found.name) == (ada_for_all, "laptop")
    assert token not in ApiToken.objects.values_list("digest", flat=True)


def test_an_unknown_address_is_one_sentence_on_stderr(ada_for_all):
    ended = run("nobody@example.org")
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr == "Nobody here signs in as nobody@example.org.\n"


def test_who_left_gets_no_token(ada):
    Person.objects.filter(pk=ada.pk).update(is_active=False)
    with pytest.raises(SystemExit, match="ada@example.org can no longer sign in."):
        call_command("create_token", "ada@example.org")
    assert not ApiToken.objects.exists()


@pytest.fixture
def ada_for_all(transactional_db, ada):
    """Ada, where another process sees her too."""
    return ada
