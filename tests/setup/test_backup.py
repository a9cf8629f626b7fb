"""A backup holds all of a set-up, and a restore brings back all of it or nothing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from contextlib import suppress
from itertools import chain
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from zipfile import ZipFile

import psycopg
import pytest
import redis
from django.conf import settings
from psycopg.sql import SQL, Identifier

from config.backup import archive
from config.backup.errors import BackupRefused
from config.version import VERSION
from tests.config.test_security import PRODUCTION
from tests.setup.checkout import Checkout, environment
from tests.tree import ROOT

DIGEST = SQL(
    "SELECT count(*), md5(string_agg(row, '' ORDER BY row))"
    " FROM (SELECT md5(t::text) AS row FROM {} AS t)"
)


class House:
    """A set-up in a checkout of its own, with its services at hand."""

    def __init__(self, checkout: Checkout) -> None:
        self.checkout = checkout.with_code()
        self.user = checkout.user()  # so that the services stay
        self.url = checkout.said(0).strip().splitlines()[-1]
        self.var = checkout.root / "var"

    def manage(self, *words: str | Path, fails: bool = False) -> str:
        """What a command of manage.py says; it fails only when that is told."""
        ended = subprocess.run(
            [sys.executable, "manage.py", *map(str, words)],
            cwd=self.checkout.root,
            env=environment(),
            capture_output=True,
            text=True,
            timeout=180,
        )
        said = ended.stdout + ended.stderr
        assert bool(ended.returncode) == fails, said
        assert "Traceback" not in said
        return said

    def ask(self, statement, *values):
        with psycopg.connect(self.url) as database:
            return database.execute(statement, values).fetchall()

    def rows(self) -> dict[str, tuple]:
        """How many rows each table has, and a digest of them all."""
        tables = self.ask("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        return {name: self.ask(DIGEST.format(Identifier(name)))[0] for (name,) in tables}

    def cards(self) -> int:
        return self.ask("SELECT count(*) FROM board_card")[0][0]

    def next_numbers(self) -> list[tuple]:
        return self.ask("SELECT sequencename, last_value FROM pg_sequences ORDER BY 1")

    def files(self) -> dict[str, bytes]:
        media = self.var / "media"
        return {str(p.relative_to(media)): p.read_bytes() for p in media.rglob("*") if p.is_file()}

    def attached(self) -> dict[str, bytes]:
        """The content of each attached file, by the name that it came with."""
        rows = self.ask("SELECT name, file FROM board_attachment")
        return {name: (self.var / "media" / path).read_bytes() for name, path in rows}

    def databases(self) -> set[str]:
        return {
            name for (name,) in self.ask("SELECT datname FROM pg_database WHERE NOT datistemplate")
        }

    def valkey(self, number: int) -> redis.Redis:
        sockets = parse_qs(urlsplit(self.url).query)["host"][0]
        return redis.Redis(unix_socket_path=f"{sockets}/valkey.sock", db=number)


GIF = bytes.fromhex(  # one pixel
    "47494638396101000100800000000000ffffff21f90401000000002c00000000010001000002024401003b"
)
ATTACHED = {"quay.gif": GIF}
ATTACH = """
from django.core.files.base import ContentFile
from board.models import Board
board = Board.objects.get(key="SLU")
for name, content in %r.items():
    board.cards.first().attach(ContentFile(content, name), by=board.members.first())
