"""What a kill, a stale file or a stranger leaves behind does not keep the services from starting."""

import os
import shutil
import subprocess

import psycopg
import pytest
import redis

from local.embedded.postgres import Postgres
from local.embedded.processes import has_ended
from local.embedded.valkey import Valkey
from tests.setup.checkout import kill


@pytest.fixture
def used(checkout):
    """A checkout with a note in its database and one in its queue, and who uses it."""
    user = checkout.user()
    with psycopg.connect(Postgres(checkout.place).url) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS note AS SELECT 'kept' AS text")
    with redis.Redis.from_url(Valkey(checkout.place).cache_url) as cache:
        cache.set("note", "kept")
        cache.execute_command("WAITAOF", 1, 0, 2000)
    return checkout, user


def notes(checkout) -> tuple[str, str]:
    with psycopg.connect(Postgres(checkout.place).url) as connection:
        (in_database,) = connection.execute("SELECT text FROM note").fetchone()
    with redis.Redis.from_url(Valkey(checkout.place).cache_url) as cache:
        return in_database, cache.get("note").decode()


def test_servers_that_were_killed_come_back_with_what_they_had(used):
    checkout, _ = used
    kill(checkout.server("postgres"))
    kill(checkout.server("valkey-server"))
    assert (checkout.root / "var/postgres/postmaster.pid").exists()
    checkout.user()
    assert notes(checkout) == ("kept", "kept")


def test_a_stale_pid_that_is_another_process_s_by_now_is_not_believed(used):
    checkout, user = used
    kill(checkout.server("postgres"))
    kill(checkout.server("valkey-server"))
    kill(user)
    stranger = subprocess.Popen(["sleep", "100"])
    lines = (checkout.root / "var/postgres/postmaster.pid").read_text().splitlines()
    lines[0] = str(stranger.pid)
    for lock in ("var/postgres/postmaster.pid", checkout.place.sockets / ".s.PGSQL.5432.lock"):
        (checkout.root / lock).write_text("\n".join(lines) + "\n")
    (checkout.place.sockets / "valkey.pid").write_text(f"{stranger.pid}\n")
    try:
        checkout.user()
        assert notes(checkout) == ("kept", "kept")
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


def test_a_set_up_that_was_killed_halfway_begins_anew(make_checkout):
    checkout = make_checkout("new")
    half_made = checkout.root / "var" / "postgres.new"
    half_made.mkdir(parents=True)
    (half_made / "PG_VERSION").write_text("18\n")
    checkout.user()
    assert not half_made.exists()


def test_servers_whose_files_were_removed_make_way(checkout):
    checkout.user()
    stray = checkout.server("postgres"), checkout.server("valkey-server")
    shutil.rmtree(checkout.root / "var")
    checkout.user()
    assert all(has_ended(process) for process in stray)
    assert checkout.server("postgres")
    assert checkout.server("valkey-server")


def test_files_of_another_postgresql_are_left_alone_and_named(used):
    checkout, user = used
    user.stdin.close()
    checkout.becomes_quiet()
    version = checkout.root / "var/postgres/PG_VERSION"
    version.write_text("17\n")
    refused = checkout.start("-c", "from config import settings", cwd=checkout.with_code().root)
    assert refused.wait(90) == 1
    assert checkout.said().startswith(
        f"{checkout.root}/var/postgres was made by PostgreSQL 17, and this Sluice brings 18:"
    )
    assert checkout.said().count("\n") == 1
    version.write_text("18\n")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can make another user's folder")
def test_a_folder_that_a_stranger_put_where_the_sockets_belong_is_not_used(make_checkout):
    checkout = make_checkout("new")
    checkout.place.sockets.mkdir()
    os.chown(checkout.place.sockets, 65534, 65534)
    refused = checkout.start("-c", "from config import settings", cwd=checkout.with_code().root)
    assert refused.wait(90) == 1
    assert "is somebody else's" in checkout.said()
    checkout.becomes_quiet()
