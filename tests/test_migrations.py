"""A migration is safe on a live table: the last release goes on serving while it runs.

It adds no column that the last release cannot leave out, takes none away that it still reads, makes
an index concurrently, and can be taken back. `make check` runs it too.
"""

import re

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django_migration_linter import MigrationLinter
from django_migration_linter.sql_analyser import analyse_sql_statements, get_sql_analyser_class

OURS = [app.label for app in apps.get_app_configs() if app.name.split(".")[0] in ("board", "flow")]
OLDER = {"board": 17, "metrics": 1, "alerts": 3, "standup": 1}  # than this rule, by their number
HOLD_SEVERAL = {("board", "0019_revisions_of_what_things_say")}  # from before this rule
WIDEN = {  # PostgreSQL widens a varchar without reading the table
    ("experiments", "0003_a_source_is_the_name_of_a_figure"): ("20", "40"),
}
SLIPS = [
    'ALTER TABLE "board_card" ADD COLUMN "size" integer NOT NULL;',
    'ALTER TABLE "board_card" DROP COLUMN "size" CASCADE;',
    'ALTER TABLE "board_card" RENAME COLUMN "size" TO "points";',
    'CREATE INDEX "cards_by_size" ON "board_card" ("size");',
]
SAFE = [
    'ALTER TABLE "board_card" ADD COLUMN "size" integer NULL;',
    'ALTER TABLE "board_card" ADD COLUMN "size" integer DEFAULT 1 NOT NULL;',
    'CREATE INDEX CONCURRENTLY "cards_by_size" ON "board_card" ("size");',
]


@pytest.fixture
def linter(django_db_blocker):
    """It only asks the database how it writes SQL, so no test database is made for it."""
    with django_db_blocker.unblock():
        linter = MigrationLinter(include_apps=OURS, all_warnings_as_errors=True)
        # Those that one step replaces in a new database are asked as well: another one takes them.
        linter.migration_loader = MigrationLoader(connection, replace_migrations=False)
        yield linter


def is_older(app: str, name: str) -> bool:
    return int(name.split("_", maxsplit=1)[0]) <= OLDER.get(app, 0)


def test_every_migration_is_safe_on_a_live_table(linter, capsys):
    assert {*OLDER} <= {*OURS}
    for (app, name), migration in sorted(linter.migration_loader.disk_migrations.items()):
        if app in OURS and not is_older(app, name) and (app, name) not in WIDEN:
            linter.lint_migration(migration)
    assert not linter.has_errors, capsys.readouterr().out


def test_what_only_widens_a_text_changes_nothing_else(linter):
    loader = linter.migration_loader
    for key, (was, now) in WIDEN.items():
        migration = loader.disk_migrations[key]
        there, back = (loader.collect_sql([(migration, way)]) for way in (False, True))
        for sql, length in ((there, now), (back, was)):
            [line] = [each for each in sql if not each.startswith("--")]
            assert line.endswith(f"TYPE varchar({length});"), line


def test_a_migration_in_one_transaction_changes_one_table_that_is_there(linter):
    """Else it holds one table while it waits for the next, and who reads both may wait for both."""
    loader = linter.migration_loader
    for (app, name), migration in sorted(loader.disk_migrations.items()):
        if app not in OURS or is_older(app, name) or (app, name) in HOLD_SEVERAL:
            continue
        if migration.atomic:
            changed = tables_changed("\n".join(loader.collect_sql([(migration, False)])))
            assert len(changed) <= 1, f"{app} {name} changes {changed}: say atomic = False"


def test_one_step_leads_a_new_database_to_what_all_steps_lead_to():
    at_once, by_steps = (MigrationLoader(None, replace_migrations=how) for how in (True, False))
    last = dict(sorted(key for key in by_steps.disk_migrations if key[0] in OURS))
    states = by_steps.project_state([*last.items()]), at_once.project_state()
    assert MigrationAutodetector(*states).changes(at_once.graph, trim_to_apps={*OURS}) == {}
    assert {app for app, _name in at_once.replacements} == {*last}


def test_what_a_migration_changes_is_read_from_its_sql():
    sql = """CREATE TABLE "a" (); ALTER TABLE "a" ADD COLUMN "b"; ALTER TABLE "c" ADD COLUMN "d";"""
    assert tables_changed(sql) == {"c"}


@pytest.mark.parametrize("sql", SLIPS)
def test_a_slip_is_found(sql):
    assert found(sql)


@pytest.mark.parametrize("sql", SAFE)
def test_what_is_safe_passes(sql):
    assert not found(sql)


def tables_changed(sql: str) -> set[str]:
    """The tables that this SQL alters, without those that it makes."""
    made, altered = (set(re.findall(rf'{verb} TABLE "(\w+)"', sql)) for verb in ("CREATE", "ALTER"))
    return altered - made


def found(sql: str) -> list:
    analyser = get_sql_analyser_class(settings.DATABASES["default"]["ENGINE"])
    errors, _ignored, warnings = analyse_sql_statements(analyser, [sql], [])
    return [*errors, *warnings]
