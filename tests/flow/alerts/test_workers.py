"""Beat rings, a real worker looks and tells."""

from datetime import timedelta

from django.utils import timezone

from board.models import Notice
from flow.alerts.models import Alert, How, Preference
from flow.alerts.tasks import spread, sweep
from flow.metrics.ledger.digests import catch_up
from tests.patience import eventually
from tests.workers import a_worker


def test_a_worker_raises_alerts_and_tells_of_them_once_however_often_beat_rings(
    transactional_db, board, paced, card_in, build, grace, ago, tmp_path
):
    since = timezone.now() - timedelta(days=9)
    Preference.objects.create(board=board, person=grace, how=How.AT_ONCE, since=since)
    with ago(4):
        card_in(build, assignees=[grace])
    catch_up(board.pk)
    with a_worker(tmp_path / "worker.log"):
        sweep.delay(), sweep.delay()
        eventually(Alert.objects.of(board).standing().exists)
        spread.delay(), spread.delay()
        eventually(Notice.objects.filter(subject__contains=": aging").exists)
        spread.delay()
    assert Alert.objects.count() == 1
    assert Notice.objects.filter(subject__contains=": aging").count() == 1
