"""PostgreSQL and Valkey belong to one checkout and come up by themselves."""

import psycopg
import pytest
import redis

from local.embedded import Services
from local.embedded.postgres import Postgres
from local.embedded.valkey import Valkey
from tests.patience import eventually
from tests.setup.checkout import USE_SERVICES


@pytest.fixture(scope="module")
def services(shared_checkout) -> Services:
    """The services that a process of the shared checkout has started."""
    shared_checkout.user()
    postgres, valkey = Postgres(shared_checkout.place), Valkey(shared_checkout.place)
    return Services(postgres.url, valkey.broker_url, valkey.cache_url)


def test_the_database_is_postgresql_18_and_speaks_utf_8(services):
    with psycopg.connect(services.database_url) as connection:
        version, encoding, locale = connection.execute(
            "SELECT current_setting('server_version_num')::int / 10000,"
            " pg_encoding_to_char(encoding), datlocale"
            " FROM pg_database WHERE datname = current_database()"
        ).fetchone()
    assert (version, encoding, locale) == (18, "UTF8", "C.UTF-8")


def test_cache_and_broker_are_two_databases_of_one_valkey_that_keeps_them(services):
    with redis.Redis.from_url(services.cache_url) as cache:
        cache.set("where", "cache")
        socket = cache.connection_pool.connection_kwargs["path"]
    with redis.Redis(unix_socket_path=socket) as broker:
        assert f"redis+socket://{socket}?virtual_host=0" == services.broker_url
        assert broker.get("where") is None
        assert broker.info("server")["valkey_version"].startswith("9.")
        assert broker.config_get("appendonly") == {"appendonly": "yes"}


def test_no_port_is_opened_and_nobody_else_may_open_the_sockets(shared_checkout, services):
    for name in ("postgres", "valkey-server"):
        connections = shared_checkout.server(name).net_connections("tcp")
        assert not [found for found in connections if found.status == "LISTEN"]
    assert shared_checkout.place.sockets.stat().st_mode & 0o777 == 0o700


def test_a_deep_checkout_with_odd_letters_works(make_checkout):
    deep = make_checkout("/".join(["a folder's $HOME is é"] * 8))
    assert len(str(deep.root)) > 170
    deep.user()
    assert deep.server("postgres")
    assert deep.server("valkey-server")


def test_two_checkouts_run_side_by_side(make_checkout, shared_checkout):
    mine, yours = shared_checkout, make_checkout("yours")
    mine.user()
    yours.user()
    assert mine.server("postgres") != yours.server("postgres")
    assert mine.server("valkey-server") != yours.server("valkey-server")


def test_processes_that_start_at_once_share_one_server(make_checkout):
    checkout = make_checkout("new")
    for _ in range(4):
        checkout.start("-c", USE_SERVICES, str(checkout.root))
    eventually(lambda: all("postgresql://" in checkout.said(number) for number in range(4)), 90)
    assert len({checkout.said(number) for number in range(4)}) == 1
    assert len(checkout.those(lambda process: "-D" in process.cmdline())) == 1
    assert "already in use" not in (checkout.root / "var/postgres/server.log").read_text()
