"""The real process, on the database of the test."""

import pytest

from flow.flags.models import Environment, FlagToken
from tests.flow.flags.server.client import Asking
from tests.flow.flags.server.gateway import Gateway
from tests.processes import procfile_process


@pytest.fixture
def token_of(ada):
    """A token: `token_of(board)`, `token_of(board, "staging", public=True)`."""

    def issue(board, environment: str = "production", *, public: bool = False) -> str:
        [there] = [e for e in Environment.objects.kept_of(board) if e.name == environment]
        return FlagToken.issue(board, there, name="test", public=public, by=ada)[1]

    return issue


@pytest.fixture
def server(transactional_db, tmp_path):
    with procfile_process("flags", tmp_path / "flags.log") as started:
        yield started


@pytest.fixture
def asking(server, board, token_of) -> Asking:
    """A program with a token of production."""
    return Asking(server.port, token_of(board))


@pytest.fixture
def gateway(transactional_db):
    gateway = Gateway()
    gateway.open()
    yield gateway
    gateway.shut()
    for path in gateway.snapshots:
        path.unlink()


@pytest.fixture(autouse=True)
def all_is_committed(transactional_db):
    """The process sees what a test has made."""
