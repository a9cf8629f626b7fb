"""A pytest plugin: when the services are gone, one sentence instead of hundreds of tracebacks."""

import psycopg
import pytest
import redis
from django.db import InterfaceError, OperationalError

from tests import services

CANNOT_REACH = (OperationalError, InterfaceError, psycopg.OperationalError, redis.ConnectionError)


class LostServices:
    def __init__(self, config: pytest.Config) -> None:
        self.config = config

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, call):
        """Where a test failed because a service is gone, say only that."""
        report = yield
        if call.excinfo and call.excinfo.errisinstance(CANNOT_REACH) and (lost := services.lost()):
            report.longrepr, report.sections = lost, []
            report.lost = lost  # travels from an xdist worker to the process that reports
        return report

    def pytest_runtest_logreport(self, report):
        """Stop everything: no test after this one can tell anything."""
        if lost := getattr(report, "lost", None):
            plugins = self.config.pluginmanager
            (plugins.getplugin("dsession") or plugins.getplugin("session")).shouldstop = lost
