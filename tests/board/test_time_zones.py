"""The zones of the tz database lie in hundreds of files, which each process reads once."""

from unittest.mock import Mock
from zoneinfo import available_timezones

import pytest
from django.core.exceptions import ValidationError

from board.models import time_zone


def test_the_files_are_read_once_however_many_names_are_checked(monkeypatch):
    read = Mock(side_effect=available_timezones)
    monkeypatch.setattr(time_zone, "available_timezones", read)
    time_zone.time_zones.cache_clear()
    time_zone.check_time_zone("Europe/Brussels")
    with pytest.raises(ValidationError):
        time_zone.check_time_zone("Europe/Harbour")
    assert read.call_count == 1
