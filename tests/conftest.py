"""What every test stands on: this checkout's real services, a part of them for each xdist worker."""

import os

import psycopg
import pytest
import redis
from django.conf import settings
from django.db import OperationalError

from tests import services

CANNOT_CONNECT = (OperationalError, psycopg.OperationalError, redis.ConnectionError)


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
    config.addinivalue_line("markers", "browser: drives a real Chromium")
    config.addinivalue_line("filterwarnings", "ignore:No directory at:UserWarning")


def pytest_exception_interact(call):
    """One sentence, not hundreds of tracebacks, when the services are gone."""
    if call.excinfo.errisinstance(CANNOT_CONNECT) and (lost := services.lost()):
        pytest.exit(lost, returncode=3)
