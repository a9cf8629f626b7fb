"""The demo board has a target, experiments and two retrospectives that fit its story."""

import pytest

from board.models import Notice, Role
from flow.experiments.models import Experiment, Target
from flow.improvement.models import Note, Retrospective
from flow.improvement.models.retrospective.action import ActionState, share_done
from flow.improvement.topics import coming_back


def test_harbour_improves(demo, browser_of):
    [target] = Target.objects.of(demo)
    assert target.baseline is not None
    assert [each.text for each in target.obstacles.all() if each.is_taken] == [
        "Releases only in the morning"
    ]
    assert [each.verdict for each in Experiment.objects.of(demo)] == ["", "validated"]
    last, first = Retrospective.objects.of(demo)
    became = [[each.became for each in some.actions.in_order()] for some in (first, last)]
    assert became == [[ActionState.DONE, ActionState.DONE], [ActionState.WAITING]]
    assert share_done(demo) == {"done": 2, "all": 3, "percent": pytest.approx(66.7, abs=0.1)}
    assert [each.text for each in coming_back(demo)] == ["Reviews wait until the afternoon again"]
    assert set(Note.objects.values_list("digest", flat=True)) == {""}
    assert not Notice.objects.exists()
    browser = browser_of(demo.memberships.filter(role=Role.LEAD)[0].person)
    for page in ("targets", "experiments", "improve", "improve/readiness"):
        assert browser.get(f"/boards/SLU/{page}/").status_code == 200, page
    assert "Build was full" in browser.get("/boards/SLU/improve/").content.decode()
