"""Web as production runs it, and what goes wrong around it."""

import pytest

from board.models import ApiToken
from tests.processes import collect_static_files, procfile_process


@pytest.fixture(scope="session")
def static_files():
    collect_static_files()


@pytest.fixture
def web(transactional_db, static_files, tmp_path):
    with procfile_process("web", tmp_path / "web.log") as started:
        yield started


@pytest.fixture
def token(ada) -> str:
    return ApiToken.issue(ada)
