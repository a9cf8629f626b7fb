import pytest
from django.core.cache import cache


@pytest.fixture
def no_rates():
    """Whoever was here before has not used the attempts up."""
    cache.clear()
