import pytest
from django.core.cache import cache
from django.test import Client


@pytest.fixture
def browser_of():
    """Somebody's browser, signed in: `browser_of(grace).get(...)`."""

    def signed_in(person) -> Client:
        client = Client()
        client.force_login(person)
        return client

    return signed_in


@pytest.fixture
def no_rates():
    """Whoever was here before has not used the attempts up."""
    cache.clear()
