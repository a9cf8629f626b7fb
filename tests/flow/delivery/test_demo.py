"""The demo board has a delivery of its own, and its figures have values."""

from datetime import timedelta

from django.utils import timezone

from board.models import Person
from flow.delivery.models import Deployment, Repository
from flow.delivery.readings import Delivered, DeliveryScope
from flow.metrics.reports.window import DayWindow


def test_harbour_has_repositories_components_and_deployments(browser_of, demo):
    board, owner = demo, Person.objects.get(is_superuser=True)
    assert Repository.objects.of(board).count() == 2
    scope = DeliveryScope(board)
    assert [each.name for each in scope.components] == ["api", "web"]
    today = board.day_of(timezone.now())
    window = DayWindow(today - timedelta(90), today - timedelta(1))
    found = Delivered(scope, window).measures
    assert all(each.value is not None for each in found.values()), found
    assert found["deployment_frequency"].n > 30
    assert found["change_lead_time"].beside["negative"] == 0
    assert Deployment.objects.exclude(component=None).filter(kind="rollback").exists()
    page = browser_of(owner).get(f"/boards/{board.key}/").content.decode()
    assert "In production since" in page
    assert "not in production" in page
