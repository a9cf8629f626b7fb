"""What every test stands on: this checkout's real services, a part of them for each xdist worker."""

import gc
import os

import hypothesis
import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection

from tests import services
from tests.empty_database import empty_quickly
from tests.lost_services import LostServices
from tests.order import spread
from tests.template_database import template

# How long an example takes says how busy the machine is, and nothing of what is tested.
hypothesis.settings.register_profile(
    "unhurried", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("unhurried")

pytest_plugins = ["tests.cast", "tests.stream", "tests.told_demo", "tests.board.attached"]


def pytest_configure(config):
    """Set apart what concurrent workers would share; pytest-django does so for the database."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0")
    settings.BROKER_URL = services.apart(settings.BROKER_URL, worker, 0)
    settings.CACHE_URL = services.apart(settings.CACHE_URL, worker, 1)
    settings.CELERY_BROKER_URL = settings.BROKER_URL
    settings.CACHES["default"]["LOCATION"] = settings.CACHE_URL
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # quick, not safe
    settings.STORAGES["staticfiles"]["BACKEND"] = (
        "django.contrib.staticfiles.storage.StaticFilesStorage"  # nothing need be collected first
    )
    # Each client would look through what a process of another test is just collecting.
    settings.STATIC_ROOT = settings.VAR_DIR / "no-static-files"
    config.addinivalue_line("markers", "browser: drives a real Chromium")
    config.addinivalue_line("filterwarnings", "ignore:No directory at:UserWarning")
    config.pluginmanager.register(LostServices(config))
    empty_quickly()


def pytest_collection_modifyitems(items):
    items[:] = spread(items)


def pytest_collection_finish():
    """The collector looks no more at what stays to the end, and less often: a sixth of all time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings, django_db_blocker):
    """Each worker's database is a copy, in which the migrations find nothing to do."""
    with django_db_blocker.unblock():
        connection.settings_dict["TEST"]["TEMPLATE"] = template()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """A new database, and a cache that has kept nothing of the boards of an earlier one."""
    cache.clear()
    with django_db_blocker.unblock():
        with connection.cursor() as cursor:
            name = connection.ops.quote_name(connection.settings_dict["NAME"])
            # No test of this database ends the server, so nothing need be on the disk at once.
            cursor.execute(f"ALTER DATABASE {name} SET synchronous_commit = off")
        connection.close()  # the setting is for those who connect after it, the tests among them
