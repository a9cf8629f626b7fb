"""How the house is built: who may know whom, and where a rule may not stand."""

import os
import subprocess
import sys
from pathlib import Path

from tests.tree import ROOT, files, lines_with


def run(*command: str) -> subprocess.CompletedProcess:
    """A program of this environment, run in the root of the project."""
    program = Path(sys.executable).with_name(command[0])
    not_ours = {"PYTEST_XDIST_WORKER", "PYTEST_XDIST_WORKER_COUNT", "DJANGO_SETTINGS_MODULE"}
    return subprocess.run(
        [program, *command[1:]],
        cwd=ROOT,
        env={name: value for name, value in os.environ.items() if name not in not_ours},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def test_config_knows_flow_flow_knows_board_and_board_knows_nothing_of_ours():
    ended = run("lint-imports", "--no-cache")
    assert ended.returncode == 0, ended.stdout


def test_the_board_works_without_flow():
    rules, page, api = "test_limits_refuse", "pages/test_placement_page", "api/test_moves"
    paths = [f"tests/board/{each}.py" for each in (rules, page, api)]
    ended = run("pytest", "--ds=tests.without_flow", "--quiet", *paths)
    assert ended.returncode == 0, ended.stdout + ended.stderr


def test_no_view_asks_the_database_by_itself():
    """Questions are QuerySet methods that say what they ask."""
    views = [path for path in files(".py") if "views" in (path.stem, path.parent.name)]
    assert not lines_with(r"\.(filter|exclude|annotate)\(", iter(views))


def test_saving_only_saves():
    models = [path for path in files(".py") if "models" in (path.stem, path.parent.name)]
    assert not lines_with(r"def save\(|@receiver|\.signals import", iter(models))


def test_only_the_settings_read_the_environment():
    code = [*files(".py", under="board"), *files(".py", under="flow")]
    assert not lines_with(r"os\.environ|getenv\(", iter(code))


def test_only_config_is_told_how_the_parts_are_put_together():
    code = [*files(".py", under="board"), *files(".py", under="flow")]
    assert not lines_with(r"^\s*(from|import) config\b", iter(code))
