"""Files that a test attaches are kept in a folder of its own."""

import pytest


@pytest.fixture
def kept_apart(settings, tmp_path):
    """Where the contents of attached files stand: `kept_apart.rglob("*")`."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.MEDIA_ROOT.mkdir()
    return settings.MEDIA_ROOT