"""


@pytest.fixture(scope="module")
def harbour(shared_checkout):
    """A set-up with the demo board, an attached file, a file beside, and a backup of all."""
    house = House(shared_checkout)
    house.manage("migrate", "--verbosity=0")
    house.manage("demo")
    house.manage("shell", "--command", ATTACH % ATTACHED)
    attachment = house.var / "media" / "cards" / "1" / "plan ü.txt"
    attachment.parent.mkdir(parents=True)
    attachment.write_text("a plan")
    house.manage("backup", house.var / "harbour.sluice")
    return house


@pytest.fixture
def backup(harbour):
    return harbour.var / "harbour.sluice"


@pytest.fixture
def altered(backup, tmp_path):
    """The backup with one entry said otherwise."""

    def entry_of(name: str, content: bytes) -> Path:
        other = tmp_path / "altered.sluice"
        with ZipFile(backup) as old, ZipFile(other, "w") as new:
            for entry in old.namelist():
                new.writestr(entry, content if entry == name else old.read(entry))
        return other

    return entry_of


@pytest.fixture
def unchanged(harbour):
    """Whatever the test tries: every row and file of the set-up is as it was, and nothing is left."""
    before = harbour.rows(), harbour.files()
    yield
    assert (harbour.rows(), harbour.files()) == before
    assert harbour.databases() == {"postgres", "sluice"}
    assert not list(harbour.var.glob("media.*"))


def test_every_row_and_file_comes_back_elsewhere(harbour, backup, make_checkout):
    elsewhere = House(make_checkout("elsewhere"))
    said = elsewhere.manage("restore", backup)
    assert f"boards: 2, cards: {harbour.cards()}" in said
    assert elsewhere.rows() == harbour.rows()
    assert elsewhere.next_numbers() == harbour.next_numbers()
    assert elsewhere.files() == harbour.files()
    assert elsewhere.files()["cards/1/plan ü.txt"] == b"a plan"
    assert elsewhere.attached() == ATTACHED
    assert any(name.endswith(".webp") for name in elsewhere.files())  # a thumbnail
    assert elsewhere.databases() == {"postgres", "sluice"}
    assert "No changes" in elsewhere.manage("makemigrations", "--check", "--dry-run")


def test_only_its_owner_may_read_a_backup(backup):
    assert backup.stat().st_mode & 0o777 == 0o600


def test_a_backup_never_overwrites_a_file(harbour, backup):
    assert "is there already" in harbour.manage("backup", backup, fails=True)


def test_what_is_here_is_replaced_only_when_that_is_said(harbour, backup):
    before, files = harbour.rows(), harbour.files()
    with psycopg.connect(harbour.url) as database:
        database.execute("UPDATE board_board SET name = 'Other'")
    (harbour.var / "media" / "later.txt").write_text("later")
    assert "--replace" in harbour.manage("restore", backup, fails=True)
    assert harbour.ask("SELECT DISTINCT name FROM board_board") == [("Other",)]

    harbour.valkey(1).set("a version of a board", 7)
    harbour.valkey(0).rpush("celery", "a stale task")
    harbour.manage("restore", "--replace", backup)
    assert harbour.rows() == before
    assert harbour.files() == files
    assert harbour.attached() == ATTACHED
    assert harbour.valkey(1).dbsize() == harbour.valkey(0).dbsize() == 0
    assert harbour.databases() == {"postgres", "sluice"}


def test_a_damaged_backup_is_refused_before_anything_is_touched(
    harbour, backup, unchanged, tmp_path
):
    whole = backup.read_bytes()
    middle = len(whole) // 2
    damaged = tmp_path / "damaged.sluice"
    damaged.write_bytes(whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1 :])
    said = harbour.manage("restore", "--replace", damaged, fails=True)
    assert "is damaged (database.dump); nothing was restored." in said


def test_damage_is_found_wherever_it_is(harbour, backup, tmp_path):
    whole = backup.read_bytes()
    damaged = tmp_path / "damaged.sluice"
    bits = (  # one at a time: all would take gigabytes
        whole[:at] + bytes([whole[at] ^ 4]) + whole[at + 1 :] for at in range(0, len(whole), 997)
    )
    for content in chain((b"", whole[:-100], whole[100:]), bits):
        damaged.write_bytes(content)
        with (
            suppress(BackupRefused),
            archive.opened(damaged, room=2**40) as opened,
            opened.dump() as dump,
        ):
            # Some bytes say nothing: a date, a mode. Then all must be read as it was written.
            assert dump.read() == ZipFile(backup).read("database.dump")
            assert opened.manifest.cards == harbour.cards()


def test_a_backup_of_something_else_is_refused(harbour, altered, unchanged):
    other = altered("manifest.json", b"{}")
    assert "not a backup of Sluice" in harbour.manage("restore", "--replace", other, fails=True)


@pytest.mark.parametrize(
    "manifest",
    [
        b"[" * 100_000,
        b'{"sluice": 1}',
        b'{"sluice": "1", "made_at": "x", "migrations": 5, "boards": 1, "cards": 1}',
        b'{"sluice": "1", "made_at": "x", "migrations": [[]], "boards": 1, "cards": 1}',
        b'{"sluice": "1", "made_at": "x", "migrations": [], "boards": "1", "cards": NaN}',
        b" " * (2**20 + 1) + b"{}",
    ],
)
def test_a_manifest_that_is_none_is_refused_in_a_sentence(altered, manifest):
    with pytest.raises(BackupRefused, match="^This is not a backup of Sluice.$"):  # noqa: SIM117
        with archive.opened(altered("manifest.json", manifest), room=2**40):
            pass


def test_a_backup_that_does_not_fit_is_refused_before_it_is_unpacked(backup, altered):
    bomb = altered("media/cards/1/plan ü.txt", b"0" * 2**26)
    refused = pytest.raises(BackupRefused, match="needs 6. MiB of the disk, and 16 MiB are free")
    with refused, archive.opened(bomb, room=2**24):
        pass


def test_files_that_cannot_be_written_are_told_in_a_sentence(harbour, backup, unchanged, tmp_path):
    other = tmp_path / "strange.sluice"
    with ZipFile(backup) as old, ZipFile(other, "w") as new:
        for entry in old.namelist():
            new.writestr(entry, old.read(entry))
        new.writestr("media/" + "x" * 300, b"a name that no file system takes")
    said = harbour.manage("restore", "--replace", other, fails=True)
    assert "Nothing was restored: " in said
    assert "Traceback" not in said


def test_a_backup_of_a_newer_sluice_is_refused(harbour, backup, altered, unchanged):
    with ZipFile(backup) as entries:
        manifest = json.loads(entries.read("manifest.json"))
    assert manifest["sluice"] == VERSION
    manifest |= {"sluice": "9.0", "migrations": [*manifest["migrations"], "board.0999_later"]}
    newer = altered("manifest.json", json.dumps(manifest).encode())
    said = harbour.manage("restore", "--replace", newer, fails=True)
    assert "made by Sluice 9.0, which knows more than this one" in said


def test_a_restore_that_fails_half_way_changes_nothing(harbour, altered, unchanged):
    broken = altered("database.dump", b"PGDMP and then nothing that PostgreSQL understands")
    assert "pg_restore failed" in harbour.manage("restore", "--replace", broken, fails=True)


def test_a_restore_killed_between_database_and_files_is_taken_back(harbour, unchanged):
    media = harbour.var / "media"
    media.rename(harbour.var / "media.replaced")
    media.mkdir()
    (media / "of-the-backup.txt").write_text("half")
    harbour.manage("backup", harbour.var / "after.sluice")
    (harbour.var / "after.sluice").unlink()


def test_nothing_is_restored_under_the_feet_of_those_who_work(harbour, backup, unchanged):
    with psycopg.connect(harbour.url):
        assert "Stop it, then" in harbour.manage("restore", "--replace", backup, fails=True)


def test_a_backup_in_the_middle_of_use_is_of_one_moment(harbour, make_checkout, tmp_path):
    """Each change writes to two tables at once; a backup never has one half of it."""
    stop = threading.Event()

    def work() -> None:
        with psycopg.connect(harbour.url) as database:
            number = 0
            while not stop.wait(0.002):
                number += 1
                key, data = f"work {number}", "x"
                database.execute(
                    "INSERT INTO django_session VALUES (%s, %s, now())", [key[:40], data]
                )
                database.execute(
                    "INSERT INTO django_content_type (app_label, model) VALUES ('work', %s)", [key]
                )
                database.commit()

    worker = threading.Thread(target=work)
    worker.start()
    try:
        harbour.manage("backup", tmp_path / "at-work.sluice")
    finally:
        stop.set()
        worker.join(10)
    elsewhere = House(make_checkout("elsewhere"))
    elsewhere.manage("restore", tmp_path / "at-work.sluice")
    [(one, other)] = elsewhere.ask(
        "SELECT (SELECT count(*) FROM django_session WHERE session_key LIKE 'work%%'),"
        " (SELECT count(*) FROM django_content_type WHERE app_label = 'work')"
    )
    assert one == other > 0


def test_a_backup_of_an_older_sluice_is_brought_up_to_date(make_checkout, tmp_path):
    older, newer = House(make_checkout("older")), House(make_checkout("newer"))
    for path in older.checkout.root.rglob("migrations/0001_squashed_*.py"):
        path.unlink()  # it had only the steps
    older.manage("migrate", "board", "0003", "--verbosity=0")
    with psycopg.connect(older.url) as database:
        database.execute(
            "INSERT INTO board_person (password, is_superuser, email, name, is_staff, is_active,"
            " date_joined) VALUES ('!', false, 'ada@example.org', 'Ada', false, true, now())"
        )
    older.manage("backup", tmp_path / "older.sluice")
    newer.manage("restore", tmp_path / "older.sluice")
    assert newer.ask("SELECT name, theme FROM board_person") == [("Ada", "auto")]
    newer.manage("migrate", "--check")


@pytest.mark.parametrize("command", ["backup", "restore"])
def test_production_is_told_to_use_the_means_of_its_database(command, tmp_path):
    ended = subprocess.run(
        [sys.executable, "manage.py", command, str(tmp_path / "file")],
        cwd=settings.BASE_DIR,
        env={"PATH": os.environ["PATH"]} | PRODUCTION,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert ended.returncode == 1
    assert "Back that up with pg_dump" in ended.stderr


def test_a_backup_says_the_version_that_the_project_has():
    assert f'version = "{VERSION}"' in (ROOT / "pyproject.toml").read_text()
