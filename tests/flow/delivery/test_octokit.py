"""The bodies that GitHub gives as examples, signed by GitHub's own library."""

import json
import shutil
import subprocess
from collections import Counter
from pathlib import Path

import pytest
from django.conf import settings

from flow.delivery.models import Component, Delivery, Deployment, Repository
from tests.flow.delivery.forges import Forge

NODE = shutil.which("node") or str(settings.BASE_DIR / ".venv/bin/node")
PROGRAM = Path(__file__).with_name("octokit.mjs")


@pytest.fixture
def repository(board, ada) -> Repository:
    """That of the examples."""
    return Repository.connect(board, provider="github", name="Codertocat/Hello-World", by=ada)


@pytest.fixture
def examples(repository):
    """Each with its event and its signature."""
    command = [NODE, str(PROGRAM), repository.secret]
    printed = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)
    return [json.loads(line) for line in printed.stdout.splitlines()]


def test_every_example_is_taken_and_four_statuses_are_one_production_deployment(
    repository, team, examples, applied
):
    Component.make(repository, "hello", paths=["**"], team=team)
    forge = Forge(repository)
    statuses: Counter[int] = Counter()
    for each in examples:
        answer = forge.send(each["event"], each["body"].encode(), signature=each["signature"])
        statuses[answer.status_code] += 1
    assert len(examples) > 250
    assert set(statuses) == {202}, statuses
    applied()
    assert not Delivery.objects.filter(state__in=["waiting", "failed"]).exists()
    [deployment] = Deployment.objects.in_production()
    assert (deployment.sha, deployment.status) == (
        "f95f852bd8fca8fcc58a9a2d6c842781e32a215e",
        "succeeded",
    )
    told = [each for each in examples if each["event"] == "deployment_status"]
    assert len(told) == 4


def test_a_signature_of_another_secret_is_refused(repository, examples):
    repository.secret = "another"
    repository.save(update_fields=["secret"])
    first = examples[0]
    answer = Forge(repository).send(
        first["event"], first["body"].encode(), signature=first["signature"]
    )
    assert answer.status_code == 401
