"""What a retrospective froze stays, though deployments of its days are reported later."""

from datetime import timedelta

import pytest
from django.utils import timezone

from flow.improvement.models import Retrospective
from flow.metrics.figures import figures
from flow.metrics.reports import DayWindow
from tests.flow.delivery.conftest import component, repository, team  # noqa: F401
from tests.flow.ownership.conftest import Trunk


@pytest.fixture
def frequency(board):
    """How often the board deployed in the last 14 complete days, as a page says it now."""

    def ask():
        window = DayWindow.of(board, days=14, now=timezone.now())
        return figures()["deployment_frequency"].ask(board, window).value

    return ask


def test_deployments_that_come_later_change_the_page_and_not_the_snapshot(
    repository,  # noqa: F811
    component,  # noqa: F811
    board,
    ada,
    fresh,
    frequency,
):
    trunk, noon = Trunk(repository), timezone.now() - timedelta(days=3)
    trunk.deploy("app", trunk.merge("a.py", at=noon - timedelta(hours=5)), noon)
    retro = Retrospective.open(board, by=ada)
    before = fresh(retro).figures
    assert before["deployment_frequency"]["value"] == pytest.approx(frequency())
    assert frequency() == pytest.approx(1 / 14)
    later = trunk.merge("b.py", at=noon - timedelta(hours=1))
    trunk.deploy("app", later, noon + timedelta(hours=1))
    assert frequency() == pytest.approx(2 / 14)
    assert fresh(retro).figures == before
