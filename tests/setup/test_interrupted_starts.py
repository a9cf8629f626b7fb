"""Who ends a start in the middle leaves no server behind."""

import signal

import pytest

from tests.patience import eventually
from tests.setup.checkout import USE_SERVICES, kill


def begins_to_start(checkout):
    """A process that is just starting the services; PostgreSQL's first process is there."""
    starter = checkout.start("-c", USE_SERVICES, str(checkout.root))
    eventually(lambda: checkout.runs("postgres"), within=90)
    return starter


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_in_the_middle_of_a_start_waits_for_its_end_and_then_ends_all(checkout, how):
    starter = begins_to_start(checkout)
    starter.send_signal(how)
    assert starter.wait(60) == -how
    assert "does not start" not in checkout.said()
    checkout.becomes_quiet()


def test_a_start_that_was_killed_in_the_middle_leaves_nothing(checkout):
    kill(begins_to_start(checkout))
    checkout.becomes_quiet()
