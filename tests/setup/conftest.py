"""Checkouts to set up, start and kill; nothing of them is left when a test is over."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.setup.checkout import Checkout


@pytest.fixture
def make_checkout():
    """Makes checkouts by name."""
    with checkouts() as make:
        yield make


@pytest.fixture(scope="module")
def shared_checkout():
    """One for all tests of a file, for it takes seconds to set one up."""
    with checkouts() as make:
        yield make("sluice")


@pytest.fixture
def checkout(shared_checkout):
    """The shared one, in which nothing runs when a test begins."""
    yield shared_checkout
    shared_checkout.kill_all()


@contextmanager
def checkouts() -> Iterator[Callable[[str], Checkout]]:
    # Not below pytest's own folder, which every start of pytest closes to other users, and so to
    # the one as whom root runs PostgreSQL.
    folder = Path(tempfile.mkdtemp(prefix="sluice-test-"))
    folder.chmod(0o711)
    made: list[Checkout] = []

    def make(name: str) -> Checkout:
        made.append(Checkout(folder / name))
        return made[-1]

    try:
        yield make
    finally:
        for checkout in made:
            checkout.kill_all()
            shutil.rmtree(checkout.place.sockets, ignore_errors=True)
        shutil.rmtree(folder)
