from datetime import timedelta

import pytest
from django.utils import timezone

from flow.flags.models import Flag, FlagState
from tests.board.api.conftest import api, calls, query_count

__all__ = ["api", "calls", "query_count"]

SOON = timedelta(days=30)


@pytest.fixture
def make_flag(board, grace):
    """Make a release flag of Grace's, or another: `make_flag("new-search", kind="ops")`."""

    def make(key: str = "new-search", *, kind: str = "release", **facts) -> Flag:
        said = {
            "purpose": "Search berths by length",
            "owner": grace,
            "remove_by": timezone.now().date() + SOON,
        }
        if kind in ("ops", "entitlement"):
            said = {"why_permanent": "It is a valve", "review_on": timezone.now().date() + SOON}
        return Flag.make(board, key, kind=kind, by=grace, **said | facts)

    return make


@pytest.fixture
def state_of():
    """What an environment gets of a flag: `state_of(flag, "staging")`."""

    def state(flag: Flag, environment: str = "production") -> FlagState:
        found = flag.states.select_related("environment").get(environment__name=environment)
        found.flag = flag
        return found

    return state


@pytest.fixture
def now():
    return timezone.now()
