import pytest

from tests.flow.teller import Teller


@pytest.fixture
def tell(board, ada) -> Teller:
    """Harbour, told by Ada."""
    return Teller(board, ada)
