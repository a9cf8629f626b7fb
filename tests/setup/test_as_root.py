"""PostgreSQL refuses to run as root: what that takes is said, and an ordinary user is spared it."""

import os
import pwd

import pytest

from local.embedded import system_user

ONLY_ROOT = pytest.mark.skipif(os.geteuid() != 0, reason="runs as an ordinary user")
ONLY_OTHERS = pytest.mark.skipif(os.geteuid() == 0, reason="runs as root")


@pytest.fixture
def closed(make_checkout):
    """A checkout in a folder that is closed to everybody else."""
    checkout = make_checkout("closed/sluice")
    checkout.root.parent.chmod(0o700)
    return checkout


@ONLY_ROOT
def test_postgresql_runs_as_a_user_of_its_own_and_only_root_and_it_get_in(closed):
    closed.user()
    assert closed.server("postgres").username() == system_user.NAME
    for private in (closed.place.sockets, closed.root / "var/postgres"):
        found = private.stat()
        assert pwd.getpwuid(found.st_uid).pw_name == system_user.NAME
        assert found.st_mode & 0o777 == 0o700


@ONLY_ROOT
def test_a_closed_folder_above_is_opened_for_passing_only_and_that_is_said(closed):
    closed.user()
    folder = closed.root.parent
    assert (
        f"PostgreSQL's user pgserver has to pass through {folder}, so others may" in closed.said()
    )
    assert "Run Sluice as an ordinary user to avoid this." in closed.said()
    assert folder.stat().st_mode & 0o777 == 0o711


@ONLY_OTHERS
def test_an_ordinary_user_opens_nothing_and_nothing_is_said(closed):
    closed.user()
    assert closed.said().startswith("postgresql://")
    assert closed.root.parent.stat().st_mode & 0o777 == 0o700
    assert closed.server("postgres").uids().real == os.geteuid()
