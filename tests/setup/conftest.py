"""Checkouts to set up, start and kill; nothing of them is left when a test is over."""

import os
import shutil
from contextlib import contextmanager

import pytest

from tests.setup.checkout import Checkout


@pytest.fixture
def make_checkout(tmp_path):
    """Makes checkouts by name."""
    with checkouts_below(tmp_path) as make:
        yield make


@pytest.fixture(scope="module")
def shared_checkout(tmp_path_factory):
    """One for all tests of a file, for it takes seconds to set one up."""
    with checkouts_below(tmp_path_factory.mktemp("shared")) as make:
        yield make("sluice")


@pytest.fixture
def checkout(shared_checkout):
    """The shared one, in which nothing runs when a test begins."""
    yield shared_checkout
    shared_checkout.kill_all()


@contextmanager
def checkouts_below(folder):
    if os.geteuid() == 0:  # else each start would have to open the folders, and say so
        for closed in (folder, *folder.parents[:2]):
            closed.chmod(0o711)
    made = []

    def make(name: str) -> Checkout:
        made.append(Checkout(folder / name))
        return made[-1]

    try:
        yield make
    finally:
        for checkout in made:
            checkout.kill_all()
            shutil.rmtree(checkout.place.sockets, ignore_errors=True)
