"""Where mail says that this site is."""

import pytest
from django.conf import settings

from config import addresses


@pytest.mark.parametrize(
    ("host", "https", "port", "address"),
    [
        ("sluice.example.org", True, None, "https://sluice.example.org"),
        (".example.org", True, None, "https://example.org"),
        ("*", False, None, "http://localhost"),
        ("127.0.0.1", False, 8123, "http://127.0.0.1:8123"),
    ],
)
def test_the_site_is_at_the_first_host_that_it_answers_to(host, https, port, address):
    assert addresses.site(host, https=https, port=port) == address


def test_an_address_of_the_site_has_no_slash_at_its_end():
    assert not settings.SITE_URL.endswith("/")
