import pytest

from flow.standup.models import Standup


@pytest.fixture
def walk_url(board) -> str:
    return f"/boards/{board.key}/standup/"


@pytest.fixture
def hold(board):
    """A standup of the board, begun by somebody: `hold(ada)`."""

    def begun(person) -> Standup:
        board.refresh_from_db()
        return Standup.begin(board, by=person, since_version=board.version)

    return begun


@pytest.fixture
def outbox(settings):
    """Mail goes into the outbox, as it does outside of tests."""
    settings.EMAIL_BACKEND = "board.notices.backend.Outbox"
