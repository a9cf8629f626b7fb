"""A command on a database without tables says what to do, and not where it stumbled."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder


@pytest.fixture
def outdated(db):
    """As if the last migration had not been applied."""
    steps = MigrationRecorder(connection).migration_qs.filter(app="board")
    steps.exclude(name__contains="squashed").latest("name").delete()


@pytest.mark.parametrize(
    "command", [["demo"], ["invite", "sam@example.org"], ["create_token", "sam@example.org"]]
)
def test_it_says_to_migrate_first(command, outdated):
    with pytest.raises(CommandError, match="manage.py migrate first"):
        call_command(*command)
